using System.Buffers.Binary;

namespace Approvals.Bench.Servers;

/// <summary>
/// Transactions that the server's SQLite file took: the header of the write-ahead log's index counts them (https://sqlite.org/walformat.html, iChange).
/// So the server needs no counter for it, and nobody has to believe one.
/// </summary>
internal static class CommitCounter
{
    private const int ChangeCounter = 8;

    public static uint Read(string dataPath)
    {
        using var index = new FileStream(Path.Combine(dataPath, "approvals.db-shm"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        index.Position = ChangeCounter;
        Span<byte> counter = stackalloc byte[4];
        index.ReadExactly(counter);
        return BinaryPrimitives.ReadUInt32LittleEndian(counter);
    }
}
