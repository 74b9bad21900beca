using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.App.Tickets;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Pages.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Tickets;

internal static class TicketPages
{
    private const string EmbeddedDesk = "desk";
    private const int Size = 25;

    public static void MapTickets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tickets", ListAsync);
        routes.MapGet("/tickets/{key}", OneAsync);
        routes.MapPost("/tickets/{key}/solve", SolveAsync).RequireAuthorization(Policies.Administrator);
    }

    private static async Task<IResult> ListAsync(string? cursor, HttpContext context, ITicketBook book, RequestQueries queries, PageFrame frame, CancellationToken ct)
    {
        var caller = context.Caller();
        var (items, next) = caller.SeesEverything ? await AllAsync(book, cursor, ct) : await OwnAsync(caller, queries, cursor, ct);
        var page = await frame.OfAsync(context, [], ct);
        return Show.Page<TicketsPage>(page, new TicketsModel(items, next is null ? null : $"/tickets?cursor={Uri.EscapeDataString(next)}", cursor is null));
    }

    private static async Task<(ImmutableArray<TicketLine> Items, string? Next)> AllAsync(ITicketBook book, string? cursor, CancellationToken ct)
    {
        var all = await book.ListAsync(cursor, Size, ct);
        return ([.. all.Items.Select(ticket => new TicketLine(
            ticket.Key, $"/tickets/{ticket.Key}", null, EmbeddedDesk, ticket.Draft.Subject, ticket.Draft.Request, ticket.RaisedAtUtc, ticket.IsSolved))], all.Next);
    }

    /// <summary>A requester's tickets are those of their requests, in whatever system.</summary>
    private static async Task<(ImmutableArray<TicketLine> Items, string? Next)> OwnAsync(Caller caller, RequestQueries queries, string? cursor, CancellationToken ct)
    {
        var own = await queries.ListAsync(caller, new RequestFilter(null, null, caller.Mail), cursor, Size, ct);
        var lines = ImmutableArray.CreateBuilder<TicketLine>();
        foreach (var summary in own.Items)
        {
            var request = (await queries.FindAsync(summary.Id, ct))?.Facts;
            lines.AddRange((request?.Tickets ?? []).Select(ticket => new TicketLine(
                ticket.Key, ticket.System == EmbeddedDesk ? $"/tickets/{ticket.Key}" : null, ticket.Url, ticket.System, summary.Title, summary.Id, ticket.AtUtc, null)));
        }

        return (lines.ToImmutable(), own.Next);
    }

    private static async Task<IResult> OneAsync(string key, HttpContext context, ITicketBook book, RequestPages pages, PageFrame frame, CancellationToken ct)
    {
        var caller = context.Caller();
        if (await book.FindAsync(key, ct) is not { } ticket || await pages.FindAsync(caller, ticket.Draft.Request.Value, ct) is null)
        {
            return Show.Message(await frame.OfAsync(context, [], ct), StatusCodes.Status404NotFound, "You can not see this ticket", "Either there is none of this key, or it belongs to a request between other people.");
        }

        EmailAddress[] people = ticket.SolvedBy is { } by ? [ticket.Draft.Requester, by] : [ticket.Draft.Requester];
        return Show.Page<TicketPage>(await frame.OfAsync(context, people, ct), new TicketModel(ticket, caller.IsAdministrator && !ticket.IsSolved));
    }

    private static async Task<IResult> SolveAsync(string key, HttpContext context, ITicketBook book, TicketWatch watch, PageFrame frame, CancellationToken ct)
    {
        if (await book.SolveAsync(key, context.Caller().Mail, ct) is not { } ticket)
        {
            return Show.Message(await frame.OfAsync(context, [], ct), StatusCodes.Status404NotFound, "There is no such ticket", "Check the key.");
        }

        await watch.LookAtAsync(EmbeddedDesk, ticket.Draft.Key, ct);
        return Show.SeeOther($"/tickets/{ticket.Key}?done=solved");
    }
}
