using System.Text.Json.Serialization;
using Approvals.Core.Catalogue;

namespace Approvals.Web.Problems;

/// <summary>Why there is no better answer: RFC 9457, with a stable <see cref="Code"/> and a title that a person can act on.</summary>
internal sealed record Problem(int Status, string Code, string Title)
{
    public const string ContentType = "application/problem+json";

    /// <summary>Messages by field or member name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>What to do instead, as Markdown: all of <see cref="Refusals"/> in one text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Guidance { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RefusedBy>? Refusals { get; init; }

    /// <summary>Who was faster, what they did, and when.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? What { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AtUtc { get; init; }

    /// <summary>Where the request stands now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Round { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Version { get; init; }

    /// <summary>What to name when asking about it: the caller's <c>X-Request-Id</c>, else the trace.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}

/// <param name="Next">A topic to go on to; left out when there is none.</param>
/// <param name="Request">The approved request that leaves no room for this one; left out when that is not why.</param>
internal sealed record RefusedBy(
    string Rule, string Guidance, IReadOnlyList<TopicLink> Links,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NextView? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Request);

/// <param name="Title">What a link to it may say; null: its own title.</param>
/// <param name="Fields">What was entered, as far as its form may have it: a start for it.</param>
internal sealed record NextView(string Topic, string? Title, IReadOnlyDictionary<string, FieldValue> Fields);
