using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Requests;

/// <summary>What the passing of time does to an open request: expiry first, then escalation, then reminders.</summary>
internal static class Clockwork
{
    // What one append has room for, when each of them tells a few people. The rest is due still, and has its turn next.
    private const int MaxEvents = 24;

    public static Outcome Tick(Turn turn)
    {
        foreach (var step in OpenSteps(turn))
        {
            if (Schedule.ExpiresAt(step) <= turn.At)
            {
                Expire(turn, step);
                if (turn.State is not RequestState.Pending)
                {
                    return turn.Done();
                }
            }
        }

        // Again while something comes of it: an escalation that finds nobody may leave another one to be made.
        for (var seen = 0L; seen < turn.Request.Version;)
        {
            seen = turn.Request.Version;
            foreach (var step in OpenSteps(turn))
            {
                foreach (var asked in step.Assignments.Where(a => a.IsOpen))
                {
                    if (turn.Emitted >= MaxEvents)
                    {
                        return turn.Done();
                    }

                    if (CanNotAnswer(turn, step.Plan, asked) || (asked.Assignment.Clock.EscalateAtUtc <= turn.At && NeedsSomebodyAbove(turn, step, asked)))
                    {
                        Escalate(turn, step.Plan, asked);
                    }

                    Remind(turn, step.Plan.Number, asked.Assignee);
                }
            }
        }

        return turn.Done();
    }

    private static IEnumerable<StepState> OpenSteps(Turn turn) => turn.Request.Steps.Where(step => step.Status == StepStatus.Open);

    private static void Expire(Turn turn, StepState step)
    {
        var outcome = step.Plan.Timing.Expiry;
        turn.Emit(new RequestEvent.StepExpired(step.Plan.Number, outcome, outcome == ExpiryOutcome.Hold ? Owners(turn) : []).BySystem(turn.Command));
        if (outcome == ExpiryOutcome.Escalate)
        {
            foreach (var asked in step.Assignments.Where(a => a.IsOpen))
            {
                if (NeedsSomebodyAbove(turn, step, asked))
                {
                    Escalate(turn, step.Plan, asked);
                }
            }
        }
    }

    // Who is not reached, has left, or stands in for the requester by now, will never answer: do not wait for the time to run out.
    private static bool CanNotAnswer(Turn turn, StepPlan plan, AssignmentState asked) => !asked.Escalated
        && (Unreached.NeedsAnotherWay(turn.Request.Step(plan.Number)!, asked)
            || turn.Request.WhyBarred(asked.Assignee, turn.Command) is not null
            || (turn.Facts.People.TryGetValue(asked.Assignee, out var person) && !person.Active));

    // The step is read again, here and below: the escalation before this one may have asked somebody.
    private static bool NeedsSomebodyAbove(Turn turn, StepState step, AssignmentState asked) => Schedule.NeedsSomebodyAbove(turn.Request.Step(step.Plan.Number)!, asked);

    private static void Escalate(Turn turn, StepPlan plan, AssignmentState from)
    {
        var step = turn.Request.Step(plan.Number)!;
        var next = Above(turn, plan, from.Assignee)
            .FirstOrDefault(person => person.Active && turn.Request.WhyBarred(person.Mail, turn.Command) is null && !step.TakesPart(person.Mail));
        if (next is null)
        {
            turn.Emit(new RequestEvent.EscalationExhausted(plan.Number, from.Assignee, Owners(turn)).BySystem(turn.Command));
            return;
        }

        turn.Emit(new RequestEvent.StepEscalated(plan.Number, from.Assignee, new Assignment
        {
            Slot = from.Assignment.Slot,
            Assignee = next.Mail,
            Reason = AssignmentReason.Escalated,
            OnBehalfOf = from.Assignment.OnBehalfOf ?? from.Assignee,
            // The step's expiry stays that of the people asked first.
            Clock = StepClock.Start(plan.Timing, next.Calendar, turn.At) with { ExpireAtUtc = null },
        }).BySystem(turn.Command));
    }

    /// <summary>The managers of the assignee from the lowest up, then the ladder of the role.</summary>
    private static IEnumerable<Person> Above(Turn turn, StepPlan plan, EmailAddress assignee)
    {
        var people = turn.Facts.People;
        var seen = new HashSet<EmailAddress> { assignee };
        for (var at = assignee; people.TryGetValue(at, out var person) && person.Manager is { } manager && seen.Add(manager); at = manager)
        {
            if (people.TryGetValue(manager, out var found))
            {
                yield return found;
            }
        }

        foreach (var person in Assigning.Ladder(turn.Facts.Roles.GetValueOrDefault(plan.Role, RoleHolders.Nobody), turn.Facts))
        {
            yield return person;
        }
    }

    private static void Remind(Turn turn, int number, EmailAddress assignee)
    {
        var asked = turn.Request.Step(number)!.Assignments.First(a => a.IsOpen && a.Assignee == assignee);
        var due = asked.Reminders.Where(reminder => reminder.AtUtc <= turn.At).ToImmutableArray();
        if (due.IsEmpty)
        {
            return;
        }

        // Several that came due together are one mail: the latest.
        var percent = due.Max(reminder => reminder.Percent);
        var calendar = turn.Facts.People.GetValueOrDefault(assignee)?.Calendar;
        turn.Emit(calendar is null || calendar.IsWorking(turn.At)
            ? new RequestEvent.Reminded(number, assignee, percent).BySystem(turn.Command)
            : new RequestEvent.ReminderDeferred(number, assignee, percent, calendar.NextWorking(turn.At)).BySystem(turn.Command));
    }

    private static ImmutableArray<EmailAddress> Owners(Turn turn) => [.. turn.Facts.Owners.Where(owner => owner.Active).Select(owner => owner.Mail).Distinct()];
}
