using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

public sealed class SubmitTests
{
    private static readonly StepPlan First = Step(1, Legal, Quorum.Any);

    [Fact]
    public void A_request_asks_the_first_step_and_no_other() =>
        Given().When(Submit(First, Step(2, Vps, Quorum.All)))
            .Then(Submitted(First, Step(2, Vps, Quorum.All)), Opened(1, "fay"))
            .ThenTells("ApprovalRequested fay");

    [Fact]
    public void Steps_of_one_stage_are_asked_together() =>
        Given().When(Submit(First, Step(2, Vps, Quorum.Any, stage: 1)))
            .Then(Submitted(First, Step(2, Vps, Quorum.Any, stage: 1)), Opened(1, "fay"), Opened(2, 1, "cy", "dee", "eli"))
            .ThenTells("ApprovalRequested fay", "ApprovalRequested cy", "ApprovalRequested dee", "ApprovalRequested eli");

    [Fact]
    public void A_step_that_the_policy_skips_is_recorded_with_the_reason_and_the_next_one_opens() =>
        Given().When(Submit(Step(1, Vps, Quorum.All, skipped: "PubSec decides elsewhere."), Step(2, Legal, Quorum.Any)))
            .Then(
                Submitted(Step(1, Vps, Quorum.All, skipped: "PubSec decides elsewhere."), Step(2, Legal, Quorum.Any)),
                Skipped(1, "PubSec decides elsewhere."),
                Opened(2, "fay"));

    [Fact]
    public void With_no_step_at_all_it_is_approved_by_policy_which_says_why() =>
        Given().When(Submit(Plain with { ApprovedBecause = "Up to 30 days are free." }))
            .Then(Submitted(Plain with { ApprovedBecause = "Up to 30 days are free." }), ApprovedAll("bo", "Up to 30 days are free."), CompletedAll("bo"))
            .ThenStatus("completed").ThenTells("Approved bo");

    [Fact]
    public void With_every_step_skipped_it_is_approved_by_policy_and_its_ticket_is_raised() =>
        Given().When(Submit(Ticketed(), Step(1, Vps, Quorum.All, skipped: "Small.")))
            .Then(Submitted(Ticketed(), Step(1, Vps, Quorum.All, skipped: "Small.")), Skipped(1, "Small."), ApprovedAll("bo", "The policy asks for no approval here."))
            .ThenStatus("approved").ThenTells("OpenTicket licence");

    [Fact]
    public void Submitted_twice_it_is_one_request() => Given(Submitted(First), Opened(1, "fay")).When(Submit(First)).ThenNothing();

    [Fact]
    public void The_product_asks_for_nothing_by_itself() => Given().When(Submit(First) with { By = Actor.System }).ThenRefused<Refusal.NotAllowed>();

    [Fact]
    public void A_step_that_nobody_could_decide_is_refused_at_once_even_if_it_comes_last() =>
        Assert.Equal("Step 2", Given().In(Known with { Owners = [] }).When(Submit(First, Step(2, Nobody, Quorum.Any))).ThenRefused<Refusal.NoApprover>().Step);

    [Fact]
    public void More_approvals_than_the_role_and_its_ladder_have_people_are_refused() =>
        Given().When(Submit(Step(1, Legal, Quorum.Of(9)))).ThenRefused<Refusal.NoApprover>();

    [Fact]
    public void A_step_that_nobody_could_decide_but_that_is_skipped_does_no_harm() =>
        Given().In(Known with { Owners = [] }).When(Submit(Step(1, Nobody, Quorum.Any, skipped: "Small."), Step(2, Legal, Quorum.Any))).ThenStatus("pending");

    [Fact]
    public void People_who_left_are_not_asked() =>
        Given().In(Known.Without("dee")).When(Submit(Step(1, Vps, Quorum.All))).Then(Submitted(Step(1, Vps, Quorum.All)), Opened(1, "cy", "eli"));

    [Fact]
    public void An_empty_role_goes_to_the_desks_owner() =>
        Given().When(Submit(Step(1, Nobody, Quorum.All)))
            .Then(Submitted(Step(1, Nobody, Quorum.All)), Opened(1, 1, Asked("oz", reason: AssignmentReason.SteppedUp)));

    [Fact]
    public void A_role_of_too_few_is_filled_from_its_ladder() =>
        Given().When(Submit(Step(1, Legal, Quorum.Of(3))))
            .Then(
                Submitted(Step(1, Legal, Quorum.Of(3))),
                Opened(1, 3, Asked("fay"), Asked("tess", 1, AssignmentReason.SteppedUp), Asked("rolf", 2, AssignmentReason.SteppedUp)));

    [Fact]
    public void Two_addresses_of_one_mailbox_are_one_person_with_one_say() =>
        Given().In(Known.With(Vps, "cy", "cy+boss@example.com", "dee")).When(Submit(Step(1, Vps, Quorum.All)))
            .Then(Submitted(Step(1, Vps, Quorum.All)), Opened(1, "cy", "dee"));
}
