using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

public sealed class QuorumTests
{
    private static readonly StepPlan All = Step(1, Vps, Quorum.All);
    private static readonly StepPlan Any = Step(1, Vps, Quorum.Any);
    private static readonly StepPlan Two = Step(1, Vps, Quorum.Of(2));

    [Fact]
    public void One_yes_of_three_where_all_must_agree_completes_nothing() =>
        Given(Submitted(All), Opened(1, "cy", "dee", "eli")).When(Approve("dee")).Then(Approved(1, "dee")).ThenTells();

    [Fact]
    public void The_last_yes_of_all_completes_the_step_and_the_request() =>
        Given(Submitted(All), Opened(1, "cy", "dee", "eli"), Approved(1, "dee"), Approved(1, "cy")).When(Approve("eli", remark: "Fine."))
            .Then(Approved(1, "eli", comment: "Fine."), Completed(1, "eli"), ApprovedAll("eli"), CompletedAll("eli"))
            .ThenStatus("completed").ThenTells("Approved bo");

    [Fact]
    public void One_yes_of_any_is_enough_and_the_others_are_told() =>
        Given(Submitted(Any), Opened(1, 1, "cy", "dee", "eli")).When(Approve("dee"))
            .Then(Approved(1, "dee"), Completed(1, "dee"), ApprovedAll("dee"), CompletedAll("dee"))
            .ThenTells("Superseded cy", "Superseded eli", "Approved bo");

    [Fact]
    public void Two_of_three_are_enough_and_the_third_is_told() =>
        Given(Submitted(Two), Opened(1, 2, "cy", "dee", "eli"), Approved(1, "eli")).When(Approve("cy"))
            .Then(Approved(1, "cy"), Completed(1, "cy"), ApprovedAll("cy"), CompletedAll("cy"))
            .ThenTells("Superseded dee", "Approved bo");

    [Fact]
    public void Steps_come_one_after_the_other() =>
        Given(Submitted(Any, Step(2, Legal, Quorum.Any)), Opened(1, 1, "cy", "dee", "eli")).When(Approve("cy"))
            .Then(Approved(1, "cy"), Completed(1, "cy"), Opened(2, "fay") with { By = By("cy") })
            .ThenStatus("pending").ThenTells("Superseded dee", "Superseded eli", "ApprovalRequested fay");

    [Fact]
    public void A_later_step_can_not_be_decided_before_its_time() =>
        Given(Submitted(Any, Step(2, Legal, Quorum.Any)), Opened(1, 1, "cy", "dee", "eli")).When(Approve("fay", step: 2)).ThenRefused<Refusal.NotOpen>();

    [Fact]
    public void A_stage_ends_when_its_last_step_does()
    {
        var third = Step(3, Vps, Quorum.Any, stage: 2);
        Given(Submitted(Step(1, Legal, Quorum.Any), Step(2, Nobody, Quorum.Any, stage: 1), third), Opened(1, "fay"), Opened(2, "oz"))
            .When(Approve("oz", step: 2)).Then(Approved(2, "oz"), Completed(2, "oz"))
            .And(Approve("fay")).Then(Approved(1, "fay"), Completed(1, "fay"), Opened(3, 1, "cy", "dee", "eli") with { By = By("fay") });
    }

    [Fact]
    public void An_approver_of_a_stage_before_is_not_asked_about_the_same_content_again() =>
        Given(Submitted(Any, Step(2, Vps, Quorum.Any)), Opened(1, 1, "cy", "dee", "eli")).When(Approve("cy"))
            .Then(
                Approved(1, "cy"), Completed(1, "cy"), Opened(2, 1, "cy", "dee", "eli") with { By = By("cy") },
                Carried(2, "cy", fromStep: 1) with { By = By("cy") }, Completed(2, "cy"), ApprovedAll("cy"), CompletedAll("cy"))
            // Dee and eli were never asked about step 2, so nobody tells them that it is over.
            .ThenTells("Superseded dee", "Superseded eli", "Approved bo");
}
