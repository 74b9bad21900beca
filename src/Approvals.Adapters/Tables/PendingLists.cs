using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Approvals.App.Ports;

namespace Approvals.Adapters.Tables;

/// <summary>The list changes of one append as bytes: they are kept in its transaction until they are written.</summary>
internal static class PendingLists
{
    public static byte[] Write(ImmutableArray<IndexChange> changes)
    {
        using var bytes = new MemoryStream();
        foreach (var change in changes)
        {
            Write(bytes, Encoding.ASCII.GetBytes(change.Partition));
            Write(bytes, Encoding.ASCII.GetBytes(change.Key));
            WriteLength(bytes, change.Value?.Length ?? -1);
            bytes.Write((change.Value ?? default).Span);
        }

        return bytes.ToArray();
    }

    public static ImmutableArray<IndexChange> Read(ReadOnlyMemory<byte> bytes)
    {
        var changes = ImmutableArray.CreateBuilder<IndexChange>();
        while (!bytes.IsEmpty)
        {
            var partition = Encoding.ASCII.GetString(Take(ref bytes)!.Value.Span);
            var key = Encoding.ASCII.GetString(Take(ref bytes)!.Value.Span);
            changes.Add(new IndexChange(partition, key, Take(ref bytes)));
        }

        return changes.ToImmutable();
    }

    private static void Write(MemoryStream bytes, byte[] text)
    {
        WriteLength(bytes, text.Length);
        bytes.Write(text);
    }

    private static void WriteLength(MemoryStream bytes, int length)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, length);
        bytes.Write(four);
    }

    private static ReadOnlyMemory<byte>? Take(ref ReadOnlyMemory<byte> bytes)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.Span);

        // A plain null would become empty memory here, and a removal a row.
        var value = length < 0 ? default(ReadOnlyMemory<byte>?) : bytes.Slice(4, length);
        bytes = bytes[(4 + Math.Max(length, 0))..];
        return value;
    }
}
