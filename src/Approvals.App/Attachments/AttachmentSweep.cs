using Approvals.App.Ports;
using Approvals.Core.Audit;
using Microsoft.Extensions.Logging;

namespace Approvals.App.Attachments;

/// <summary>Settles files that a request has, and drops those that none has a day after they came. It looks at what waits only: what is settled costs nothing any more.</summary>
public sealed class AttachmentSweep(IAttachmentStore store, IRequestStore requests, TimeProvider clock, ILogger<AttachmentSweep> log)
{
    /// <summary>Longer than a receipt counts, so that nothing is dropped that a form may still name.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromDays(1);

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private long nextAtUtcTicks;

    /// <summary>Does nothing until an hour after the last time. A store of files that is away keeps nobody's reminder back: it is logged, and looked at an hour later.</summary>
    public async Task SweepDueAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var due = Interlocked.Read(ref nextAtUtcTicks);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref nextAtUtcTicks, (now + Every).UtcTicks, due) != due)
        {
            return;
        }

        try
        {
            await SweepAsync(ct);
        }
        catch (StoreUnavailableException e)
        {
            log.SweepFailed(e);
        }
    }

    /// <summary>The number of files that were dropped.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Wait;
        var dropped = 0;
        await foreach (var file in store.ListWaitingAsync(ct))
        {
            if (file.SinceUtc > before)
            {
                continue;
            }

            if (await IsAttachedAsync(file.Sha256, ct))
            {
                await store.SettleAsync(file, ct);
            }
            else
            {
                await store.DropAsync(file, ct);
                dropped++;
            }
        }

        return dropped;
    }

    // A link is written before the event: the event alone says that a request has the file.
    private async Task<bool> IsAttachedAsync(string sha256, CancellationToken ct)
    {
        foreach (var request in await store.LinksAsync(sha256, ct))
        {
            if (await requests.LoadAsync(request, ct) is { } stream && stream.Events.SelectMany(e => AttachedFiles.Of(EventJson.Read(e.Bytes.Span))).Any(file => file.Sha256 == sha256))
            {
                return true;
            }
        }

        return false;
    }
}
