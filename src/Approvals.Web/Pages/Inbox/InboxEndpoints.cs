using Approvals.App;
using Approvals.App.Ports;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Inbox;

internal static class InboxEndpoints
{
    public static void MapInbox(this IEndpointRouteBuilder routes) => routes.MapGet("/inbox", InboxAsync);

    private static async Task<IResult> InboxAsync(string? cursor, HttpContext context, RequestQueries queries, PageFrame frame, CancellationToken ct)
    {
        var inbox = await queries.InboxAsync(context.Caller(), cursor, Page.DefaultSize, ct);
        var page = await frame.OfAsync(context, inbox.Items.SelectMany(item => new[] { item.Requester, item.Assignee }), ct);
        return Show.Page<InboxPage>(page, new InboxModel(inbox.Items, inbox.Next is { } next ? $"/inbox?cursor={Uri.EscapeDataString(next)}" : null, cursor is null));
    }
}
