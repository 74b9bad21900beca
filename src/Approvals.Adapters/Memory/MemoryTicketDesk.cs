using System.Collections.Immutable;
using Approvals.Adapters.Tickets;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Memory;

/// <summary>Tickets that last as long as the process: for tests of what raises them.</summary>
internal sealed class MemoryTicketDesk(MailOptions options, TimeProvider clock) : ITicketDesk, ITicketBook
{
    private readonly Lock gate = new();
    private readonly List<BookedTicket> tickets = [];

    public string System => "desk";

    public Task<DeskTicket> OpenAsync(TicketDraft draft, CancellationToken ct)
    {
        lock (gate)
        {
            if (tickets.Find(known => known.Draft.Key == draft.Key) is not { } ticket)
            {
                var key = $"T-{tickets.Count + 1}";
                ticket = new BookedTicket(key, $"{options.PublicUrl.AbsoluteUri.TrimEnd('/')}/tickets#{key}", draft, clock.GetUtcNow(), null, null);
                tickets.Add(ticket);
            }

            return Task.FromResult(new DeskTicket(ticket.Key, ticket.Url));
        }
    }

    public Task<DeskTicket?> WithdrawAsync(TicketDraft draft, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(tickets.Find(known => known.Draft.Key == draft.Key) is { } ticket ? new DeskTicket(ticket.Key, ticket.Url) : null);
        }
    }

    public Task RemarkAsync(DeskRemark remark, CancellationToken ct)
    {
        lock (gate)
        {
            var index = tickets.FindIndex(ticket => ticket.Key == remark.Ticket);
            if (index >= 0 && tickets[index].Remarks.All(known => known.Key != remark.Key))
            {
                tickets[index] = tickets[index] with { Remarks = tickets[index].Remarks.Add(new BookedRemark(remark.Key, remark.Text, clock.GetUtcNow())) };
            }

            return Task.CompletedTask;
        }
    }

    public Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct) => OwnBook.LookAsync(this, keys, ct);

    public Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) => Task.FromResult(ImmutableArray<TicketRemark>.Empty);

    public Task<ImmutableArray<BookedTicket>> OfRequestAsync(RequestId request, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(tickets.Where(ticket => ticket.Draft.Request == request).ToImmutableArray());
        }
    }

    public Task<Page<BookedTicket>> ListAsync(string? cursor, int limit, CancellationToken ct)
    {
        lock (gate)
        {
            const string list = "tickets";
            var size = ListPlaces.PageSize(limit);
            var below = ListPlaces.ReadNumber(list, cursor);
            var rows = tickets.Select((ticket, i) => (Number: i + 1L, Item: ticket)).Reverse().Where(row => row.Number < below).Take(size + 1).ToList();
            return Task.FromResult(ListPlaces.PageOf(list, rows, size));
        }
    }

    public Task<BookedTicket?> FindAsync(string key, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(tickets.Find(ticket => ticket.Key.Equals(key, StringComparison.OrdinalIgnoreCase)));
        }
    }

    public Task<BookedTicket?> SolveAsync(string key, EmailAddress by, CancellationToken ct)
    {
        lock (gate)
        {
            var index = tickets.FindIndex(ticket => ticket.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                return Task.FromResult<BookedTicket?>(null);
            }

            if (!tickets[index].IsSolved)
            {
                tickets[index] = tickets[index] with { SolvedBy = by, SolvedAtUtc = clock.GetUtcNow() };
            }

            return Task.FromResult<BookedTicket?>(tickets[index]);
        }
    }
}
