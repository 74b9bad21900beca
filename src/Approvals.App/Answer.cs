using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>What the product answers to somebody who wants something of a request.</summary>
public abstract record Answer
{
    private Answer() { }

    /// <param name="Repeated">The command took effect before; this is the state it led to.</param>
    public sealed record Done(RequestState State, bool Repeated) : Answer;
    public sealed record Refused(Refusal Refusal) : Answer;
    public sealed record InvalidForm(Evaluation.Invalid Errors) : Answer;
    public sealed record RuleRefused(Evaluation.Refused Rules) : Answer;
    public sealed record UnknownTopic : Answer;

    /// <summary>The idempotency key was used before, for something else.</summary>
    public sealed record KeyReused : Answer;
}
