using Approvals.App;
using Approvals.App.Ports;
using Approvals.App.Topics;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Home;

internal static class HomeEndpoints
{
    private const int Few = 5;
    private static readonly string[] Open = ["pending", "returned", "recalled", "approved"];

    public static void MapHome(this IEndpointRouteBuilder routes) => routes.MapGet("/", HomeAsync);

    private static async Task<IResult> HomeAsync(string? q, HttpContext context, TopicShelf shelf, RequestQueries queries, PageFrame frame, CancellationToken ct)
    {
        var caller = context.Caller();
        var search = q?.Trim() ?? "";
        var topics = (await shelf.FindAllAsync(caller.Mail, search, ct)).Select(TopicCard.Of).ToList();
        var waiting = await queries.InboxAsync(caller, null, Few, ct);
        var mine = await queries.ListAsync(caller, new RequestFilter(null, null, caller.Mail), null, Page.DefaultSize, ct);
        var model = new HomeModel(search, topics, waiting.Items, [.. mine.Items.Where(item => Open.Contains(item.Status)).Take(Few)]);
        return Show.Page<HomePage>(await frame.OfAsync(context, [], ct), model);
    }
}
