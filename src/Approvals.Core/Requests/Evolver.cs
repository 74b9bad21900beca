using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Core.Effects;
using static Approvals.Core.Requests.RequestState;

namespace Approvals.Core.Requests;

/// <summary>Folds events into state. Copies facts and applies no rule: every history ever written must fold, for ever.</summary>
public static class Evolver
{
    /// <summary>The state after an event. Throws for a pair that no decision can have led to: the stream is corrupt.</summary>
    public static RequestState Evolve(RequestState state, RequestEvent e) => (state, e) switch
    {
        (NotSubmitted, RequestEvent.Submitted s) => new Pending(Order(Begin(s), TicketMoment.Submitted)),
        (NotSubmitted, _) => throw Corrupt(state, e),
        (_, RequestEvent.Submitted) => throw Corrupt(state, e),
        _ => Moved(state, e, Next(state.Facts!, e)),
    };

    /// <summary>The state of a whole history.</summary>
    public static RequestState Fold(IEnumerable<RequestEvent> history) => history.Aggregate((RequestState)NotSubmitted.Instance, Evolve);

    private static RequestState Moved(RequestState state, RequestEvent e, Request next) => (state, e) switch
    {
        (Pending, RequestEvent.StepRejected or RequestEvent.StepOverridden { Decision: OverrideDecision.Reject }) => new Closed(next, ClosedAs.Rejected, e.By, e.At),
        (Pending, RequestEvent.StepReturned) => new Editing(next, Returned: true),
        (Pending, RequestEvent.Recalled) => new Editing(next, Returned: false),
        (Pending, RequestEvent.StepExpired expired) => expired.Outcome switch
        {
            Chains.ExpiryOutcome.Reject => new Closed(next, ClosedAs.Rejected, e.By, e.At),
            Chains.ExpiryOutcome.Expire => new Closed(next, ClosedAs.Expired, e.By, e.At),
            Chains.ExpiryOutcome.Return => new Editing(next, Returned: true),
            Chains.ExpiryOutcome.Escalate or Chains.ExpiryOutcome.Hold => new Pending(next),
            _ => throw new UnreachableException(expired.Outcome.ToString()),
        },
        (Pending, RequestEvent.Approved) => new Approved(next),
        (Pending or Editing or Approved, RequestEvent.Cancelled) => new Closed(next, ClosedAs.Cancelled, e.By, e.At),
        (Editing, RequestEvent.Resubmitted) => new Pending(next),
        (Approved, RequestEvent.Completed) => new Closed(next, ClosedAs.Completed, e.By, e.At),
        (Pending, RequestEvent.StepSkipped or RequestEvent.StepOpened or RequestEvent.ApprovalCarried or RequestEvent.StepApproved or RequestEvent.StepCompleted
            or RequestEvent.StepOverridden or RequestEvent.Nudged or RequestEvent.Reassigned or RequestEvent.ApproverAdded or RequestEvent.Reminded
            or RequestEvent.ReminderDeferred or RequestEvent.Snoozed or RequestEvent.AssigneeAway or RequestEvent.StandInChanged or RequestEvent.StepEscalated or RequestEvent.EscalationExhausted) => new Pending(next),
        (not Closed, RequestEvent.Commented) => With(state, next),
        (_, RequestEvent.MailUndeliverable) => With(state, next),
        (_, RequestEvent.TicketRaised or RequestEvent.MailSent or RequestEvent.EffectDropped or RequestEvent.EffectFailed
            or RequestEvent.EffectAbandoned or RequestEvent.EffectRetried or RequestEvent.EffectSkipped or RequestEvent.TicketHandedOver
            or RequestEvent.TicketMoved or RequestEvent.TicketRemarked or RequestEvent.TicketTold) => With(state, next),
        _ => throw Corrupt(state, e),
    };

    private static RequestState With(RequestState state, Request next) => state switch
    {
        Pending => new Pending(next),
        Editing s => s with { Request = next },
        Approved => new Approved(next),
        Closed s => s with { Request = next },
        _ => throw new UnreachableException(state.GetType().Name),
    };

    private static Request Begin(RequestEvent.Submitted e) => new()
    {
        Id = e.Id,
        Version = 1,
        Topic = e.Topic,
        TopicVersion = e.TopicVersion,
        Title = e.Title,
        Requester = e.Requester,
        Beneficiary = e.Beneficiary,
        Policy = e.Policy,
        Content = e.Content,
        ContentHash = e.Content.Hash(e.Policy.RelevantFields),
        Round = 1,
        SubmittedAtUtc = e.At,
        ChangedAtUtc = e.At,
        Steps = Steps.Of(e.Chain),
        Heard = [e.CommandId],
    };

    private static Request Next(Request before, RequestEvent e)
    {
        var r = before with { Version = before.Version + 1, ChangedAtUtc = e.At, Heard = Settles(e) ? before.Heard : before.Heard.Add(e.CommandId) };
        return e switch
        {
            RequestEvent.Resubmitted x => Order(r with
            {
                Round = x.Round,
                Title = x.Title,
                Policy = x.Policy,
                ContentBefore = r.Content,
                Content = x.Content,
                ContentHash = x.Content.Hash(x.Policy.RelevantFields),
                Steps = Steps.Of(x.Chain),
                NudgedAtUtc = null,
            }, TicketMoment.Submitted),
            RequestEvent.StepOpened x => r with
            {
                Steps = r.Steps.Change(x.Step, step => step.Opened(x, r.Version)),
                Asked = r.Asked.Union(x.Assignments.Select(a => a.Assignee)),
            },
            RequestEvent.StepApproved x => r with
            {
                Steps = r.Steps.Change(x.Step, step => step.Answered(x.Assignee, AssignmentStatus.Approved, x.ContentHash, x, x.Comment, x.Channel, r.Version)),
                Approvals = r.Approvals.Add(new GivenApproval(x.Round, x.Step, x.Assignee, x.By, x.At, x.Comment, x.Channel, x.ContentHash)),
                Asked = WithSpeaker(r, x),
            },
            RequestEvent.ApprovalCarried x => r with { Steps = r.Steps.Change(x.Step, step => step.Carried(x, r)) },
            RequestEvent.StepRejected x => r with
            {
                Steps = r.Steps.Change(x.Step, step => step.Ended(StepStatus.Rejected, x.Assignee, x.ContentHash, x, x.Comment, x.Channel, r.Version)).CloseRest(r.Version),
                Asked = WithSpeaker(r, x),
            },
            RequestEvent.StepReturned x => r with
            {
                Steps = r.Steps.Change(x.Step, step => step.Ended(StepStatus.Returned, x.Assignee, x.ContentHash, x, x.Comment, x.Channel, r.Version)).CloseRest(r.Version),
                Asked = WithSpeaker(r, x),
            },
            RequestEvent.StepOverridden x => r with
            {
                Steps = x.Decision == OverrideDecision.Approve
                    ? r.Steps.Change(x.Step, step => step.Overridden(StepStatus.Approved, x, r.Version))
                    : r.Steps.Change(x.Step, step => step.Overridden(StepStatus.Rejected, x, r.Version)).CloseRest(r.Version),
            },
            RequestEvent.StepCompleted x => r with { Steps = r.Steps.Change(x.Step, step => step.Done(StepStatus.Approved, x.At, r.Version)) },
            RequestEvent.StepSkipped x => r with
            {
                Steps = r.Steps.Change(x.Step, step => step with { Status = StepStatus.SkippedByPolicy, SkippedBecause = x.Reason, DoneAtUtc = x.At }),
            },
            RequestEvent.StepExpired x => r with { Steps = Expired(r, x) },
            RequestEvent.Recalled or RequestEvent.Cancelled => r with { Steps = r.Steps.CloseRest(r.Version) },
            RequestEvent.Reassigned x => r with
            {
                Steps = r.Steps.Change(x.Step, step => step.Closed(a => a.Assignee == x.From, r.Version).Asking(x.To, x.At, r.Version)),
                Asked = r.Asked.Add(x.To.Assignee),
            },
            RequestEvent.ApproverAdded x => r with
            {
                Steps = r.Steps.Change(x.Step, step => step.Asking(x.Added, x.At, r.Version) with
                {
                    Needed = step.Plan.Quorum.Kind == Chains.QuorumKind.All ? step.Needed + 1 : step.Needed,
                }),
                Asked = r.Asked.Add(x.Added.Assignee),
            },
            RequestEvent.StepEscalated x => r with
            {
                Steps = r.Steps.Change(x.Step, step => step.Escalated(x.From, x.At).Asking(x.To, x.At, r.Version)),
                Asked = r.Asked.Add(x.To.Assignee),
            },
            RequestEvent.EscalationExhausted x => r with { Steps = r.Steps.Change(x.Step, step => step.Escalated(x.Assignee, x.At)) },
            RequestEvent.Reminded x => r with { Steps = r.Steps.Change(x.Step, step => step.Reminded(x.Assignee, x.Percent, null)) },
            RequestEvent.ReminderDeferred x => r with { Steps = r.Steps.Change(x.Step, step => step.Reminded(x.Assignee, x.Percent, x.UntilUtc)) },
            RequestEvent.Snoozed x => r with { Steps = r.Steps.Change(x.Step, step => step.Snoozed(x.Assignee, x.UntilUtc)) },
            RequestEvent.AssigneeAway x => r with
            {
                Steps = r.Steps.Change(x.Step, step => step.ChangeOpen(x.Assignee, a => a with { AwayNoted = true, AwayUntilUtc = x.UntilUtc })),
            },
            RequestEvent.StandInChanged x => r with
            {
                Steps = r.Steps.Change(x.Step, step => step.ChangeOpen(x.Assignee, a => a with { StandIn = x.StandIn, StandInUntilUtc = x.UntilUtc, StandInUnreached = false })),
                Asked = x.StandIn is { } standIn ? r.Asked.Add(standIn) : r.Asked,
            },
            RequestEvent.Nudged x => r with { NudgedAtUtc = x.At },
            RequestEvent.TicketRaised x => Settle(r, x.Effect) with { Tickets = r.Tickets.Add(new RaisedTicket(x.Template, x.System, x.Key, x.Url, x.At)) },
            RequestEvent.TicketHandedOver x => Settle(r, x.Effect) with { Tickets = r.Tickets.Add(new RaisedTicket(x.Template, x.System, x.Key, x.Url, x.At)) },
            RequestEvent.TicketMoved x => r with { Tickets = Seen(r, x.Template, x.Key, x.SeenAtUtc, ticket => ticket with { Phase = x.Phase }) },
            RequestEvent.TicketRemarked x => r with { Tickets = Seen(r, x.Template, x.Key, x.SaidAtUtc, ticket => ticket) },
            RequestEvent.TicketTold x => Settle(r, x.Effect),
            RequestEvent.MailSent x => Settle(r, x.Effect),
            RequestEvent.MailUndeliverable x => Settle(r, x.Effect) with
            {
                Undelivered = r.Undelivered.SetItem(x.Effect, new UndeliveredMail(x.Kind, x.To, x.Reason, x.At)),
                Steps = [.. r.Steps.Select(step => step.Unreached(x.To, x.Effect.Version))],
            },
            RequestEvent.EffectDropped x => Settle(r, x.Effect),
            RequestEvent.EffectSkipped x => Settle(r, x.Effect) with { Skipped = r.Skipped.Add(x.Effect) },
            RequestEvent.EffectFailed x => r with
            {
                Failing = r.Failing.SetItem(x.Effect, new FailingJob(x.Job, x.Attempt, x.Error, 1 + (r.Failing.GetValueOrDefault(x.Effect)?.Failures ?? 0))),
            },
            RequestEvent.EffectAbandoned x => r with
            {
                Failing = r.Failing.Remove(x.Effect),
                Abandoned = r.Abandoned.SetItem(x.Effect, new AbandonedJob(x.Job, x.Attempt, x.Error, x.At)),
            },
            RequestEvent.EffectRetried x => r with { Abandoned = r.Abandoned.Remove(x.Effect) },
            RequestEvent.Approved => Order(r, TicketMoment.Approved),
            RequestEvent.Commented or RequestEvent.Completed => r,
            _ => throw new UnreachableException(e.GetType().Name),
        };
    }

    // A delegate was never asked, and may look for ever at what they decided.
    private static ImmutableHashSet<EmailAddress> WithSpeaker(Request r, RequestEvent e) => e.By.Person is { } speaker ? r.Asked.Add(speaker) : r.Asked;

    private static ImmutableArray<StepState> Expired(Request r, RequestEvent.StepExpired x) => x.Outcome switch
    {
        Chains.ExpiryOutcome.Hold or Chains.ExpiryOutcome.Escalate => r.Steps.Change(x.Step, step => step with { Held = true }),
        Chains.ExpiryOutcome.Reject => r.Steps.Change(x.Step, step => step.Done(StepStatus.Rejected, x.At, r.Version)).CloseRest(r.Version),
        Chains.ExpiryOutcome.Return => r.Steps.Change(x.Step, step => step.Done(StepStatus.Returned, x.At, r.Version)).CloseRest(r.Version),
        Chains.ExpiryOutcome.Expire => r.Steps.Change(x.Step, step => step.Done(StepStatus.Closed, x.At, r.Version)).CloseRest(r.Version),
        _ => throw new UnreachableException(x.Outcome.ToString()),
    };

    private static bool Settles(RequestEvent e) => e is RequestEvent.MailUndeliverable or RequestEvent.MailSent or RequestEvent.TicketRaised or RequestEvent.TicketTold or RequestEvent.EffectDropped;

    private static ImmutableArray<RaisedTicket> Seen(Request r, string template, string key, DateTimeOffset seenAtUtc, Func<RaisedTicket, RaisedTicket> change) =>
        [.. r.Tickets.Select(ticket => ticket.Template == template && ticket.Key == key
            ? change(ticket) with { SeenAtUtc = seenAtUtc > ticket.SeenAtUtc ? seenAtUtc : ticket.SeenAtUtc }
            : ticket)];

    private static Request Order(Request r, TicketMoment moment)
    {
        var ordered = r.Ordered;
        foreach (var order in r.Policy.Tickets)
        {
            if (order.Moment == moment && !ordered.Any(earlier => earlier.Template == order.Template))
            {
                ordered = ordered.Add(new OrderedTicket(new EffectId(r.Id, r.Version, ordered.Length - r.Ordered.Length), order.Template, order.System, r.ChangedAtUtc));
            }
        }

        return r with { Ordered = ordered };
    }

    private static Request Settle(Request r, EffectId effect) => r with { Settled = r.Settled.Add(effect), Abandoned = r.Abandoned.Remove(effect), Failing = r.Failing.Remove(effect) };

    private static InvalidOperationException Corrupt(RequestState state, RequestEvent e) =>
        new($"The stream is corrupt: {e.GetType().Name} can not follow when the request is {state.Status}.");
}
