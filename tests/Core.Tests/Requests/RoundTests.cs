using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>Round n+1 asks only those whose approval no longer counts.</summary>
public sealed class RoundTests
{
    private static readonly StepPlan All = Step(1, Vps, Quorum.All);
    private static readonly StepPlan Then_legal = Step(2, Legal, Quorum.Any);

    private static readonly RequestEvent[] Legal_returned =
        [Submitted(All, Then_legal), Opened(1, "cy", "dee", "eli"), Approved(1, "cy"), Approved(1, "dee"), Approved(1, "eli"), Completed(1, "eli"), Opened(2, "fay"), Returned(2, "fay")];

    [Fact]
    public void With_the_relevant_fields_unchanged_the_approvals_are_carried_and_only_the_rest_is_asked() =>
        Given(Legal_returned).When(Resubmit(Content(note: "It is for a trial."), All, Then_legal))
            .Then(
                Resubmitted(2, Content(note: "It is for a trial."), All, Then_legal), Opened(1, "cy", "dee", "eli"),
                Carried(1, "cy"), Carried(1, "dee"), Carried(1, "eli"), Completed(1, "bo"), Opened(2, "fay"))
            .ThenTells("ApprovalRequested fay");

    [Fact]
    public void With_a_relevant_field_changed_everybody_is_asked_again() =>
        Given(Legal_returned).When(Resubmit(Content(amount: 200), All, Then_legal))
            .Then(Resubmitted(2, Content(amount: 200), All, Then_legal), Opened(1, "cy", "dee", "eli"))
            .ThenTells("ApprovalRequested cy", "ApprovalRequested dee", "ApprovalRequested eli");

    [Fact]
    public void An_approval_counts_again_when_the_content_it_was_given_to_comes_back() =>
        Given([.. Legal_returned, Resubmitted(2, Content(amount: 200), All), Opened(1, "cy", "dee", "eli"), Returned(1, "cy", round: 2, amount: 200)])
            .When(Resubmit(Content(), All))
            .Then(
                Resubmitted(3, Content(), All), Opened(1, "cy", "dee", "eli"), Carried(1, "cy"), Carried(1, "dee"), Carried(1, "eli"), Completed(1, "bo"),
                ApprovedAll("bo"), CompletedAll("bo"));

    [Fact]
    public void A_carried_approval_keeps_its_giver_its_time_and_its_round()
    {
        var carried = Given(Legal_returned).Later(30).When(Resubmit(Content(note: "x"), All, Then_legal)).After.Facts!.Step(1)!.Assignments[0];

        Assert.Equal((By("cy"), Start, 1), (carried.DecidedBy!.Value, carried.DecidedAtUtc!.Value, carried.CarriedFromRound!.Value));
    }

    [Fact]
    public void The_approval_of_a_delegate_who_is_kept_out_by_now_is_not_carried() =>
        Given(Submitted(Then_legal with { Stage = 1 }, All with { Stage = 3 }), Opened(2, "fay"), Approved(2, "fay", by: "dan"), Completed(2, "dan"), Recalled())
            .In(Known.With(Delegation("bo", "dan")))
            .When(Resubmit(Content(), Then_legal))
            .Then(Resubmitted(2, Content(), Then_legal), Opened(2, "fay"));

    [Fact]
    public void What_a_delegate_said_is_not_carried_into_a_step_where_they_have_a_say_of_their_own() =>
        Given(
                Submitted(Step(1, Legal, Quorum.Any), Step(2, Vps, Quorum.All)),
                Opened(1, "fay"), Approved(1, "fay", by: "cy"), Completed(1, "cy"), Opened(2, "cy", "dee", "eli"), Recalled())
            .In(Known.With(Vps, "cy", "fay"))
            .When(Resubmit(Content(), All))
            .Then(Resubmitted(2, Content(), All), Opened(1, "cy", "fay"));

    [Fact]
    public void Only_the_requester_edits() => Given(Legal_returned).When(Resubmit("ada", Content(), Plain, All)).ThenRefused<Refusal.NotAllowed>();

    [Fact]
    public void What_is_pending_is_recalled_before_it_is_edited() => Given(Legal_returned[..2]).When(Resubmit(Content(), All)).ThenRefused<Refusal.NotOpen>();

    [Fact]
    public void A_new_round_that_nobody_could_decide_is_refused_and_stays_open_for_editing() =>
        Given(Legal_returned).In(Known with { Owners = [] }).When(Resubmit(Content(), Step(1, Nobody, Quorum.Any))).ThenRefused<Refusal.NoApprover>();

    [Fact]
    public void A_decision_on_the_round_before_is_stale_and_says_which_round_it_is()
    {
        var it = Given([.. Legal_returned, Resubmitted(2, Content(amount: 200), All), Opened(1, "cy", "dee", "eli")]);

        Assert.Equal((2, 10), (it.When(Approve("cy", round: 1)).ThenRefused<Refusal.Stale>() is var stale ? (stale.Round, stale.Version) : default));
    }

    [Fact]
    public void The_round_before_is_kept_to_show_what_changed() =>
        Assert.Equal(Content(), Given(Legal_returned).When(Resubmit(Content(amount: 200), All)).After.Facts!.ContentBefore);
}
