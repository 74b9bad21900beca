using Approvals.App.Attachments;
using Approvals.App.Ports;

namespace Approvals.App.Advance;

/// <summary>Wakes every request whose time has come. It heals lost nudges and restarts: what is due is in the store, whoever forgot it.</summary>
public sealed class Sweeper(IRequestStore store, IWake wake, TimeProvider clock, AttachmentSweep? files = null)
{
    private static readonly TimeSpan FilesEvery = TimeSpan.FromHours(1);
    private DateTimeOffset filesAtUtc;

    /// <summary>The number of requests that were woken.</summary>
    public async Task<int> SweepAsync(int most, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var woken = 0;
        string? cursor = null;
        do
        {
            var page = await store.ListDueAsync(now, cursor, Page.MaxSize, ct);
            foreach (var due in page.Items)
            {
                wake.Wake(due.Id);
            }

            woken += page.Items.Length;
            cursor = page.Next;
        }
        while (cursor is not null && woken < most);

        // Last: a store of files that is away must not keep anybody's reminder back.
        if (files is not null && now - filesAtUtc >= FilesEvery)
        {
            filesAtUtc = now;
            await files.SweepAsync(ct);
        }

        return woken;
    }
}
