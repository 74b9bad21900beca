using System.Text.Json;
using Approvals.App.Advance;
using Approvals.App.Ports;
using Approvals.App.Streams;

namespace Approvals.App.Tickets;

/// <summary>
/// Raises tickets that waited for their system, the oldest first, page by page: however many wait, few are in memory. It stops at the first that finds the
/// system still away, which costs that one no attempt. Run it every few seconds; several at once do no harm.
/// </summary>
public sealed class TicketDrain(IIndexStore index, TicketDesks desks, TicketLines lines, Advancer advancer, TimeProvider clock)
{
    private const int PageSize = 64;
    private const int AtOnce = 8;

    /// <summary>The number of tickets that were tried.</summary>
    public async Task<int> DrainAsync(CancellationToken ct)
    {
        var tried = 0;
        foreach (var (desk, names) in desks.ByDesk())
        {
            if (!(desk.Health.HeldUntilUtc > clock.GetUtcNow()))
            {
                tried += await DrainAsync(desk, names, ct);
            }
        }

        return tried;
    }

    private async Task<int> DrainAsync(ITicketDesk desk, IEnumerable<string?> names, CancellationToken ct)
    {
        var tried = 0;
        foreach (var name in names)
        {
            string? cursor = null;
            do
            {
                var page = await index.ListAsync(Lists.Waiting(name), cursor, PageSize, ct);
                // Those that were tried and refused have times of their own.
                var waiting = page.Items.Select(row => JsonSerializer.Deserialize(row.Value.Span, ListJson.Default.WaitingTicket)!).Where(ticket => ticket.Attempts == 0).ToList();
                if (waiting.Count > 0)
                {
                    lines.Begin(desk.System);
                    tried += await RunAsync(desk, waiting, ct);
                }

                if (lines.IsTripped(desk.System))
                {
                    return tried;
                }

                cursor = page.Next;
            }
            while (cursor is not null);
        }

        lines.Release(desk.System);
        return tried;
    }

    private async Task<int> RunAsync(ITicketDesk desk, List<WaitingTicket> waiting, CancellationToken ct)
    {
        // The oldest goes alone: if it gets through, the others may follow.
        await advancer.AdvanceAsync(waiting[0].Request, drain: true, ct);
        var tried = 1;
        await Parallel.ForEachAsync(waiting.Skip(1), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (ticket, token) =>
        {
            if (!lines.IsTripped(desk.System))
            {
                Interlocked.Increment(ref tried);
                await advancer.AdvanceAsync(ticket.Request, drain: true, token);
            }
        });
        return tried;
    }
}
