using System.Collections.Immutable;

namespace Approvals.Core.Requests;

/// <summary>The decider's answer. "No" is a value.</summary>
public abstract record Outcome
{
    private Outcome() { }

    /// <summary>The command was heard before, or says what is so already.</summary>
    public static Outcome NoChange { get; } = new Accepted([]);

    public sealed record Accepted(ImmutableArray<RequestEvent> Events) : Outcome;
    public sealed record Refused(Refusal Refusal) : Outcome;
}
