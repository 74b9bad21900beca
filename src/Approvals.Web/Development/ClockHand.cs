using Approvals.App;
using Approvals.App.Ports;
using Approvals.App.Watching;
using Approvals.Core.Requests;

namespace Approvals.Web.Development;

/// <summary>Moves the product's clock through every time at which something is due, and every hour while something waits for people, so that all happens at its own hour and not at once.</summary>
internal sealed class ClockHand(OffsetTimeProvider clock, IRequestStore store, PeopleWatch people, IAdvanceControl work) : IDisposable
{
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(400);
    private readonly SemaphoreSlim one = new(1, 1);

    public async Task<DateTimeOffset> AdvanceAsync(TimeSpan by, CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            var target = clock.GetUtcNow() + by;
            await WorkAsync(ct);
            while (await NextAsync(ct) is { } next && next < target)
            {
                await clock.MoveToAsync(next, ct);
                await WorkAsync(ct);
            }

            await clock.MoveToAsync(target, ct);
            await WorkAsync(ct);
            return clock.GetUtcNow();
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task WorkAsync(CancellationToken ct)
    {
        await people.LookAsync(ct);
        await work.DrainAsync(ct);
    }

    /// <summary>The earliest time after now at which something is due, or its people are looked at; null: nothing will be. What was due before has been dealt with, or waits for somebody.</summary>
    private async Task<DateTimeOffset?> NextAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        string? cursor = null;
        do
        {
            var page = await store.ListDueAsync(DateTimeOffset.MaxValue, cursor, Page.MaxSize, ct);
            foreach (var due in page.Items)
            {
                if (due.DueAtUtc > now)
                {
                    var look = now + Schedule.LookEvery;
                    return due.DueAtUtc < look ? due.DueAtUtc : look;
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);

        return null;
    }
}
