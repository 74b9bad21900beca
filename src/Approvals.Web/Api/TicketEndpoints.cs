using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

internal sealed record TicketEntry(RequestId RequestId, string System, string Key, string? Url, string Status);

internal static class TicketEndpoints
{
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
                ? TypedResults.Ok(Paging.Of(await book.ListAsync(cursor, Paging.Limit(limit), ct), ticket => new TicketEntry(ticket.Draft.Request, "desk", ticket.Key, ticket.Url, ticket.IsSolved ? "solved" : "open")))
                : new ProblemResult(StatusProblems.Of(StatusCodes.Status403Forbidden) with { Title = "Name the request (requestId). Only administrators and auditors list all tickets." });
        }

        // The request itself knows its tickets, whatever system they are in.
        return await door.FindAsync(caller, requestId, ct) is { Facts: { } request }
            ? TypedResults.Ok(new PageView<TicketEntry>([.. request.Tickets.Select(ticket => new TicketEntry(request.Id, ticket.System, ticket.Key, ticket.Url, "raised"))], null))
            : new ProblemResult(Answers.UnknownRequest);
    }
}
