using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Requests;

/// <summary>Asking one level up: when the time is over, and at once for those who can not answer. Whoever was asked first keeps their say.</summary>
internal static class Escalation
{
    // An alarm reaches enough people with so many, and one append has room for them.
    private const int MostAlarmed = 10;

    /// <summary>Why somebody above is asked now in place of this assignee's silence; null: not now.</summary>
    public static EscalationReason? WhyNow(Turn turn, int number, EmailAddress assignee)
    {
        var step = turn.Request.Step(number)!;
        var asked = step.Open(assignee);
        if (asked.Escalated)
        {
            return null;
        }

        // Who has left, or stands in for the requester by now, will never answer: do not wait for the time to run out.
        if (Absences.WhyGone(turn, assignee) is { } gone)
        {
            return gone;
        }

        if (ReachableSays(turn, step) < step.Needed - step.ApprovedSlots)
        {
            if (Absences.IsUncovered(turn, asked))
            {
                return EscalationReason.Away;
            }

            if (!Unreached.IsReached(asked))
            {
                return EscalationReason.Unreached;
            }
        }

        return asked.Assignment.Clock.EscalateAtUtc <= turn.At && Schedule.NeedsSomebodyAbove(step, asked) ? EscalationReason.Late : null;
    }

    public static void Escalate(Turn turn, StepPlan plan, EmailAddress assignee, EscalationReason why)
    {
        var step = turn.Request.Step(plan.Number)!;
        var from = step.Open(assignee);
        var able = Crowd.HasRoom(turn.Request)
            ? Above(turn, plan, assignee, why)
                .Where(person => person.Active && turn.Request.WhyBarred(person.Mail, turn.Command) is null && !step.TakesPart(person.Mail)).ToImmutableArray()
            : [];
        // Somebody who is away is better than nobody.
        if ((able.FirstOrDefault(person => person.AwayAt(turn.At) is null) ?? able.FirstOrDefault()) is not { } next)
        {
            turn.Emit(new RequestEvent.EscalationExhausted(plan.Number, assignee, turn.Told > 0 ? [] : Owners(turn)).BySystem(turn.Command));
            return;
        }

        turn.Emit(new RequestEvent.StepEscalated(plan.Number, assignee, new Assignment
        {
            Slot = from.Assignment.Slot,
            Assignee = next.Mail,
            Reason = AssignmentReason.Escalated,
            OnBehalfOf = from.Assignment.OnBehalfOf ?? assignee,
            // The step's expiry stays that of the people asked first.
            Clock = StepClock.Start(plan.Timing, next.Calendar, turn.At) with { ExpireAtUtc = null },
        })
        { Why = why }.BySystem(turn.Command));
    }

    public static ImmutableArray<EmailAddress> Owners(Turn turn) =>
        [.. turn.Facts.Owners.Where(owner => owner.Active).Select(owner => owner.Mail).Distinct().Take(MostAlarmed)];

    // Says that somebody who is there, and hears of it, can give.
    private static int ReachableSays(Turn turn, StepState step) => step.Assignments
        .Where(a => a.IsOpen && Absences.WhyGone(turn, a.Assignee) is null && !Absences.IsUncovered(turn, a) && Unreached.IsReached(a))
        .Select(a => a.Assignment.Slot).Distinct().Count();

    /// <summary>Whoever holds the role by now, when the assignee has left; then their managers from the lowest up, then the ladder of the role.</summary>
    private static IEnumerable<Person> Above(Turn turn, StepPlan plan, EmailAddress assignee, EscalationReason why)
    {
        var role = turn.Facts.Roles.GetValueOrDefault(plan.Role, RoleHolders.Nobody);
        if (why == EscalationReason.Left)
        {
            foreach (var person in role.Holders)
            {
                yield return person;
            }
        }

        var people = turn.Facts.People;
        var seen = new HashSet<EmailAddress> { assignee };
        for (var at = assignee; people.TryGetValue(at, out var person) && person.Manager is { } manager && seen.Add(manager); at = manager)
        {
            if (people.TryGetValue(manager, out var found))
            {
                yield return found;
            }
        }

        foreach (var person in Assigning.Ladder(role, turn.Facts))
        {
            yield return person;
        }
    }
}
