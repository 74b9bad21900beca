using Approvals.Core.Catalogue;

namespace Approvals.Web.Problems;

/// <summary>Why there is no better answer: RFC 9457, with a stable <see cref="Code"/> and a title that a person can act on.</summary>
internal sealed record Problem(int Status, string Code, string Title)
{
    public const string ContentType = "application/problem+json";

    /// <summary>Messages by field or member name.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>What to do instead, as Markdown: all of <see cref="Refusals"/> in one text.</summary>
    public string? Guidance { get; init; }
    public IReadOnlyList<RefusedBy>? Refusals { get; init; }

    /// <summary>Who was faster, what they did, and when.</summary>
    public string? By { get; init; }
    public string? What { get; init; }
    public DateTimeOffset? AtUtc { get; init; }

    /// <summary>Where the request stands now.</summary>
    public int? Round { get; init; }
    public long? Version { get; init; }

    /// <summary>What to name when asking about it: the caller's <c>X-Request-Id</c>, else the trace.</summary>
    public string? TraceId { get; init; }
}

internal sealed record RefusedBy(string Rule, string Guidance, IReadOnlyList<TopicLink> Links);
