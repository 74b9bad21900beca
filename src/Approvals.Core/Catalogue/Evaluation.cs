using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Core.Catalogue;

/// <summary>What a topic makes of a filled form.</summary>
public abstract record Evaluation
{
    private Evaluation() { }

    /// <summary>The form is right and a request may be submitted.</summary>
    public sealed record Drafted(Draft Draft) : Evaluation;

    /// <summary>Some fields are wrong: messages by field name.</summary>
    public sealed record Invalid(ImmutableSortedDictionary<string, ImmutableArray<string>> Errors) : Evaluation;

    /// <summary>The fields are right, and a rule says no. Its guidance says what to do instead.</summary>
    public sealed record Refused(ImmutableArray<RuleRefusal> Refusals) : Evaluation;
}

/// <param name="Guidance">Markdown; what somebody typed is escaped in it.</param>
public sealed record RuleRefusal(string Rule, string Guidance, ImmutableArray<TopicLink> Links, Onward? Next = null)
{
    /// <summary>The fields with which the next topic's form starts.</summary>
    public ImmutableSortedDictionary<string, FieldValue> Carried { get; init; } = ImmutableSortedDictionary<string, FieldValue>.Empty;

    /// <summary>The approved request that leaves no room for this one; null when another rule says no.</summary>
    public RequestId? Because { get; init; }
}

/// <summary>What rules may ask besides the fields.</summary>
/// <param name="AtUtc">Now: dates that must lie in the future are judged by it.</param>
public sealed record EvaluationContext(DateTimeOffset AtUtc, Person Requester)
{
    /// <summary>Claims that an approved request holds (see <see cref="TopicEvaluator.Claims"/>), with that request.</summary>
    public ImmutableDictionary<string, RequestId> Taken { get; init; } = ImmutableDictionary<string, RequestId>.Empty;
}
