using System.Collections.Immutable;
using System.Text.Json;
using Approvals.App.Advance;
using Approvals.App.Ports;
using Approvals.App.Streams;

namespace Approvals.App.Tickets;

/// <summary>How the ways to the ticket systems are, and what waits for each: for administrators and for the health of the server.</summary>
public sealed class TicketOverview(IIndexStore index, TicketDesks desks, TicketLines lines)
{
    public string DefaultSystem => desks.DefaultSystem;

    /// <summary>Each system that is set up, without what waits for it.</summary>
    public ImmutableArray<DeskStanding> Standings => [.. desks.All.Select(desk => new DeskStanding(desk.System, desk.Health, lines.IsHeld(desk.System), []))];

    /// <summary>Each system with the longest waiting of its tickets, at most <paramref name="most"/>.</summary>
    public async Task<ImmutableArray<DeskStanding>> OfAsync(int most, CancellationToken ct)
    {
        var standings = ImmutableArray.CreateBuilder<DeskStanding>();
        foreach (var (desk, names) in desks.ByDesk())
        {
            var waiting = ImmutableArray.CreateBuilder<WaitingTicket>();
            foreach (var name in names.Where(_ => waiting.Count < most))
            {
                var page = await index.ListAsync(Lists.Waiting(name), null, most - waiting.Count, ct);
                waiting.AddRange(page.Items.Select(row => JsonSerializer.Deserialize(row.Value.Span, ListJson.Default.WaitingTicket)!));
            }

            standings.Add(new DeskStanding(desk.System, desk.Health, lines.IsHeld(desk.System), waiting.ToImmutable()));
        }

        return standings.ToImmutable();
    }
}

/// <param name="IsQueueing">New tickets queue behind those that wait.</param>
public sealed record DeskStanding(string System, DeskHealth Health, bool IsQueueing, ImmutableArray<WaitingTicket> Waiting)
{
    public bool IsFine => Health is { Circuit: "closed", HeldUntilUtc: null } && !IsQueueing;
}
