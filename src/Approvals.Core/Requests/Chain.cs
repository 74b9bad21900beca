using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Requests;

/// <summary>How a chain moves on: stage after stage, until the gate before the tickets.</summary>
internal static class Chain
{
    /// <summary>Why a chain can not be started: a step that nobody could decide, or too many people. Asked before anything is accepted.</summary>
    public static Refusal? Problem(ImmutableArray<StepPlan> chain, EmailAddress requester, EmailAddress? beneficiary, Command command)
    {
        var (asked, stuck) = Count(chain, requester, beneficiary, command);
        return stuck is null ? Crowd.Problem(asked) : new Refusal.NoApprover(stuck.Name);
    }

    /// <summary>How many people the steps ask, and the first step that nobody could decide.</summary>
    private static (int Asked, StepPlan? Stuck) Count(ImmutableArray<StepPlan> chain, EmailAddress requester, EmailAddress? beneficiary, Command command)
    {
        var asked = 0;
        foreach (var plan in chain.Where(plan => plan.SkippedBecause is null))
        {
            if (Assigning.Assign(plan, requester, beneficiary, command.Facts, command.At) is not { } assigned)
            {
                return (asked, plan);
            }

            asked += assigned.Assignments.Length;
        }

        return (asked, null);
    }

    /// <summary>Opens whatever may open now, and approves the request when nothing is left to ask.</summary>
    public static void Advance(Turn turn)
    {
        while (turn.State is RequestState.Pending { Request: var request } && request.Steps.All(step => step.Status != StepStatus.Open))
        {
            if (request.Steps.All(step => step.Status != StepStatus.Waiting))
            {
                Approve(turn);
                return;
            }

            var waiting = request.Steps.Where(step => step.Status == StepStatus.Waiting).Select(step => step.Plan).ToImmutableArray();
            var stage = waiting.Where(plan => plan.Stage == waiting.Min(other => other.Stage)).ToImmutableArray();
            var (asked, stuck) = Count(stage, request.Requester, request.Beneficiary, turn.Command);
            if ((stuck is null ? Crowd.Problem(request, asked) : new Refusal.NoApprover(stuck.Name)) is { } why)
            {
                // Between submission and now the role lost everybody, or grew beyond measure. The request goes back, before anybody is asked in vain, rather than wait for nobody.
                turn.Emit(new RequestEvent.StepReturned(
                    request.Round, (stuck ?? stage[0]).Number, null, why.Message, Channel.System, request.Version, request.ContentHash).BySystem(turn.Command));
                return;
            }

            foreach (var plan in stage)
            {
                Open(turn, plan);
            }
        }
    }

    /// <summary>Completes a step once enough people said yes.</summary>
    public static void CompleteWhenEnough(Turn turn, int number)
    {
        if (turn.Request.Step(number) is { Status: StepStatus.Open } step && step.ApprovedSlots >= step.Needed)
        {
            turn.Emit(new RequestEvent.StepCompleted(number).Of(turn.Command));
        }
    }

    private static void Open(Turn turn, StepPlan plan)
    {
        if (plan.SkippedBecause is { } reason)
        {
            turn.Emit(new RequestEvent.StepSkipped(plan.Number, reason).Of(turn.Command));
            return;
        }

        var assigned = Assigning.Assign(plan, turn.Request.Requester, turn.Request.Beneficiary, turn.Facts, turn.At)
            ?? throw new System.Diagnostics.UnreachableException($"Step {plan.Number} was found decidable, and is not.");
        turn.Emit(new RequestEvent.StepOpened(plan.Number, assigned.Needed, assigned.Assignments).Of(turn.Command));
        foreach (var assignment in assigned.Assignments)
        {
            Carry(turn, plan.Number, assignment);
        }

        CompleteWhenEnough(turn, plan.Number);
    }

    // Who has approved this very content before is not asked again; the record says so.
    private static void Carry(Turn turn, int number, Assignment assignment)
    {
        var request = turn.Request;
        var given = request.Approvals.LastOrDefault(approval =>
            approval.Assignee == assignment.Assignee && approval.ContentHash == request.ContentHash && StillCounts(turn, request.Step(number)!, approval));
        if (given is not null)
        {
            turn.Emit(new RequestEvent.ApprovalCarried(number, assignment.Assignee, given.Round, given.Step).Of(turn.Command));
        }
    }

    // What a delegate said does not count when they are kept out by now, nor when they have a say of their own in this step: one person, one say.
    private static bool StillCounts(Turn turn, StepState step, GivenApproval approval) => approval.By.Person is not { } by
        || (turn.Request.WhyBarred(by, turn.Command) is null && (by == approval.Assignee || !step.TakesPart(by)));

    private static void Approve(Turn turn)
    {
        if (Gate.Problem(turn.Request) is { } problem)
        {
            throw new System.Diagnostics.UnreachableException(problem);
        }

        var request = turn.Request;
        var byPolicy = request.Steps.All(step => step.Status == StepStatus.SkippedByPolicy)
            ? request.Policy.ApprovedBecause ?? "The policy asks for no approval here."
            : null;
        turn.Emit(new RequestEvent.Approved(request.ContentHash, byPolicy).Of(turn.Command));
        CompleteWhenTicketed(turn);
    }

    /// <summary>The request is complete once every ticket is there, or was decided against. That a ticket is solved is news of the ticket, later.</summary>
    public static void CompleteWhenTicketed(Turn turn)
    {
        if (turn.State is RequestState.Approved { Request: var request }
            && request.Policy.Tickets.All(order => request.IsTicketed(order.Template)))
        {
            turn.Emit(new RequestEvent.Completed().Of(turn.Command));
        }
    }
}
