using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

public sealed class StaffingTests
{
    private static readonly RequestEvent[] All = [Submitted(Step(1, Vps, Quorum.All)), Opened(1, "cy", "dee", "eli")];
    private static readonly RequestEvent[] Any = [Submitted(Step(1, Vps, Quorum.Any), Step(2, Legal, Quorum.Any)), Opened(1, 1, "cy", "dee", "eli")];

    [Theory]
    [InlineData("cy")]
    [InlineData("ada")]
    public void The_assignee_or_an_administrator_hands_a_say_on_and_both_are_told(string by) =>
        Given(All).When(Reassign(by, "cy", "fay")).Then(Reassigned(1, "cy", "fay", by)).ThenTells("Reassigned fay", "Superseded cy");

    [Fact]
    public void Nobody_else_does() => Given(All).When(Reassign("dee", "cy", "fay")).ThenRefused<Refusal.NotAllowed>();

    [Fact]
    public void Handed_on_the_say_is_gone()
    {
        var handed = Given([.. All, Reassigned(1, "cy", "fay", "cy")]);

        handed.When(Approve("cy")).ThenRefused<Refusal.NotYourStep>();
        handed.When(Reassign("cy", "cy", "fay")).ThenNothing();
        handed.When(Approve("fay")).Then(Approved(1, "fay")).And(Approve("cy")).ThenRefused<Refusal.AlreadyDecided>();
    }

    [Fact]
    public void And_can_be_handed_back() =>
        Given([.. All, Reassigned(1, "cy", "fay", "cy")]).When(Reassign("fay", "fay", "cy")).Then(Reassigned(1, "fay", "cy", "fay"))
            .And(Approve("cy")).Then(Approved(1, "cy"));

    [Fact]
    public void Only_who_is_asked_can_be_replaced_and_only_by_somebody_new_who_is_there()
    {
        Given(All).When(Reassign("ada", "max", "fay")).ThenRefused<Refusal.NotEligible>();
        Given(All).When(Reassign("ada", "cy", "dee")).ThenRefused<Refusal.NotEligible>();
        Given(All).When(Reassign("ada", "cy", "cy")).ThenRefused<Refusal.NotEligible>();
        Given(All).When(Reassign("ada", "cy", "stranger")).ThenRefused<Refusal.NotEligible>();
        Given(All).In(Known.Without("fay")).When(Reassign("ada", "cy", "fay")).ThenRefused<Refusal.NotEligible>();
    }

    [Fact]
    public void To_reassign_to_who_was_asked_by_escalation_is_not_done_already() =>
        Given([.. All, Escalated(1, "cy", "max")]).When(Reassign("ada", "cy", "max")).ThenRefused<Refusal.NotEligible>();

    [Fact]
    public void Every_change_has_a_reason_and_an_open_step()
    {
        Given(All).When(Reassign("ada", "cy", "fay", reason: " ")).ThenRefused<Refusal.CommentRequired>();
        Given(All).When(Add("ada", "fay", reason: "")).ThenRefused<Refusal.CommentRequired>();
        Given(All).When(Override("ada", OverrideDecision.Approve, reason: "")).ThenRefused<Refusal.CommentRequired>();
        Given(Any).When(Reassign("ada", "fay", "cy", step: 2)).ThenRefused<Refusal.NotOpen>();
        Given(Any).When(Add("ada", "fay", step: 2)).ThenRefused<Refusal.NotOpen>();
        Given(Any).When(Override("ada", OverrideDecision.Approve, step: 2)).ThenRefused<Refusal.NotOpen>();
        Given(Any).When(Add("ada", "fay", step: 7)).ThenRefused<Refusal.UnknownStep>();
        Given(Any).When(Override("system", OverrideDecision.Approve).AsAdministrator()).ThenRefused<Refusal.NotAllowed>();
    }

    [Fact]
    public void Where_all_must_agree_one_more_must_agree() =>
        Given(All).When(Add("cy", "fay")).Then(Added(1, "fay", "cy", slot: 3)).ThenTells("ApprovalRequested fay")
            .And(Approve("cy")).And(Approve("dee")).And(Approve("eli")).ThenStatus("pending")
            .And(Approve("fay")).ThenStatus("completed");

    [Fact]
    public void Where_any_may_one_more_may() =>
        Given(Any).When(Add("ada", "max")).Then(Added(1, "max", "ada", slot: 3)).And(Approve("max")).Then(Approved(1, "max"), Completed(1, "max"), Opened(2, "fay") with { By = By("max") });

    [Fact]
    public void Added_twice_is_added_once() => Given([.. All, Added(1, "fay", "cy", 3)]).When(Add("ada", "fay")).ThenNothing();

    [Fact]
    public void Only_approvers_and_administrators_add()
    {
        Given(All).When(Add("fay", "max")).ThenRefused<Refusal.NotAllowed>();
        Given([.. All, Approved(1, "cy")]).When(Add("cy", "fay")).ThenRefused<Refusal.NotAllowed>();
    }

    [Fact]
    public void An_administrator_approves_a_step_and_those_asked_are_told() =>
        Given([.. Any]).When(Override("ada", OverrideDecision.Approve)).Then(Overridden(1, OverrideDecision.Approve), Opened(2, "fay") with { By = By("ada") })
            .ThenTells("Superseded cy", "Superseded dee", "Superseded eli", "ApprovalRequested fay");

    [Fact]
    public void An_administrator_approves_a_step_in_which_the_manager_was_asked_too() =>
        Given([.. All, Approved(1, "dee"), Escalated(1, "cy", "max")]).When(Override("ada", OverrideDecision.Approve))
            .Then(Overridden(1, OverrideDecision.Approve), ApprovedAll("ada"), CompletedAll("ada"))
            .ThenStatus("completed").ThenTells("Superseded cy", "Superseded max", "Superseded eli", "Approved bo");

    [Fact]
    public void An_administrator_rejects_and_everybody_is_told() =>
        Given(Any).When(Override("ada", OverrideDecision.Reject)).Then(Overridden(1, OverrideDecision.Reject))
            .ThenStatus("rejected").ThenTells("Rejected bo", "Superseded cy", "Superseded dee", "Superseded eli");

    [Fact]
    public void Nobody_else_overrides() => Given(Any).When(Override("cy", OverrideDecision.Approve)).ThenRefused<Refusal.NotAllowed>();
}
