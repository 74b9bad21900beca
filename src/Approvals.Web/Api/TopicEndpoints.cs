using System.Text.Json.Nodes;
using Approvals.App.Topics;
using Approvals.Core.Catalogue;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

internal sealed record TopicsView(IReadOnlyList<TopicEntry> Items);

/// <param name="Kind"><c>request</c>, <c>check</c> or <c>guide</c>.</param>
internal sealed record TopicEntry(string Id, string Kind, string Title, string Summary);

/// <param name="Guidance">Markdown.</param>
/// <param name="Fields">The JSON Schema of the form.</param>
internal sealed record TopicView(
    string Id, string Kind, string Title, string Summary, int Version, string Guidance, IReadOnlyList<TopicLink> Links, JsonObject Fields);

internal static class TopicEndpoints
{
    public static void MapTopics(this IEndpointRouteBuilder api)
    {
        var topics = api.MapGroup("/topics").WithTags("Topics");
        topics.MapGet("", ListAsync).WithName("ListTopics").WithSummary("What can be asked for here; with search, what fits the words, the best first").Answers<TopicsView>();
        topics.MapGet("/{topic}", GetAsync).WithName("GetTopic").WithSummary("One entry: its guidance and its form").Answers<TopicView>().Refuses(404);
    }

    private static async Task<IResult> ListAsync(string? search, HttpContext context, TopicShelf shelf, CancellationToken ct) =>
        TypedResults.Ok(new TopicsView([.. (await shelf.FindAllAsync(context.Caller().Mail, search, ct)).Select(Entry)]));

    private static async Task<IResult> GetAsync(string topic, HttpContext context, TopicShelf shelf, CancellationToken ct) =>
        await shelf.FindAsync(context.Caller().Mail, topic, ct) is { } found
            ? TypedResults.Ok(new TopicView(found.Id, Spell(found.Kind), found.Title, found.Summary, found.Version, found.Guidance, found.Links, FormSchema.Of(found)))
            : new ProblemResult(Answers.UnknownTopic);

    private static TopicEntry Entry(Topic topic) => new(topic.Id, Spell(topic.Kind), topic.Title, topic.Summary);

    private static string Spell(TopicKind kind) => kind.ToString().ToLowerInvariant();
}
