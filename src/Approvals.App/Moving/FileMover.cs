using System.Security.Cryptography;
using Approvals.App.Ports;

namespace Approvals.App.Moving;

/// <summary>Copies attached files with their links. One that is there already is not copied again, so a copy that was stopped goes on.</summary>
internal static class FileMover
{
    /// <summary>Throws <see cref="MoveException"/> when the bytes of a file are not those of its hash.</summary>
    public static async Task MoveAsync(IAttachmentStore from, IAttachmentStore to, Action<long> copied, CancellationToken ct)
    {
        var done = 0L;
        await foreach (var sha256 in from.ListAsync(ct))
        {
            await CopyAsync(from, to, sha256, ct);
            foreach (var request in await from.LinksAsync(sha256, ct))
            {
                await to.LinkAsync(sha256, request, ct);
            }

            copied(++done);
        }
    }

    private static async Task CopyAsync(IAttachmentStore from, IAttachmentStore to, string sha256, CancellationToken ct)
    {
        if (await to.OpenAsync(sha256, ct) is { } there)
        {
            await there.DisposeAsync();
            return;
        }

        await using var kept = await from.OpenAsync(sha256, ct);
        if (kept is null)
        {
            // Dropped since it was listed: no request has it.
            return;
        }

        using var bytes = new MemoryStream();
        await kept.CopyToAsync(bytes, ct);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))) != sha256)
        {
            throw new MoveException($"The attached file {sha256} has other bytes than when it was attached. Restore it from a backup, then run the move again.");
        }

        bytes.Position = 0;
        await to.PutAsync(sha256, bytes, ct);
    }
}
