using System.Security.Cryptography;

namespace Approvals.App.Audit;

/// <summary>Reads lines as bytes, with the hash of all that was read before, in memory for one line. A line longer than the limit is passed over.</summary>
internal sealed class LineReader(Stream stream, int longest = LineReader.Longest) : IDisposable
{
    public const int Longest = 16 * 1024 * 1024;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private int taken;
    private bool atEnd;

    /// <summary>From 1.</summary>
    public long Number { get; private set; }

    public bool TooLong { get; private set; }

    /// <summary>The current line without its line feed; nothing of one that is too long.</summary>
    public ReadOnlySpan<byte> Line => TooLong ? [] : buffer.AsSpan(start, taken).TrimEnd((byte)'\n');

    /// <summary>SHA-256 of every line before the current one; after the last, of the whole stream.</summary>
    public string HashBefore => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>False at the end of the stream. A last line needs no line feed.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        PassOver(taken);
        Number++;
        TooLong = false;
        var scanned = 0;
        while (true)
        {
            var feed = buffer.AsSpan(start + scanned, end - start - scanned).IndexOf((byte)'\n');
            if (feed >= 0 || atEnd)
            {
                taken = feed >= 0 ? scanned + feed + 1 : end - start;
                return taken > 0 || TooLong;
            }

            scanned = end - start;
            if (scanned > longest)
            {
                TooLong = true;
                PassOver(scanned);
                scanned = 0;
            }

            MakeRoom();
            var read = await stream.ReadAsync(buffer.AsMemory(end), ct);
            atEnd = read == 0;
            end += read;
        }
    }

    public void Dispose() => hash.Dispose();

    private void PassOver(int count)
    {
        hash.AppendData(buffer, start, count);
        start += count;
        taken = 0;
    }

    private void MakeRoom()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }
    }
}
