namespace Approvals.Core.Requests;

/// <summary>When a request must be looked at again for its own sake.</summary>
public static class Schedule
{
    /// <summary>How often the people who are asked are looked at: who has left, is away or is stood in for is noticed within it.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromHours(1);

    /// <summary>The longest time after which an open request is looked at, whatever its clocks say and whatever became of a wake for its people's sake.</summary>
    public static readonly TimeSpan RecheckEvery = TimeSpan.FromDays(7);

    /// <summary>The earliest reminder, escalation, end of a stand-in or expiry; null when time changes nothing.</summary>
    public static DateTimeOffset? NextDue(RequestState state)
    {
        if (state is not RequestState.Pending { Request: var request })
        {
            return null;
        }

        DateTimeOffset? next = null;
        foreach (var step in request.Steps)
        {
            if (step.Status != StepStatus.Open)
            {
                continue;
            }

            next = Earlier(next, ExpiresAt(step));
            foreach (var assignment in step.Assignments)
            {
                if (!assignment.IsOpen)
                {
                    continue;
                }

                // At once: it has been due since they were asked.
                next = Earlier(next, Unreached.NeedsAnotherWay(step, assignment) ? assignment.AskedAtUtc : null);
                next = Earlier(next, NeedsSomebodyAbove(step, assignment) ? assignment.Assignment.Clock.EscalateAtUtc : null);
                next = Earlier(next, assignment.StandInUntilUtc);
                foreach (var reminder in assignment.Reminders)
                {
                    next = Earlier(next, reminder.AtUtc);
                }
            }
        }

        return next;
    }

    /// <summary>A step expires when the time of everybody who is still asked has run out; null: never, or it was dealt with.</summary>
    internal static DateTimeOffset? ExpiresAt(StepState step) => step.Held
        ? null
        : step.Assignments.Where(a => a.IsOpen && a.Assignment.Reason != Chains.AssignmentReason.Escalated).Max(a => a.Assignment.Clock.ExpireAtUtc);

    /// <summary>Whether this assignee's silence brings in somebody above: there are as many of those as says are missing, and no more.</summary>
    internal static bool NeedsSomebodyAbove(StepState step, AssignmentState asked)
    {
        var covered = step.Assignments.Where(a => a.IsOpen && a.Assignment.Slot != asked.Assignment.Slot).GroupBy(a => a.Assignment.Slot)
            .Count(slot => slot.Any(a => a.Escalated) && slot.Any(a => !a.Escalated));
        return !asked.Escalated && covered < step.Needed - step.ApprovedSlots;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
