using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>What people can see. Reading changes nothing.</summary>
public sealed class RequestQueries
{
    /// <summary>Null when there is none. The state tells who may read it: see <see cref="MayReadAsync"/>.</summary>
    public Task<RequestState?> FindAsync(RequestId id, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The history, oldest first, each event with its stored bytes and hash.</summary>
    public Task<ImmutableArray<(RequestEvent Event, StoredEvent Stored)>> EventsAsync(RequestId id, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Requester, beneficiary, everybody who was ever asked, active delegates of the open assignees, administrators and auditors.</summary>
    public ValueTask<bool> MayReadAsync(Caller caller, RequestState state, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>What the caller may do now: <c>approve</c>, <c>reject</c>, <c>return</c>, <c>recall</c>, <c>resubmit</c>, <c>cancel</c>, <c>comment</c>, <c>nudge</c>, <c>reassign</c>, <c>add-approver</c>, <c>override</c>.</summary>
    public ValueTask<ImmutableArray<AllowedAction>> ActionsAsync(Caller caller, RequestState state, CancellationToken ct) => throw new NotImplementedException();

    public Task<Page<RequestSummary>> ListAsync(Caller caller, RequestFilter filter, string? cursor, int limit, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>What waits for the caller, also as a delegate: the longest waiting first.</summary>
    public Task<Page<InboxItem>> InboxAsync(Caller caller, string? cursor, int limit, CancellationToken ct) => throw new NotImplementedException();

    public Task<Page<AbandonedEffect>> AbandonedAsync(string? cursor, int limit, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Recomputes the hash chain of one request.</summary>
    public Task<ChainVerdict?> VerifyAsync(RequestId id, CancellationToken ct) => throw new NotImplementedException();
}

/// <param name="Step">The step that the action is for, when it is for one.</param>
public sealed record AllowedAction(string Name, int? Step);

/// <summary>A person without the right to see everything lists their own requests only.</summary>
public sealed record RequestFilter(string? Status, string? Topic, EmailAddress? Requester);

public sealed record RequestSummary(RequestId Id, string Topic, string Title, string Status, EmailAddress Requester, int Round, DateTimeOffset SubmittedAtUtc, DateTimeOffset? DueAtUtc);

public sealed record InboxItem(RequestId Id, int Round, int Step, string StepName, string Topic, string Title, EmailAddress Requester, EmailAddress Assignee, DateTimeOffset AskedAtUtc, DateTimeOffset DueAtUtc);

public sealed record AbandonedEffect(EffectId Effect, RequestId Request, string Kind, string Target, string Error, int Attempts, DateTimeOffset AbandonedAtUtc);

/// <param name="FirstBroken">The version of the first event whose hash does not follow from the one before.</param>
public sealed record ChainVerdict(bool Intact, long? FirstBroken, long Events, string LastHash);
