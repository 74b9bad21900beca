using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Web.Pages.Tickets;

/// <param name="Path">Its page here; null when it lives in another system.</param>
public sealed record TicketLine(string Key, string? Path, string? Url, string System, string About, RequestId Request, DateTimeOffset RaisedAtUtc, bool? Solved);

public sealed record TicketsModel(ImmutableArray<TicketLine> Items, string? Next, bool First);

public sealed record TicketModel(BookedTicket Ticket, bool MaySolve);
