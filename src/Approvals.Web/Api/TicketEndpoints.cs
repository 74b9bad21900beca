using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

/// <param name="Status"><c>open</c> or <c>solved</c> at the embedded desk; <c>raised</c> elsewhere.</param>
internal sealed record TicketEntry(RequestId RequestId, string System, string Key, string? Url, string Status);

internal static class TicketEndpoints
{
    private const string Desk = "desk";

    public static void MapTickets(this IEndpointRouteBuilder api) =>
        api.MapGet("/tickets", ListAsync).WithTags("Tickets").WithName("ListTickets")
            .WithSummary("The tickets of one request; without requestId those of the embedded desk, for administrators and auditors")
            .Answers<PageView<TicketEntry>>().Refuses(404);

    private static async Task<IResult> ListAsync(string? requestId, string? cursor, int? limit, HttpContext context, RequestDoor door, ITicketBook book, CancellationToken ct)
    {
        var caller = context.Caller();
        if (requestId is null)
        {
            return caller.SeesEverything
                ? TypedResults.Ok(Paging.Of(await book.ListAsync(cursor, Paging.Limit(limit), ct), Of))
                : new ProblemResult(StatusProblems.Of(StatusCodes.Status403Forbidden) with { Title = "Name the request (requestId). Only administrators and auditors list all tickets." });
        }

        if (await door.FindAsync(caller, requestId, ct) is not { Facts: { } request })
        {
            return new ProblemResult(Answers.UnknownRequest);
        }

        // The request knows its tickets, whatever system they are in; of those of our own desk, the desk knows how they stand.
        var own = (await book.OfRequestAsync(request.Id, ct)).ToDictionary(ticket => ticket.Key);
        return TypedResults.Ok(new PageView<TicketEntry>(
            [.. request.Tickets.Select(ticket => ticket.System == Desk && own.TryGetValue(ticket.Key, out var booked) ? Of(booked) : new TicketEntry(request.Id, ticket.System, ticket.Key, ticket.Url, "raised"))], null));
    }

    private static TicketEntry Of(BookedTicket ticket) => new(ticket.Draft.Request, Desk, ticket.Key, ticket.Url, ticket.IsSolved ? "solved" : "open");
}
