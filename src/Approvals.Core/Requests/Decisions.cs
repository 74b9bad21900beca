using System.Collections.Immutable;
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
            return (said.Status == saying ? Outcome.NoChange : Refuse(Decided(step.Plan.Number, said)), null);
        }

        if (turn.State is RequestState.Closed { As: ClosedAs.Completed } && sight.Round == request.Round && step is { Status: StepStatus.Approved or StepStatus.SkippedByPolicy })
        {
            // That the desk then did all that follows says less than who was first.
            return (Refuse(Decided(step)), null);
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

        var speaksFor = step.Assignments.Where(a => a.Assignee == person || MayStandIn(turn, step, person, a.Assignee)).ToImmutableArray();
        var mine = speaksFor.FirstOrDefault(a => a.IsOpen);
        return (turn.State, step.Status) switch
        {
            (_, StepStatus.Approved or StepStatus.Rejected or StepStatus.Returned or StepStatus.SkippedByPolicy) => (Refuse(Decided(step)), null),
            (not RequestState.Pending, _) => (Refuse(new Refusal.NotOpen(turn.State.Status)), null),
            (_, StepStatus.Waiting) => (Refuse(new Refusal.NotOpen("waiting for an earlier step")), null),
            (_, StepStatus.Closed) => (Refuse(new Refusal.Stale(request.Round, request.Version)), null),
            _ when mine is null => (Refuse(step.AnswerInSlotsOf(speaksFor) is { } other ? Decided(step.Plan.Number, other) : new Refusal.NotYourStep()), null),
            _ when sight.SeenVersion < step.ChangedAtVersion || sight.SeenVersion > request.Version
                => (Refuse(new Refusal.Stale(request.Round, request.Version)), null),
            _ => (null, mine),
        };
    }

    /// <summary>The assignment that this person has answered in this step, if they have.</summary>
    private static AssignmentState? AnswerOf(this StepState step, Actor by) => by.Person is not { } person
        ? null
        : step.Assignments.FirstOrDefault(a => a.DecidedBy?.Person is { } decider && decider.IsSamePersonAs(person));

    /// <summary>What another assignee of the same say has answered.</summary>
    private static AssignmentState? AnswerInSlotsOf(this StepState step, ImmutableArray<AssignmentState> asked) =>
        step.Assignments.FirstOrDefault(a => a.DecidedBy is not null && asked.Any(mine => mine.Assignment.Slot == a.Assignment.Slot));

    /// <summary>
    /// A delegate of today stands in for the one who delegated, while that one may speak, and for nobody further. Who is asked themselves, by whatever
    /// address, speaks for themselves: they have one say, and it must not be spent on another's.
    /// </summary>
    private static bool MayStandIn(Turn turn, StepState step, EmailAddress person, EmailAddress assignee) =>
        turn.Facts.Delegations.Any(d => d.Delegator == assignee && d.Delegate == person && d.IsActive(turn.At))
        && turn.Request.WhyBarred(assignee, turn.Command) is null
        && !step.Assignments.Any(a => a.IsOpen && a.Assignee.IsSamePersonAs(person));

    /// <summary>Who ended the step, and how: an administrator, the last of those who answered that way, or nobody (the policy, the time).</summary>
    private static Refusal.AlreadyDecided Decided(StepState step)
    {
        var answer = step.Status switch
        {
            _ when step.OverriddenBy is not null => null,
            StepStatus.Approved => Last(AssignmentStatus.Approved),
            StepStatus.Rejected => Last(AssignmentStatus.Rejected),
            StepStatus.Returned => Last(AssignmentStatus.Returned),
            _ => null,
        };
        var what = step.Status == StepStatus.SkippedByPolicy ? "skipped by policy" : step.Status.ToString().ToLowerInvariant();
        return answer is not null
            ? Decided(step.Plan.Number, answer)
            : new Refusal.AlreadyDecided(step.Plan.Number, what, (step.OverriddenBy ?? Actor.System).ToString(), step.DoneAtUtc);

        AssignmentState? Last(AssignmentStatus status) => step.Assignments.Where(a => a.Status == status).MaxBy(a => a.DecidedAtUtc);
    }

    private static Refusal.AlreadyDecided Decided(int step, AssignmentState answer) => new(
        step, answer.Status.ToString().ToLowerInvariant(), answer.DecidedBy.GetValueOrDefault().ToString(), answer.DecidedAtUtc.GetValueOrDefault());
}
