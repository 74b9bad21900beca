using System.Collections.Immutable;
using Approvals.Core.Effects;
using static Approvals.Core.Effects.MailKind;

namespace Approvals.Core.Requests;

/// <summary>An effect to carry out, with the id under which the outside world knows it.</summary>
public sealed record PlannedEffect(EffectId Id, Effect Effect);

/// <summary>Who is told what, and which tickets are raised. Nothing else in the code base decides that.</summary>
public static class Planner
{
    /// <summary>The effects that follow from events; <paramref name="after"/> is the state they led to.</summary>
    public static ImmutableArray<PlannedEffect> Plan(RequestState after, ImmutableArray<RequestEvent> events)
    {
        if (after.Facts is not { } request || events.IsEmpty)
        {
            return [];
        }

        var plan = ImmutableArray.CreateBuilder<PlannedEffect>();
        var before = request.Version - events.Length;
        var version = before;
        foreach (var e in events)
        {
            version++;
            if (e is RequestEvent.EffectRetried retried)
            {
                plan.Add(new PlannedEffect(retried.Effect, retried.Job));
                continue;
            }

            var index = 0;
            foreach (var effect in Follow(after, request, e, before, version).Concat(Remarks(request, e, version)))
            {
                plan.Add(new PlannedEffect(new EffectId(request.Id, version, index++), effect));
            }
        }

        return plan.ToImmutable();
    }

    private static IEnumerable<Effect> Follow(RequestState after, Request request, RequestEvent e, long before, long version) => e switch
    {
        RequestEvent.Submitted or RequestEvent.Resubmitted or RequestEvent.Approved => Tickets(request, version),
        RequestEvent.StepOpened x => x.Assignments.Where(a => IsStillAsked(request, x.Step, a.Assignee)).Select(a => Ask(request, ApprovalRequested, x.Step, a, version)),
        RequestEvent.ApproverAdded x => [Ask(request, ApprovalRequested, x.Step, x.Added, version)],
        RequestEvent.StepEscalated x => IsStillAsked(request, x.Step, x.To.Assignee) ? [Ask(request, Escalated, x.Step, x.To, version)] : [],
        RequestEvent.Reassigned x => [Ask(request, Reassigned, x.Step, x.To, version), .. Withdrawn(request, version, version, Superseded)],
        RequestEvent.StandInChanged { StandIn: { } standIn } x => IsStillAsked(request, x.Step, x.Assignee) ? [Tell(request, Delegated, standIn, version, x.Step) with { OnBehalfOf = x.Assignee }] : [],
        RequestEvent.Reminded x => request.Step(x.Step)!.Assignments.Where(a => a.IsOpen && a.Assignee == x.Assignee).Select(a => Remind(request, a, version, x.Step)),
        RequestEvent.Nudged => request.Steps.SelectMany(step => step.Assignments.Where(a => a.IsOpen && !HearsLater(a)).Select(a => Remind(request, a, version, step.Plan.Number))),
        RequestEvent.StepApproved or RequestEvent.StepCompleted or RequestEvent.StepOverridden { Decision: OverrideDecision.Approve } => Withdrawn(request, before, version, Superseded),
        RequestEvent.TicketMoved { Phase: TicketPhase.Solved } => ToRequester(request, TicketSolved, version),
        RequestEvent.TicketMoved { Phase: TicketPhase.Open or TicketPhase.Gone } => ToRequester(request, TicketNews, version),
        RequestEvent.TicketRemarked x when x.Author != request.Requester.Value => ToRequester(request, TicketNews, version),
        // It was on its way when the request ended: whoever works on it must know.
        RequestEvent.TicketRaised x when after is RequestState.Closed { As: not ClosedAs.Completed } => [new Effect.RemarkTicket(x.Template, version)],
        RequestEvent.StepReturned => ToRequester(request, Returned, version).Concat(Withdrawn(request, before, version, Superseded)),
        RequestEvent.StepRejected or RequestEvent.StepOverridden => ToRequester(request, Rejected, version).Concat(Withdrawn(request, before, version, Superseded)),
        RequestEvent.Recalled => Withdrawn(request, before, version, Recalled),
        RequestEvent.Cancelled => Withdrawn(request, before, version, Cancelled).Concat(e.By.Is(request.Requester) ? [] : ToRequester(request, Cancelled, version)),
        RequestEvent.StepExpired x => RunOut(request, x, before, version),
        RequestEvent.EscalationExhausted x => x.Tell.Select(owner => Tell(request, Held, owner, version, x.Step)),
        RequestEvent.Commented => Others(request, e.By).Select(person => Tell(request, Commented, person, version, null)),
        RequestEvent.Completed => ToRequester(request, request.Policy.Tickets.Any(order => order.Moment == TicketMoment.Approved && request.Tickets.Any(ticket => ticket.Template == order.Template)) ? TicketRaised : Approved, version),
        // The approval is told at once when its ticket takes longer than one attempt; otherwise one mail tells both.
        RequestEvent.EffectFailed { Job: Effect.OpenTicket } x when after is RequestState.Approved && request.Failing.GetValueOrDefault(x.Effect)?.Failures == 1 => ToRequester(request, Approved, version),
        _ => [],
    };

    // Tickets raised before the decision was taken must hear when the approval they wait for will not come, or came by another way.
    private static IEnumerable<Effect> Remarks(Request request, RequestEvent e, long version) => e switch
    {
        RequestEvent.StepRejected or RequestEvent.StepReturned or RequestEvent.StepOverridden or RequestEvent.Recalled or RequestEvent.Cancelled
            or RequestEvent.StepExpired { Outcome: Chains.ExpiryOutcome.Reject or Chains.ExpiryOutcome.Return or Chains.ExpiryOutcome.Expire }
            => request.Tickets.Where(ticket => ticket.AtUtc <= e.At).Select(ticket => new Effect.RemarkTicket(ticket.Template, version)),
        _ => [],
    };

    private static IEnumerable<Effect> Tickets(Request request, long version) =>
        request.Ordered.Where(order => order.Effect.Version == version).Select(order => new Effect.OpenTicket(order.Template, order.System));

    private static IEnumerable<Effect> RunOut(Request request, RequestEvent.StepExpired x, long before, long version) => x.Outcome switch
    {
        Chains.ExpiryOutcome.Hold => x.Tell.Select(owner => Tell(request, Held, owner, version, x.Step)),
        Chains.ExpiryOutcome.Escalate => [],
        Chains.ExpiryOutcome.Return or Chains.ExpiryOutcome.Reject or Chains.ExpiryOutcome.Expire =>
            ToRequester(request, Expired, version).Concat(Withdrawn(request, before, version, Expired)),
        _ => throw new System.Diagnostics.UnreachableException(x.Outcome.ToString()),
    };

    // Those whose question this very event took back without their answer. Whom the same decision asked in passing never heard of it.
    private static IEnumerable<Effect> Withdrawn(Request request, long before, long version, MailKind kind) => request.Steps
        .SelectMany(step => step.Assignments.Where(a => a.ChangedAtVersion == version && a.AskedAtVersion <= before)
            .SelectMany(Waiting).Select(person => Tell(request, kind, person, version, step.Plan.Number)));

    // Of an assignee and their stand-in, whoever has not answered.
    private static IEnumerable<EmailAddress> Waiting(AssignmentState a)
    {
        if (a.Status == AssignmentStatus.Closed || (a.StandIn is { } && a.DecidedBy is { } by && !by.Is(a.Assignee)))
        {
            yield return a.Assignee;
        }

        if (a.StandIn is { } standIn && a.DecidedBy?.Is(standIn) != true)
        {
            yield return standIn;
        }
    }

    // A nudge waits for the working time of its reader as a reminder of no share.
    private static bool HearsLater(AssignmentState a) => a.Reminders.Any(reminder => reminder.Percent == 0);

    private static Effect.SendMail Remind(Request request, AssignmentState asked, long version, int step) => asked.StandIn is { } standIn
        ? Tell(request, Reminder, standIn, version, step) with { OnBehalfOf = asked.Assignee }
        : Tell(request, Reminder, asked.Assignee, version, step);

    private static IEnumerable<EmailAddress> Others(Request request, Actor by)
    {
        var asked = request.Steps.SelectMany(step => step.Assignments).Where(a => a.IsOpen).Select(a => a.Assignee);
        return asked.Append(request.Requester).Distinct().Where(person => !by.Is(person));
    }

    private static bool IsStillAsked(Request request, int step, EmailAddress assignee) =>
        request.Step(step)?.Assignments.Any(a => a.IsOpen && a.Assignee == assignee) == true;

    private static Effect.SendMail Ask(Request request, MailKind kind, int step, Chains.Assignment to, long version) =>
        new(kind, to.Assignee) { Round = request.Round, Step = step, OnBehalfOf = to.OnBehalfOf, About = version };

    private static Effect.SendMail Tell(Request request, MailKind kind, EmailAddress to, long version, int? step) =>
        new(kind, to) { Round = request.Round, Step = step, About = version };

    private static IEnumerable<Effect> ToRequester(Request request, MailKind kind, long version) => [Tell(request, kind, request.Requester, version, null)];
}
