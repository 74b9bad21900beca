using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Pages.Requests;
using Approvals.Web.Pages.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Live;

/// <summary>
/// Open pages notice what happens elsewhere. <c>news</c> says what has happened since a version, to those who may read it; <c>changes</c> says when to ask.
/// </summary>
internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/requests/{id}/news", NewsAsync);
        routes.MapGet("/requests/{id}/changes", ChangesAsync).DisableRequestTimeout();
        routes.MapGet("/inbox/news", InboxNewsAsync);
        routes.MapGet("/inbox/changes", InboxChangesAsync).DisableRequestTimeout();
    }

    public static LiveModel Of(Request request, string? page = null) =>
        new($"/requests/{request.Id}", request.Version.ToString(CultureInfo.InvariantCulture), page ?? $"/requests/{request.Id}");

    public static LiveModel Of(ImmutableArray<InboxItem> inbox) => new("/inbox", MarkOf(inbox), "/inbox");

    private static async Task<IResult> NewsAsync(
        string id, long? since, long? page, HttpContext context, RequestPages pages, RequestQueries queries, IDirectory directory, CancellationToken ct)
    {
        if (await pages.FindAsync(context.Caller(), id, ct) is not { Facts: { } request })
        {
            return TypedResults.NotFound();
        }

        if (since is not { } seen || seen >= request.Version)
        {
            return TypedResults.NoContent();
        }

        var history = await queries.EventsAsync(request.Id, ct);
        var words = new EventWords(await NameBook.OfAsync(directory, RequestModels.People(request, history), ct));
        // Told of everything that the page does not show: what followed from a decision does not hide who decided.
        return NewsWords.Of(history, words, Math.Min(page ?? seen, seen)) is { } text
            ? TypedResults.Json(new NewsView(request.Version.ToString(CultureInfo.InvariantCulture), text), Api.ApiJson.Default.NewsView)
            : TypedResults.NoContent();
    }

    private static Task ChangesAsync(string id, HttpContext context, RequestPages pages, LiveStream stream) => stream.SendAsync(
        context, [id], async ct => (await pages.FindAsync(context.Caller(), id, ct))?.Facts?.Version.ToString(CultureInfo.InvariantCulture));

    private static async Task<IResult> InboxNewsAsync(string? since, HttpContext context, RequestQueries queries, CancellationToken ct)
    {
        var mark = await MarkAsync(context.Caller(), queries, ct);
        return mark == since
            ? TypedResults.NoContent()
            : TypedResults.Json(new NewsView(mark, "What waits for you has changed."), Api.ApiJson.Default.NewsView);
    }

    private static async Task InboxChangesAsync(HttpContext context, RequestQueries queries, IDelegationStore delegations, LiveStream stream, CancellationToken ct)
    {
        var caller = context.Caller();
        var whose = (await delegations.ListToAsync(caller.Mail, ct)).Select(delegation => delegation.Delegator).Append(caller.Mail);
        await stream.SendAsync(context, whose.Select(Lists.Inbox), async stop => await MarkAsync(caller, queries, stop));
    }

    private static async Task<string> MarkAsync(Caller caller, RequestQueries queries, CancellationToken ct) =>
        MarkOf((await queries.InboxAsync(caller, null, Page.DefaultSize, ct)).Items);

    private static string MarkOf(ImmutableArray<InboxItem> items) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', items.Select(item => $"{item.Id} {item.Round} {item.Step} {item.Assignee}")))).AsSpan(0, 8));
}
