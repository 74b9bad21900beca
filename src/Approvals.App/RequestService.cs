using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>What people can do with requests: load, decide, append, wake. Every channel (API, pages, mail) comes through here.</summary>
public sealed class RequestService
{
    /// <summary>Submits a form. With a key, the same caller's same form under the same key is one request.</summary>
    public Task<Answer> SubmitAsync(Caller caller, SubmitForm form, string? idempotencyKey, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Who would have to approve, in which order, and why. No state.</summary>
    public Task<PreviewAnswer> PreviewAsync(Caller caller, SubmitForm form, CancellationToken ct) => throw new NotImplementedException();

    public Task<Answer> ResubmitAsync(Caller caller, RequestId id, ImmutableSortedDictionary<string, FieldValue> fields, string? idempotencyKey, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>
    /// Everything else that a person can want of a request. <paramref name="command"/> is made with any At, CommandId, By and Facts: the service fills them in.
    /// </summary>
    public Task<Answer> ExecuteAsync(Caller caller, RequestId id, Command command, string? idempotencyKey, CancellationToken ct) => throw new NotImplementedException();
}

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
