using System.Text.Json.Nodes;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
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
        topics.MapGet("", (string? search, ICatalogue catalogue) => TypedResults.Ok(new TopicsView([.. Search(catalogue, search).Select(Entry)])))
            .WithName("ListTopics").WithSummary("What can be asked for here");
        topics.MapGet("/{topic}", Get).WithName("GetTopic").WithSummary("One entry: its guidance and its form").Answers<TopicView>().Refuses(404);
    }

    /// <summary>Every word must be found somewhere in the entry.</summary>
    public static IEnumerable<Topic> Search(ICatalogue catalogue, string? search)
    {
        var words = (search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return catalogue.Topics.Where(topic => words.All(word =>
            new[] { topic.Id, topic.Title, topic.Summary }.Concat(topic.Keywords).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase))));
    }

    private static IResult Get(string topic, ICatalogue catalogue) => catalogue.Find(topic) is { } found
        ? TypedResults.Ok(new TopicView(found.Id, Spell(found.Kind), found.Title, found.Summary, found.Version, found.Guidance, found.Links, FormSchema.Of(found)))
        : new ProblemResult(Answers.UnknownTopic);

    private static TopicEntry Entry(Topic topic) => new(topic.Id, Spell(topic.Kind), topic.Title, topic.Summary);

    private static string Spell(TopicKind kind) => kind.ToString().ToLowerInvariant();
}
