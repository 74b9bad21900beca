using Approvals.Core.Chains;

namespace Approvals.Core.Requests;

/// <summary>Who is asked beside an assignee who delegated for the time. The delegate may decide in any case; here they get to know that they are waited for.</summary>
internal static class StandIns
{
    public static void Refresh(Turn turn, int number, EmailAddress assignee)
    {
        var step = turn.Request.Step(number)!;
        var asked = step.Open(assignee);
        var found = Find(turn, step, asked);
        if (found?.Delegate != asked.StandIn || asked.StandInUntilUtc <= turn.At)
        {
            turn.Emit(new RequestEvent.StandInChanged(number, assignee, found?.Delegate, found?.UntilUtc).BySystem(turn.Command));
        }
    }

    private static Delegation? Find(Turn turn, StepState step, AssignmentState asked)
    {
        Delegation? first = null;
        foreach (var delegation in turn.Facts.Delegations)
        {
            if (delegation.Delegator == asked.Assignee && delegation.IsActive(turn.At) && Fits(turn, step, asked, delegation.Delegate))
            {
                // Whoever was told stays the one who is waited for.
                if (delegation.Delegate == asked.StandIn)
                {
                    return delegation;
                }

                first ??= delegation;
            }
        }

        return first is not null && (asked.StandIn is not null || Crowd.HasRoom(turn.Request)) ? first : null;
    }

    // One person, one say: who is asked themselves, or stands in for somebody else here, has theirs. And a delegate's delegate is not asked.
    private static bool Fits(Turn turn, StepState step, AssignmentState asked, EmailAddress person) =>
        turn.Facts.People.TryGetValue(person, out var found) && found.Active && found.AwayAt(turn.At) is null
        && turn.Request.WhyBarred(person, turn.Command) is null && Absences.WhyGone(turn, asked.Assignee) != EscalationReason.Barred
        && !step.TakesPart(person)
        && !step.Assignments.Any(a => a.IsOpen && a.Assignee != asked.Assignee && a.StandIn is { } other && other.IsSamePersonAs(person));
}
