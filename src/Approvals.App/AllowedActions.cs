using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>What somebody may do now, found by asking the decider itself, so that no page offers what it would refuse.</summary>
internal static class AllowedActions
{
    private const string AnyReason = "-";

    public static ImmutableArray<AllowedAction> Of(Caller caller, RequestState state, Facts facts, DateTimeOffset at)
    {
        if (state is RequestState.Closed || state.Facts is not { } r)
        {
            return [];
        }

        var actions = ImmutableArray.CreateBuilder<AllowedAction>();
        foreach (var step in r.Steps.Where(step => step.Status == StepStatus.Open && state is RequestState.Pending))
        {
            var number = step.Plan.Number;
            var sight = new Sight(r.Round, number, r.Version);
            Offer("approve", number, new Command.Approve(sight, AnyReason, Channel.Web) { At = default, CommandId = "", By = default });
            Offer("reject", number, new Command.Reject(sight, AnyReason, Channel.Web) { At = default, CommandId = "", By = default });
            Offer("return", number, new Command.Return(sight, AnyReason, Channel.Web) { At = default, CommandId = "", By = default });
            if (step.Assignments.FirstOrDefault(a => a.IsOpen && a.Assignee == caller.Mail) is { Reminders.IsEmpty: false } mine)
            {
                Offer("snooze", number, new Command.Snooze(number, mine.Assignment.Clock.DueAtUtc) { At = default, CommandId = "", By = default });
            }

            Offer("override", number, new Command.Override(number, OverrideDecision.Approve, AnyReason) { At = default, CommandId = "", By = default });
            if (caller.Mail != r.Requester && caller.Mail != r.Beneficiary)
            {
                // Whom to ask instead is not known yet: these need a name that only the form brings.
                var asked = step.Assignments.Any(a => a.IsOpen && a.Assignee == caller.Mail);
                AddWhen(asked || caller.IsAdministrator, "reassign", number);
                AddWhen(asked || caller.IsAdministrator, "add-approver", number);
            }
        }

        Offer("recall", null, new Command.Recall(null) { At = default, CommandId = "", By = default });
        Offer("cancel", null, new Command.Cancel(null) { At = default, CommandId = "", By = default });
        Offer("nudge", null, new Command.Nudge { At = default, CommandId = "", By = default });
        AddWhen(state is RequestState.Editing && caller.Mail == r.Requester, "resubmit", null);
        AddWhen(true, "comment", null);
        return actions.ToImmutable();

        void Offer(string name, int? step, Command command)
        {
            var asked = command with { At = at, CommandId = "?", By = Actor.Of(caller.Mail), ByAdministrator = caller.IsAdministrator, Facts = facts };
            AddWhen(Decider.Decide(state, asked) is Outcome.Accepted { Events.IsEmpty: false }, name, step);
        }

        void AddWhen(bool allowed, string name, int? step)
        {
            if (allowed)
            {
                actions.Add(new AllowedAction(name, step));
            }
        }
    }
}
