using System.Security.Cryptography;

namespace Approvals.App.Attachments;

/// <summary>A file on its way: on this machine's disk until it is known what it is, gone when it is closed or the process ends.</summary>
internal static class Spool
{
    private const int BufferBytes = 64 * 1024;

    public static FileStream New()
    {
        var path = Path.Combine(Path.GetTempPath(), $"approvals-{Path.GetRandomFileName()}");
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        if (!OperatingSystem.IsWindows())
        {
            // The name goes at once: a process that is killed closes nothing.
            File.Delete(path);
        }

        return file;
    }

    /// <summary>The SHA-256 of what was copied, in lower-case hex; null when it has more than <paramref name="most"/> bytes: then nothing more of it is read.</summary>
    public static async Task<string?> CopyAsync(Stream from, Stream to, long most, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        var copied = 0L;
        for (int read; (read = await from.ReadAsync(buffer, ct)) > 0;)
        {
            copied += read;
            if (copied > most)
            {
                return null;
            }

            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
