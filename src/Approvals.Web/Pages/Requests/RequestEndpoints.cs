using Approvals.App;
using Approvals.App.Attachments;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Files;
using Approvals.Web.Identity;
using Approvals.Web.Pages.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Approvals.Web.Pages.Requests;

internal static class RequestEndpoints
{
    public static void MapRequests(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/requests", ListAsync);
        routes.MapGet("/requests/{id}", OneAsync);
        routes.MapGet("/requests/{id}/files/{sha256}", FileAsync);
        routes.MapActions();
    }

    private static async Task<IResult> OneAsync(string id, HttpContext context, RequestPages pages, CancellationToken ct) =>
        await pages.FindAsync(context.Caller(), id, ct) is { } state
            ? await pages.ShowAsync(context, state, null, ct)
            : await pages.NotYoursAsync(context, ct);

    private static async Task<IResult> FileAsync(string id, string sha256, HttpContext context, RequestPages pages, RequestQueries queries, AttachmentDesk desk, CancellationToken ct) =>
        await pages.FindAsync(context.Caller(), id, ct) is { } state
            ? await FileDownload.OfAsync(state, sha256, queries, desk, ct)
            : await pages.NotYoursAsync(context, ct);

    private static async Task<IResult> ListAsync(
        string? status, string? topic, string? requester, string? cursor, HttpContext context, RequestQueries queries, ICatalogue catalogue, PageFrame frame, CancellationToken ct)
    {
        var filter = new RequestFilter(
            Words.Statuses.FirstOrDefault(known => known == status),
            catalogue.Find(topic ?? "")?.Id,
            EmailAddress.TryParse(requester, out var mail) ? mail : null);
        var list = await queries.ListAsync(context.Caller(), filter, cursor, Page.DefaultSize, ct);
        var start = QueryHelpers.AddQueryString("/requests", new Dictionary<string, string?> { ["status"] = filter.Status, ["topic"] = filter.Topic, ["requester"] = filter.Requester?.Value });
        var model = new RequestListModel(
            filter.Status, filter.Topic, filter.Requester?.Value,
            [.. catalogue.Topics.Where(one => one.Kind == Core.Catalogue.TopicKind.Request).Select(one => (one.Id, one.Title))],
            list.Items,
            list.Next is { } next ? QueryHelpers.AddQueryString(start, "cursor", next) : null,
            cursor is null,
            start);
        return Show.Page<RequestListPage>(await frame.OfAsync(context, list.Items.Select(item => item.Requester), ct), model);
    }
}
