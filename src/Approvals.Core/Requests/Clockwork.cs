using Approvals.Core.Chains;

namespace Approvals.Core.Requests;

/// <summary>What the passing of time, and what became of people meanwhile, does to an open request: expiry first, then those who can not answer, escalation and reminders.</summary>
internal static class Clockwork
{
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
                    if (turn.IsFull)
                    {
                        return turn.Done();
                    }

                    LookAfter(turn, step.Plan, asked.Assignee);
                }
            }
        }

        // Last, when it is settled who reads: whoever was asked above somebody stands in for nobody here any more.
        foreach (var step in OpenSteps(turn))
        {
            foreach (var asked in step.Assignments.Where(a => a.IsOpen))
            {
                if (turn.IsFull)
                {
                    return turn.Done();
                }

                Reminding.Remind(turn, step.Plan.Number, asked.Assignee);
            }
        }

        return turn.Done();
    }

    private static IEnumerable<StepState> OpenSteps(Turn turn) => turn.Request.Steps.Where(step => step.Status == StepStatus.Open);

    private static void LookAfter(Turn turn, StepPlan plan, EmailAddress assignee)
    {
        StandIns.Refresh(turn, plan.Number, assignee);
        if (Escalation.WhyNow(turn, plan.Number, assignee) is { } why)
        {
            Escalation.Escalate(turn, plan, assignee, why);
        }
        else
        {
            Absences.Note(turn, plan.Number, assignee);
        }
    }

    private static void Expire(Turn turn, StepState step)
    {
        var outcome = step.Plan.Timing.Expiry;
        turn.Emit(new RequestEvent.StepExpired(step.Plan.Number, outcome, outcome == ExpiryOutcome.Hold ? Escalation.Owners(turn) : []).BySystem(turn.Command));
        if (outcome == ExpiryOutcome.Escalate)
        {
            foreach (var asked in step.Assignments.Where(a => a.IsOpen))
            {
                // The step is read again: the escalation before this one may have asked somebody.
                if (Schedule.NeedsSomebodyAbove(turn.Request.Step(step.Plan.Number)!, asked))
                {
                    Escalation.Escalate(turn, step.Plan, asked.Assignee, EscalationReason.Late);
                }
            }
        }
    }
}
