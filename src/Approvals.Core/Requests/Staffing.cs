using Approvals.Core.Chains;
using static Approvals.Core.Requests.Decider;

namespace Approvals.Core.Requests;

/// <summary>Changing who is asked while the question is open: authorised, reasoned and on the record.</summary>
internal static class Staffing
{
    public static Outcome Reassign(Turn turn, Command.Reassign c)
    {
        if (Problem(turn, c.Step, c.Reason) is { } refusal)
        {
            return Refuse(refusal);
        }

        if (!c.By.Is(c.From) && !c.ByAdministrator)
        {
            return Refuse(new Refusal.NotAllowed("the assignee or an administrator"));
        }

        var step = turn.Request.Step(c.Step)!;
        if (step.Assignments.Any(a => a.IsOpen && a.Assignee == c.To && a.Assignment is { Reason: AssignmentReason.Reassigned } to && to.OnBehalfOf == c.From))
        {
            return Outcome.NoChange;
        }

        if (step.Assignments.FirstOrDefault(a => a.IsOpen && a.Assignee == c.From) is not { } from)
        {
            return Refuse(new Refusal.NotEligible(c.From.Value, "they are not asked in this step"));
        }

        return Newcomer(turn, step, c.To, from.Assignment.Slot, AssignmentReason.Reassigned, c.From) switch
        {
            (null, { } no) => Refuse(no),
            ({ } to, _) => Say(turn, new RequestEvent.Reassigned(c.Step, c.From, to, c.Reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Where all must approve, the newcomer must too; elsewhere they are one more who can.</summary>
    public static Outcome Add(Turn turn, Command.AddApprover c)
    {
        if (Problem(turn, c.Step, c.Reason) is { } refusal)
        {
            return Refuse(refusal);
        }

        var step = turn.Request.Step(c.Step)!;
        if (!c.ByAdministrator && !step.Assignments.Any(a => a.IsOpen && c.By.Is(a.Assignee)))
        {
            return Refuse(new Refusal.NotAllowed("an approver of this step or an administrator"));
        }

        if (step.Assignments.Any(a => a.IsOpen && a.Assignee == c.Add && a.Assignment.Reason == AssignmentReason.Added))
        {
            return Outcome.NoChange;
        }

        return Newcomer(turn, step, c.Add, step.Assignments.Max(a => a.Assignment.Slot) + 1, AssignmentReason.Added, null) switch
        {
            (null, { } no) => Refuse(no),
            ({ } added, _) => Say(turn, new RequestEvent.ApproverAdded(c.Step, added, c.Reason)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public static Outcome Override(Turn turn, Command.Override c)
    {
        if (!c.ByAdministrator)
        {
            return Refuse(new Refusal.NotAllowed("an administrator"));
        }

        if (Problem(turn, c.Step, c.Reason) is { } refusal)
        {
            return Refuse(refusal);
        }

        turn.Emit(new RequestEvent.StepOverridden(c.Step, c.Decision, c.Reason).Of(c));
        Chain.Advance(turn);
        return turn.Done();
    }

    // Whoever asked for it, or profits from it, does not choose its judges.
    private static Refusal? Problem(Turn turn, int number, string reason) => (turn.Command.By.Person, turn.Request.Step(number)) switch
    {
        (null, _) => new Refusal.NotAllowed("a person"),
        ({ } by, _) when turn.Request.WhyBarred(by, turn.Command) is { } why => new Refusal.OwnRequest(why),
        (_, null) => new Refusal.UnknownStep(number),
        (_, { Status: not StepStatus.Open }) => new Refusal.NotOpen($"not open in step {number}"),
        _ when string.IsNullOrWhiteSpace(reason) => new Refusal.CommentRequired("change"),
        _ => null,
    };

    private static (Assignment? Assignment, Refusal? Refusal) Newcomer(
        Turn turn, StepState step, EmailAddress person, int slot, AssignmentReason reason, EmailAddress? onBehalfOf)
    {
        if (turn.Request.WhyBarred(person, turn.Command) is { } why)
        {
            return (null, new Refusal.OwnRequest(why));
        }

        if (!turn.Facts.People.TryGetValue(person, out var found) || !found.Active)
        {
            return (null, new Refusal.NotEligible(person.Value, "the directory does not know them, or they have left"));
        }

        if (Crowd.Problem(turn.Request, more: 1) is { } crowded)
        {
            return (null, crowded);
        }

        if (step.TakesPart(person))
        {
            return (null, new Refusal.NotEligible(person.Value, "they are asked in this step already, or have answered in it"));
        }

        return (new Assignment
        {
            Slot = slot,
            Assignee = person,
            Reason = reason,
            OnBehalfOf = onBehalfOf,
            Clock = StepClock.Start(step.Plan.Timing, found.Calendar, turn.At),
        }, null);
    }

    private static Outcome Say(Turn turn, RequestEvent e)
    {
        turn.Emit(e.Of(turn.Command));
        return turn.Done();
    }
}
