using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

public sealed class DelegationTests
{
    private static readonly StepPlan All = Step(1, Vps, Quorum.All);
    private static readonly RequestEvent[] Open = [Submitted(All), Opened(1, "cy", "dee", "eli")];

    [Fact]
    public void A_delegate_speaks_for_the_assignee_and_both_names_are_recorded() =>
        Given(Open).In(Known.With(Delegation("cy", "dan"))).When(Approve("dan")).Then(Approved(1, "cy", by: "dan"));

    [Fact]
    public void Not_before_the_delegation_starts_nor_from_its_end_on()
    {
        var noon = Known.With(Delegation("cy", "dan", Start.AddHours(3), Start.AddHours(5)));
        Given(Open).In(noon).Later(2.99).When(Approve("dan")).ThenRefused<Refusal.NotYourStep>();
        Given(Open).In(noon).Later(3).When(Approve("dan")).Then(Approved(1, "cy", by: "dan"));
        Given(Open).In(noon).Later(5).When(Approve("dan")).ThenRefused<Refusal.NotYourStep>();
    }

    [Fact]
    public void It_does_not_chain() =>
        Given(Open).In(Known.With(Delegation("cy", "ada"), Delegation("ada", "dan"))).When(Approve("dan")).ThenRefused<Refusal.NotYourStep>();

    [Fact]
    public void An_assignee_who_stands_in_for_another_speaks_for_themselves_and_has_one_say()
    {
        var mine = Given(Open).In(Known.With(Delegation("cy", "dee"))).When(Approve("dee")).Then(Approved(1, "dee"));

        mine.And(Approve("dee")).ThenNothing();
        mine.And(Reject("dee")).ThenRefused<Refusal.AlreadyDecided>();
    }

    [Fact]
    public void A_delegate_of_two_assignees_has_one_say() =>
        Given(Open).In(Known.With(Delegation("cy", "dan"), Delegation("eli", "dan"))).When(Approve("dan")).Then(Approved(1, "cy", by: "dan"))
            .And(Approve("dan")).ThenNothing()
            .And(Approve("eli")).Then(Approved(1, "eli"));

    [Fact]
    public void Who_is_asked_by_one_address_does_not_stand_in_by_another() =>
        Given(Open).In(Known.With(Delegation("cy", "dee+2@example.com"))).When(Approve("dee+2@example.com")).ThenRefused<Refusal.NotYourStep>();

    [Fact]
    public void By_a_tagged_address_too() =>
        Given(Open).In(Known.With(Delegation("cy", "dan"), Delegation("eli", "dan+2@example.com"))).When(Approve("dan"))
            .And(Approve("dan+2@example.com")).ThenNothing();

    [Fact]
    public void What_the_delegate_said_the_assignee_can_not_say_again()
    {
        var said = Given(Open).In(Known.With(Delegation("cy", "dan"))).When(Approve("dan")).And(Reject("cy")).ThenRefused<Refusal.AlreadyDecided>();

        Assert.Equal(("approved", "dan@example.com", Start), (said.What, said.By, said.AtUtc));
    }

    [Theory]
    [InlineData("reassign")]
    [InlineData("add")]
    public void Who_has_answered_for_somebody_gets_no_say_of_their_own_in_that_step(string how) =>
        Given([.. Open, Approved(1, "cy", by: "dan")]).When(how == "add" ? Add("ada", "dan") : Reassign("eli", "eli", "dan")).ThenRefused<Refusal.NotEligible>();

    [Fact]
    public void Nor_by_escalation() =>
        Given([.. Open, Approved(1, "cy", by: "max"), Approved(1, "dee")]).In(Known.Without("eli")).When(Tick()).Then(Escalated(1, "eli", "tess", slot: 2, why: EscalationReason.Left));
}
