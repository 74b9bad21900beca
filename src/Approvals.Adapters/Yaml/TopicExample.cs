using System.Collections.Immutable;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>What a topic says about itself: this form, sent by this person at this time, leads there.</summary>
/// <param name="Requester">Null: anybody.</param>
public sealed record TopicExample(Topic Topic, string File, int Line, string Name, DateTimeOffset AtUtc, string? Requester, ImmutableDictionary<string, FieldValue> Fields)
{
    public required ExpectedOutcome Expected { get; init; }

    public override string ToString() => $"{File}:{Line} {Name}";
}

/// <summary>What must come out: a chain, an approval by policy, refusals, wrong fields or a verdict.</summary>
public sealed record ExpectedOutcome
{
    /// <summary>Roles in order, those asked together joined with <c> + </c>; a skipped one in brackets.</summary>
    public ImmutableArray<string>? Chain { get; init; }

    /// <summary>The ids of the rules that say no.</summary>
    public ImmutableArray<string>? Refused { get; init; }

    /// <summary>The names of the wrong fields.</summary>
    public ImmutableArray<string>? Invalid { get; init; }

    /// <summary>A part of the reason why nobody is asked.</summary>
    public string? ApprovedByPolicy { get; init; }

    /// <summary>The ids of the tickets that follow; not compared when absent.</summary>
    public ImmutableArray<string>? Tickets { get; init; }

    /// <summary>Of a check: info, yes, todo or no.</summary>
    public string? Verdict { get; init; }

    /// <summary>The ids of the rules that decided, the gravest first; not compared when absent.</summary>
    public ImmutableArray<string>? Rules { get; init; }

    /// <summary>A part of what they say, or of their guidance; not compared when absent.</summary>
    public string? Says { get; init; }

    /// <summary>The topic that the first of them leads to; not compared when absent.</summary>
    public string? Next { get; init; }
}
