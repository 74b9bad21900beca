using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App;

public sealed record SubmitForm(string Topic, ImmutableSortedDictionary<string, FieldValue> Fields, EmailAddress? Beneficiary);

/// <summary>The chain that a form would lead to, or why it would not be accepted.</summary>
public abstract record PreviewAnswer
{
    private PreviewAnswer() { }

    public sealed record Chain(string Title, ImmutableArray<PreviewStep> Steps, string? ApprovedByPolicy) : PreviewAnswer;
    public sealed record InvalidForm(Evaluation.Invalid Errors) : PreviewAnswer;
    public sealed record RuleRefused(Evaluation.Refused Rules) : PreviewAnswer;
    public sealed record Refused(Refusal Refusal) : PreviewAnswer;
    public sealed record UnknownTopic : PreviewAnswer;
}

/// <param name="Stage">Steps of one stage are asked together.</param>
public sealed record PreviewStep(int Number, int Stage, string Name, string Role, string Quorum, ImmutableArray<PreviewPerson> People, ImmutableArray<string> Because, string? SkippedBecause, DateTimeOffset? DueAtUtc);

public sealed record PreviewPerson(EmailAddress Mail, string Name, string? Note);
