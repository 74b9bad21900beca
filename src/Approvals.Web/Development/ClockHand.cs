using Approvals.App;
using Approvals.App.Ports;

namespace Approvals.Web.Development;

/// <summary>Moves the product's clock through every time at which something is due, so that reminders and expiries happen at their own hour and not all at once.</summary>
internal sealed class ClockHand(OffsetTimeProvider clock, IRequestStore store, IAdvanceControl work) : IDisposable
{
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(400);
    private readonly SemaphoreSlim one = new(1, 1);

    public async Task<DateTimeOffset> AdvanceAsync(TimeSpan by, CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            var target = clock.GetUtcNow() + by;
            await work.DrainAsync(ct);
            while (await NextAsync(target, ct) is { } due)
            {
                await clock.MoveToAsync(due, ct);
                await work.DrainAsync(ct);
            }

            await clock.MoveToAsync(target, ct);
            await work.DrainAsync(ct);
            return clock.GetUtcNow();
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    /// <summary>The earliest time after now at which something is due, up to the target. What was due before has been dealt with, or waits for somebody.</summary>
    private async Task<DateTimeOffset?> NextAsync(DateTimeOffset target, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        string? cursor = null;
        do
        {
            var page = await store.ListDueAsync(target, cursor, Page.MaxSize, ct);
            foreach (var due in page.Items)
            {
                if (due.DueAtUtc > now)
                {
                    return due.DueAtUtc;
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);

        return null;
    }
}
