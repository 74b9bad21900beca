using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Requests;

/// <summary>How a chain moves on: stage after stage, until the gate before the tickets.</summary>
internal static class Chain
{
    /// <summary>The first step that nobody could decide, if the chain has one: asked before anything is accepted.</summary>
    public static StepPlan? Undecidable(ImmutableArray<StepPlan> chain, EmailAddress requester, EmailAddress? beneficiary, Command command) =>
        chain.FirstOrDefault(plan => plan.SkippedBecause is null && Assigning.Assign(plan, requester, beneficiary, command.Facts, command.At) is null);

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

            var stage = request.Steps.Where(step => step.Status == StepStatus.Waiting).Min(step => step.Plan.Stage);
            foreach (var step in request.Steps.Where(step => step.Status == StepStatus.Waiting && step.Plan.Stage == stage))
            {
                Open(turn, step.Plan);
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
        if (turn.State is not RequestState.Pending { Request: var request })
        {
            return;
        }

        if (plan.SkippedBecause is { } reason)
        {
            turn.Emit(new RequestEvent.StepSkipped(plan.Number, reason).Of(turn.Command));
            return;
        }

        if (Assigning.Assign(plan, request.Requester, request.Beneficiary, turn.Facts, turn.At) is not { } assigned)
        {
            // Between submission and now the role lost everybody. The request goes back rather than wait for nobody.
            var why = new Refusal.NoApprover(plan.Name).Message;
            turn.Emit(new RequestEvent.StepReturned(request.Round, plan.Number, null, why, Channel.System, request.Version, request.ContentHash).BySystem(turn.Command));
            return;
        }

        turn.Emit(new RequestEvent.StepOpened(plan.Number, assigned.Needed, assigned.Assignments).Of(turn.Command));
        foreach (var assignment in assigned.Assignments)
        {
            Carry(turn, plan.Number, assignment.Assignee);
        }

        CompleteWhenEnough(turn, plan.Number);
    }

    // Who has approved this very content before is not asked again; the record says so.
    private static void Carry(Turn turn, int step, EmailAddress assignee)
    {
        var request = turn.Request;
        var given = request.Approvals.LastOrDefault(approval =>
            approval.Assignee == assignee && approval.ContentHash == request.ContentHash
            && (approval.By.Person is not { } by || request.WhyBarred(by, turn.Command) is null));
        if (given is not null)
        {
            turn.Emit(new RequestEvent.ApprovalCarried(step, assignee, given.Round, given.Step).Of(turn.Command));
        }
    }

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

    /// <summary>The request is complete once every ticket is there.</summary>
    public static void CompleteWhenTicketed(Turn turn)
    {
        if (turn.State is RequestState.Approved { Request: var request }
            && request.Policy.Tickets.All(order => request.Tickets.Any(ticket => ticket.Template == order.Template)))
        {
            turn.Emit(new RequestEvent.Completed().Of(turn.Command));
        }
    }
}
