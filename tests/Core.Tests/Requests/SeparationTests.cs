using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>Nobody decides on their own request, in whatever disguise.</summary>
public sealed class SeparationTests
{
    private static readonly StepPlan Any = Step(1, Vps, Quorum.Any);
    private static readonly StepPlan All = Step(1, Vps, Quorum.All);
    private static readonly RequestEvent[] Open = [Submitted(Any).For("ben"), Opened(1, 1, "cy", "dee", "eli")];

    [Theory]
    [InlineData("bo")]
    [InlineData("bo+x@example.com")]
    [InlineData("ben")]
    [InlineData("ben+y@example.com")]
    public void Who_asks_or_profits_is_not_asked_though_they_hold_the_role(string holder) =>
        Given().In(Known.With(Vps, holder, "cy")).When(Submit(All).For("ben"))
            .Then(Submitted(All).For("ben"), Opened(1, 2, Asked("cy"), Asked("max", 1, AssignmentReason.SteppedUp, holder)));

    [Fact]
    public void Who_stands_in_for_the_requester_is_not_asked_either() =>
        Given().In(Known.With(Delegation("bo", "cy")).With(Vps, "cy")).When(Submit(Any))
            .Then(Submitted(Any), Opened(1, 1, Asked("max", 0, AssignmentReason.SteppedUp, "cy")));

    [Theory]
    [InlineData("bo")]
    [InlineData("bo+x@example.com")]
    [InlineData("ben")]
    [InlineData("ben+y@example.com")]
    public void Neither_decides_by_any_address(string who)
    {
        Given(Open).When(Approve(who)).ThenRefused<Refusal.OwnRequest>();
        Given(Open).When(Reject(who)).ThenRefused<Refusal.OwnRequest>();
        Given(Open).When(Return(who)).ThenRefused<Refusal.OwnRequest>();
    }

    [Theory]
    [InlineData("bo")]
    [InlineData("ben")]
    public void Neither_decides_as_the_delegate_of_an_assignee(string who) =>
        Given(Open).In(Known.With(Delegation("cy", who))).When(Approve(who)).ThenRefused<Refusal.OwnRequest>();

    [Theory]
    [InlineData("bo", "dan")]
    [InlineData("ben", "dan")]
    [InlineData("bo", "dan+z@example.com")]
    public void Their_delegate_does_not_decide_even_as_the_delegate_of_an_assignee(string party, string standsIn) =>
        Given(Open).In(Known.With(Delegation(party, standsIn), Delegation("cy", standsIn))).When(Approve(standsIn)).ThenRefused<Refusal.OwnRequest>();

    [Fact]
    public void An_assignee_who_becomes_the_requesters_delegate_after_being_asked_is_kept_out_and_only_as_long()
    {
        Given(Open).In(Known.With(Delegation("bo", "cy", ends: Start.AddHours(2)))).Later(1).When(Approve("cy")).ThenRefused<Refusal.OwnRequest>();
        Given(Open).In(Known.With(Delegation("bo", "cy", ends: Start.AddHours(2)))).Later(2).When(Approve("cy")).ThenStatus("completed");
    }

    [Fact]
    public void The_delegate_of_an_assignee_who_is_kept_out_is_kept_out_too() =>
        Given(Open).In(Known.With(Delegation("bo", "cy"), Delegation("cy", "dan"))).When(Approve("dan")).ThenRefused<Refusal.NotYourStep>();

    [Fact]
    public void As_an_administrator_the_requester_neither_overrides_nor_reassigns_nor_adds()
    {
        Given(Open).When(Override("bo", OverrideDecision.Approve).AsAdministrator()).ThenRefused<Refusal.OwnRequest>();
        Given(Open).When(Override("ben", OverrideDecision.Reject).AsAdministrator()).ThenRefused<Refusal.OwnRequest>();
        Given(Open).When(Reassign("bo", "cy", "fay").AsAdministrator()).ThenRefused<Refusal.OwnRequest>();
        Given(Open).When(Add("bo", "fay").AsAdministrator()).ThenRefused<Refusal.OwnRequest>();
        Given(Open).In(Known.With(Delegation("bo", "ada"))).When(Override("ada", OverrideDecision.Approve)).ThenRefused<Refusal.OwnRequest>();
    }

    [Theory]
    [InlineData("bo")]
    [InlineData("bo+x@example.com")]
    [InlineData("ben")]
    public void Nobody_hands_the_decision_to_them(string who)
    {
        Given(Open).When(Reassign("cy", "cy", who)).ThenRefused<Refusal.OwnRequest>();
        Given(Open).When(Add("ada", who)).ThenRefused<Refusal.OwnRequest>();
    }

    [Fact]
    public void Nor_to_their_delegate() => Given(Open).In(Known.With(Delegation("ben", "dan"))).When(Reassign("ada", "cy", "dan")).ThenRefused<Refusal.OwnRequest>();

    [Fact]
    public void An_assignee_who_is_kept_out_does_not_choose_who_decides_instead() =>
        Given(Open).In(Known.With(Delegation("bo", "cy"))).When(Reassign("cy", "cy", "fay")).ThenRefused<Refusal.OwnRequest>();

    [Fact]
    public void The_step_goes_up_to_the_manager_then_the_roles_owner_then_the_desks_owner()
    {
        var alone = Known.With(Vps, "bo");
        Given().In(alone).When(Submit(All)).Then(Submitted(All), Opened(1, 1, Asked("max", 0, AssignmentReason.SteppedUp, "bo")));
        Given().In(alone.Without("max")).When(Submit(All)).Then(Submitted(All), Opened(1, 1, Asked("rolf", 0, AssignmentReason.SteppedUp, "bo")));
        Given().In(alone.Without("max", "rolf")).When(Submit(All)).Then(Submitted(All), Opened(1, 1, Asked("oz", 0, AssignmentReason.SteppedUp, "bo")));
        Given().In(alone.Without("max", "rolf", "oz")).When(Submit(All)).ThenRefused<Refusal.NoApprover>();
    }
}
