using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Requests;

/// <summary>What the passing of time does to an open request: expiry first, then escalation, then reminders.</summary>
internal static class Clockwork
{
    public static Outcome Tick(Turn turn)
    {
        foreach (var step in turn.Request.Steps.Where(step => step.Status == StepStatus.Open))
        {
            var expiry = Schedule.ExpiresAt(step);
            if (expiry <= turn.At)
            {
                Expire(turn, step);
                if (turn.State is not RequestState.Pending)
                {
                    return turn.Done();
                }
            }

            foreach (var assignment in step.Assignments.Where(a => a.IsOpen))
            {
                if (MustEscalate(turn, assignment))
                {
                    Escalate(turn, step.Plan.Number, assignment);
                }

                Remind(turn, step.Plan.Number, assignment);
            }
        }

        return turn.Done();
    }

    private static void Expire(Turn turn, StepState step)
    {
        var outcome = step.Plan.Timing.Expiry;
        turn.Emit(new RequestEvent.StepExpired(step.Plan.Number, outcome, outcome == ExpiryOutcome.Hold ? Owners(turn) : []).BySystem(turn.Command));
        if (outcome == ExpiryOutcome.Escalate)
        {
            foreach (var assignment in step.Assignments.Where(a => a.IsOpen && !a.Escalated))
            {
                Escalate(turn, step.Plan.Number, assignment);
            }
        }
    }

    // Who has left, or stands in for the requester by now, will never answer: do not wait for the time to run out.
    private static bool MustEscalate(Turn turn, AssignmentState assignment) =>
        !assignment.Escalated && !turn.IsEscalated(assignment)
        && (assignment.Assignment.Clock.EscalateAtUtc <= turn.At
            || turn.Request.WhyBarred(assignment.Assignee, turn.Command) is not null
            || (turn.Facts.People.TryGetValue(assignment.Assignee, out var person) && !person.Active));

    private static bool IsEscalated(this Turn turn, AssignmentState assignment) => turn.Request.Steps
        .SelectMany(step => step.Assignments).Any(a => a.Assignment == assignment.Assignment && a.Escalated);

    private static void Escalate(Turn turn, int number, AssignmentState from)
    {
        var step = turn.Request.Step(number)!;
        var next = Above(turn, step, from.Assignee)
            .FirstOrDefault(person => person.Active && turn.Request.WhyBarred(person.Mail, turn.Command) is null
                && step.Assignments.All(a => a.Assignee != person.Mail || a.Status == AssignmentStatus.Closed));
        if (next is null)
        {
            turn.Emit(new RequestEvent.EscalationExhausted(number, from.Assignee, Owners(turn)).BySystem(turn.Command));
            return;
        }

        turn.Emit(new RequestEvent.StepEscalated(number, from.Assignee, new Assignment
        {
            Slot = from.Assignment.Slot,
            Assignee = next.Mail,
            Reason = AssignmentReason.Escalated,
            OnBehalfOf = from.Assignment.OnBehalfOf ?? from.Assignee,
            // The step's expiry stays that of the people asked first.
            Clock = StepClock.Start(step.Plan.Timing, next.Calendar, turn.At) with { ExpireAtUtc = null },
        }).BySystem(turn.Command));
    }

    private static IEnumerable<Person> Above(Turn turn, StepState step, EmailAddress assignee)
    {
        var seen = new HashSet<EmailAddress> { assignee };
        var people = turn.Facts.People;
        for (var at = assignee; people.TryGetValue(at, out var person) && person.Manager is { } manager && seen.Add(manager); at = manager)
        {
            if (people.TryGetValue(manager, out var found))
            {
                yield return found;
            }
        }

        foreach (var person in Assigning.Ladder(turn.Facts.Roles.GetValueOrDefault(step.Plan.Role, RoleHolders.Nobody), turn.Facts))
        {
            yield return person;
        }
    }

    private static void Remind(Turn turn, int step, AssignmentState assignment)
    {
        var due = assignment.Reminders.Where(reminder => reminder.AtUtc <= turn.At).ToImmutableArray();
        if (due.IsEmpty)
        {
            return;
        }

        // Several that came due together are one mail: the latest.
        var percent = due.Max(reminder => reminder.Percent);
        var calendar = turn.Facts.People.GetValueOrDefault(assignment.Assignee)?.Calendar;
        turn.Emit(calendar is null || calendar.IsWorking(turn.At)
            ? new RequestEvent.Reminded(step, assignment.Assignee, percent).BySystem(turn.Command)
            : new RequestEvent.ReminderDeferred(step, assignment.Assignee, percent, calendar.NextWorking(turn.At)).BySystem(turn.Command));
    }

    private static ImmutableArray<EmailAddress> Owners(Turn turn) => [.. turn.Facts.Owners.Select(owner => owner.Mail)];
}
