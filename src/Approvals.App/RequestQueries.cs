using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Audit;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>What people can see. Reading changes nothing.</summary>
public sealed class RequestQueries(RequestStreams streams, IRequestStore store, IIndexStore index, IDelegationStore delegations, FactsReader facts, TimeProvider clock)
{
    /// <summary>Null when there is none. The state tells who may read it: see <see cref="MayReadAsync"/>.</summary>
    public async Task<RequestState?> FindAsync(RequestId id, CancellationToken ct) => (await streams.LoadAsync(id, ct))?.State;

    /// <summary>The history, oldest first, each event with its stored bytes and hash. Empty when there is no such request.</summary>
    public async Task<ImmutableArray<(RequestEvent Event, StoredEvent Stored)>> EventsAsync(RequestId id, CancellationToken ct) =>
        await store.LoadAsync(id, ct) is { } stream ? [.. stream.Events.Select(e => (EventJson.Read(e.Bytes.Span), e))] : [];

    /// <summary>Requester, beneficiary, everybody who was ever asked, active delegates of the open assignees, administrators and auditors.</summary>
    public async ValueTask<bool> MayReadAsync(Caller caller, RequestState state, CancellationToken ct)
    {
        if (state.Facts is not { } r)
        {
            return false;
        }

        if (caller.SeesEverything || caller.Mail == r.Requester || caller.Mail == r.Beneficiary || r.Asked.Contains(caller.Mail))
        {
            return true;
        }

        var open = r.Steps.SelectMany(step => step.Assignments).Where(a => a.IsOpen).Select(a => a.Assignee).ToHashSet();
        return open.Count > 0
            && (await delegations.ListToAsync(caller.Mail, ct)).Any(d => d.IsActive(clock.GetUtcNow()) && open.Contains(d.Delegator));
    }

    /// <summary>What the caller may do now: <c>approve</c>, <c>reject</c>, <c>return</c>, <c>recall</c>, <c>resubmit</c>, <c>cancel</c>, <c>comment</c>, <c>nudge</c>, <c>reassign</c>, <c>add-approver</c>, <c>override</c>.</summary>
    public async ValueTask<ImmutableArray<AllowedAction>> ActionsAsync(Caller caller, RequestState state, CancellationToken ct) => state.Facts is { } r
        ? AllowedActions.Of(caller, state, await facts.ReadAsync(Question.About(r, caller.Mail), ct), clock.GetUtcNow())
        : [];

    /// <summary>
    /// What somebody would hear who decided on this step of this round now: who decided it already, or why it can not be decided any more. Null when they
    /// still can, or have said so themselves.
    /// </summary>
    public async ValueTask<Refusal?> WhyNotAsync(Caller caller, RequestState state, int round, int step, CancellationToken ct)
    {
        if (state.Facts is not { } r)
        {
            return new Refusal.UnknownRequest();
        }

        var known = await facts.ReadAsync(Question.About(r, caller.Mail), ct);
        var decision = new Command.Approve(new Sight(round, step, r.Version), null, Channel.Web)
        {
            At = clock.GetUtcNow(),
            CommandId = "?",
            By = Actor.Of(caller.Mail),
            ByAdministrator = caller.IsAdministrator,
            Facts = known,
        };
        return (Decider.Decide(state, decision) as Outcome.Refused)?.Refusal;
    }

    public async Task<Page<RequestSummary>> ListAsync(Caller caller, RequestFilter filter, string? cursor, int limit, CancellationToken ct)
    {
        // A person sees their own requests; the one list that is read is the narrowest, the rest is sieved.
        var requester = caller.SeesEverything ? filter.Requester : caller.Mail;
        if (!caller.SeesEverything && filter.Requester is { } other && other != caller.Mail)
        {
            return new Page<RequestSummary>([], null);
        }

        var partition = (requester, filter.Topic, filter.Status) switch
        {
            ({ } who, _, _) => Lists.Requester(who),
            (_, { } topic, null) => Lists.Topic(topic),
            (_, _, { } status) => Lists.Status(status),
            _ => Lists.All,
        };
        var page = await ReadAsync(partition, cursor, limit, ListJson.Default.RequestSummary, ct);
        return page with { Items = page.Items.RemoveAll(row => (filter.Topic is { } t && row.Topic != t) || (filter.Status is { } s && row.Status != s)) };
    }

    /// <summary>What waits for the caller, also as a delegate: the longest waiting first, one person's list after the other.</summary>
    public async Task<Page<InboxItem>> InboxAsync(Caller caller, string? cursor, int limit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var mine = (await delegations.ListToAsync(caller.Mail, ct)).Where(d => d.IsActive(now)).Select(d => d.Delegator).Order().Prepend(caller.Mail).Distinct().ToImmutableArray();
        var (at, inner) = InboxCursor.Read(cursor, mine.Length);
        var items = ImmutableArray.CreateBuilder<InboxItem>();
        while (at < mine.Length && items.Count < limit)
        {
            var page = await ReadAsync(Lists.Inbox(mine[at]), inner, limit - items.Count, ListJson.Default.InboxItem, ct);
            items.AddRange(page.Items.Where(item => item.Requester != caller.Mail));
            inner = page.Next;
            at += inner is null ? 1 : 0;
        }

        return new Page<InboxItem>(items.ToImmutable(), at < mine.Length ? InboxCursor.Write(at, inner) : null);
    }

    public Task<Page<AbandonedEffect>> AbandonedAsync(string? cursor, int limit, CancellationToken ct) =>
        ReadAsync(Lists.Abandoned, cursor, limit, ListJson.Default.AbandonedEffect, ct);

    /// <summary>Mails that reached nobody, the newest first.</summary>
    public Task<Page<AbandonedEffect>> UndeliveredAsync(string? cursor, int limit, CancellationToken ct) =>
        ReadAsync(Lists.Undelivered, cursor, limit, ListJson.Default.AbandonedEffect, ct);

    /// <summary>Recomputes the hash chain of one request from what is stored. Null when there is none.</summary>
    public async Task<ChainVerdict?> VerifyAsync(RequestId id, CancellationToken ct)
    {
        if (await store.LoadAsync(id, ct) is not { } stream)
        {
            return null;
        }

        var check = HashChain.Verify(id, stream.Events.Select(e => new ChainLink(e.Version, e.Bytes, e.Hash)));
        return new ChainVerdict(check.Intact, check.FirstBroken, check.Events, Convert.ToHexStringLower(check.LastHash.Span));
    }

    private async Task<Page<T>> ReadAsync<T>(string partition, string? cursor, int limit, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var page = await index.ListAsync(partition, cursor, limit, ct);
        return new Page<T>([.. page.Items.Select(row => JsonSerializer.Deserialize(row.Value.Span, type)!)], page.Next);
    }
}

/// <param name="Step">The step that the action is for, when it is for one.</param>
public sealed record AllowedAction(string Name, int? Step);

/// <summary>A person without the right to see everything lists their own requests only.</summary>
public sealed record RequestFilter(string? Status, string? Topic, EmailAddress? Requester);

/// <param name="DueAtUtc">When the first of the open assignments is due.</param>
public sealed record RequestSummary(RequestId Id, string Topic, string Title, string Status, EmailAddress Requester, int Round, DateTimeOffset SubmittedAtUtc, DateTimeOffset? DueAtUtc);

public sealed record InboxItem(RequestId Id, int Round, int Step, string StepName, string Topic, string Title, EmailAddress Requester, EmailAddress Assignee, DateTimeOffset AskedAtUtc, DateTimeOffset DueAtUtc);

/// <param name="System">Where a ticket was ordered; null: in the default system, or it is none.</param>
public sealed record AbandonedEffect(EffectId Effect, RequestId Request, string Kind, string Target, string Error, int Attempts, DateTimeOffset AbandonedAtUtc, string? System = null);

/// <param name="FirstBroken">The version of the first event whose hash does not follow from the one before.</param>
public sealed record ChainVerdict(bool Intact, long? FirstBroken, long Events, string LastHash);
