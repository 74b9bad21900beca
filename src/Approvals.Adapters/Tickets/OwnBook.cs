using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Tickets;

/// <summary>What the embedded desks have in common.</summary>
internal static class OwnBook
{
    public static async Task<ImmutableArray<TicketLook>?> LookAsync(this ITicketBook book, ImmutableArray<string> keys, CancellationToken ct)
    {
        var looks = ImmutableArray.CreateBuilder<TicketLook>(keys.Length);
        foreach (var key in keys)
        {
            if (await book.FindAsync(key, ct) is { } ticket)
            {
                looks.Add(new TicketLook(ticket.Key, ticket.IsSolved ? TicketPhase.Closed : TicketPhase.Open, ticket.SolvedAtUtc ?? ticket.RaisedAtUtc));
            }
        }

        return looks.ToImmutable();
    }
}
