using static Approvals.Core.Requests.Decider;

namespace Approvals.Core.Requests;

/// <summary>People whom mail does not reach. They keep their say, on the page; somebody who can be reached is asked beside them.</summary>
internal static class Unreached
{
    /// <summary>A mail came back after it was sent. Hearing of it again changes nothing, and neither does the return of a mail that was never sent.</summary>
    public static Outcome Note(Turn turn, Command.NoteBounce c)
    {
        if (turn.Request.Undelivered.ContainsKey(c.Effect))
        {
            return Outcome.NoChange;
        }

        if (!turn.Request.Settled.Contains(c.Effect))
        {
            return Refuse(new Refusal.UnknownEffect());
        }

        turn.Emit(new RequestEvent.MailUndeliverable(c.Effect, c.Kind, c.To, c.Reason).BySystem(c));
        return turn.Done();
    }

    /// <summary>Whether mail reaches the assignee or somebody who stands in for them.</summary>
    public static bool IsReached(AssignmentState asked) => !asked.Unreached || asked is { StandIn: not null, StandInUnreached: false };

    /// <summary>Whether somebody else must be asked at once: too few of those who are asked can be reached.</summary>
    public static bool NeedsAnotherWay(StepState step, AssignmentState asked) =>
        !asked.Escalated && !IsReached(asked) && ReachedSays(step) < step.Needed - step.ApprovedSlots;

    private static int ReachedSays(StepState step) =>
        step.Assignments.Where(a => a.IsOpen && IsReached(a)).Select(a => a.Assignment.Slot).Distinct().Count();
}
