using Approvals.Core.Chains;
using static Approvals.Core.Requests.Decider;

namespace Approvals.Core.Requests;

/// <summary>Yes, no, and "not like this": the decisions of the people asked.</summary>
internal static class Decisions
{
    public static Outcome Approve(Turn turn, Command.Approve c) => Standing(turn, c.Sight, AssignmentStatus.Approved) switch
    {
        { Answer: { } answer } => answer,
        { Mine: { } mine } => Approve(turn, c, mine.Assignee),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static Outcome Reject(Turn turn, Command.Reject c) => Standing(turn, c.Sight, AssignmentStatus.Rejected) switch
    {
        { Answer: { } answer } => answer,
        _ when turn.Request.Policy.RejectNeedsComment && string.IsNullOrWhiteSpace(c.Remark) => Refuse(new Refusal.CommentRequired("reject")),
        { Mine: { } mine } => Say(turn, new RequestEvent.StepRejected(
            c.Sight.Round, c.Sight.Step, mine.Assignee, c.Remark, c.Channel, c.Sight.SeenVersion, turn.Request.ContentHash)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static Outcome Return(Turn turn, Command.Return c) => Standing(turn, c.Sight, AssignmentStatus.Returned) switch
    {
        { Answer: { } answer } => answer,
        _ when turn.Request.Policy.ReturnNeedsComment && string.IsNullOrWhiteSpace(c.Remark) => Refuse(new Refusal.CommentRequired("return")),
        { Mine: { } mine } => Say(turn, new RequestEvent.StepReturned(
            c.Sight.Round, c.Sight.Step, mine.Assignee, c.Remark, c.Channel, c.Sight.SeenVersion, turn.Request.ContentHash)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Outcome Approve(Turn turn, Command.Approve c, EmailAddress whose)
    {
        turn.Emit(new RequestEvent.StepApproved(
            c.Sight.Round, c.Sight.Step, whose, c.Remark, c.Channel, c.Sight.SeenVersion, turn.Request.ContentHash).Of(c));
        Chain.CompleteWhenEnough(turn, c.Sight.Step);
        Chain.Advance(turn);
        return turn.Done();
    }

    private static Outcome Say(Turn turn, RequestEvent e)
    {
        turn.Emit(e.Of(turn.Command));
        return turn.Done();
    }

    /// <summary>Either the answer (said again, refused), or the assignment for which this person may speak now.</summary>
    private static (Outcome? Answer, AssignmentState? Mine) Standing(Turn turn, Sight sight, AssignmentStatus saying)
    {
        var request = turn.Request;
        var step = request.Step(sight.Step);
        if (sight.Round == request.Round && step?.AnswerOf(turn.Command.By) is { } said)
        {
            // A person has one say in a step: the second click is the first one again, and never another's.
            return (said.Status == saying ? Outcome.NoChange : Refuse(Decided(step, said)), null);
        }

        if (turn.State is RequestState.Closed closed)
        {
            return (Refuse(new Refusal.AlreadyClosed(closed.Status, closed.By.ToString(), closed.AtUtc)), null);
        }

        if (sight.Round != request.Round)
        {
            return (Refuse(new Refusal.Stale(request.Round, request.Version)), null);
        }

        if (step is null)
        {
            return (Refuse(new Refusal.UnknownStep(sight.Step)), null);
        }

        if (turn.Command.By.Person is not { } person)
        {
            return (Refuse(new Refusal.NotYourStep()), null);
        }

        if (request.WhyBarred(person, turn.Command) is { } why)
        {
            return (Refuse(new Refusal.OwnRequest(why)), null);
        }

        var mine = step.Assignments.Where(a => a.MaySpeak(person, turn.Command)).OrderBy(a => a.IsOpen ? 0 : 1).ThenBy(a => a.Assignee == person ? 0 : 1).FirstOrDefault();
        return (turn.State, step.Status) switch
        {
            (_, StepStatus.Approved or StepStatus.Rejected or StepStatus.Returned or StepStatus.SkippedByPolicy) => (Refuse(Decided(step, null)), null),
            (not RequestState.Pending, _) => (Refuse(new Refusal.NotOpen(turn.State.Status)), null),
            (_, StepStatus.Waiting) => (Refuse(new Refusal.NotOpen("waiting for an earlier step")), null),
            (_, StepStatus.Closed) => (Refuse(new Refusal.Stale(request.Round, request.Version)), null),
            _ when mine is null => (Refuse(new Refusal.NotYourStep()), null),
            _ when !mine.IsOpen => (Refuse(Decided(step, null, mine.Assignment.Slot)), null),
            _ when sight.SeenVersion < step.ChangedAtVersion || sight.SeenVersion > request.Version
                => (Refuse(new Refusal.Stale(request.Round, request.Version)), null),
            _ => (null, mine),
        };
    }

    /// <summary>The assignment that this person has answered in this step, if they have.</summary>
    private static AssignmentState? AnswerOf(this StepState step, Actor by) =>
        by.IsSystem ? null : step.Assignments.FirstOrDefault(a => a.Status is AssignmentStatus.Approved or AssignmentStatus.Rejected or AssignmentStatus.Returned && a.DecidedBy == by);

    /// <summary>The assignee speaks for themselves; a delegate of today for the one who delegated, and for nobody further.</summary>
    private static bool MaySpeak(this AssignmentState assignment, EmailAddress person, Command command) =>
        assignment.Assignee == person
        || command.Facts.Delegations.Any(d => d.Delegator == assignment.Assignee && d.Delegate == person && d.IsActive(command.At));

    private static Refusal.AlreadyDecided Decided(StepState step, AssignmentState? answer, int? slot = null)
    {
        answer ??= step.Assignments.LastOrDefault(a => a.DecidedBy is not null && (slot is null || a.Assignment.Slot == slot))
            ?? step.Assignments.LastOrDefault(a => a.DecidedBy is not null);
        var what = answer?.Status switch
        {
            AssignmentStatus.Rejected => "rejected",
            AssignmentStatus.Returned => "returned",
            AssignmentStatus.Approved => "approved",
            _ => step.Status == StepStatus.SkippedByPolicy ? "skipped by policy" : step.Status.ToString().ToLowerInvariant(),
        };
        return new Refusal.AlreadyDecided(step.Plan.Number, what, (answer?.DecidedBy ?? step.OverriddenBy ?? Actor.System).ToString(), answer?.DecidedAtUtc ?? step.DoneAtUtc);
    }
}
