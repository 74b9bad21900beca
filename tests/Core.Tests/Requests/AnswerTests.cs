using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>Said again, too late, crossed: the answer says who decided what, and when.</summary>
public sealed class AnswerTests
{
    private static readonly StepPlan All = Step(1, Vps, Quorum.All);
    private static readonly StepPlan Next = Step(2, Vps, Quorum.All);
    private static readonly RequestEvent[] Open = [Submitted(All, Step(2, Legal, Quorum.Any)), Opened(1, "cy", "dee", "eli")];

    [Fact]
    public void The_same_command_again_changes_nothing()
    {
        var approve = Approve("cy") with { CommandId = "click" };
        Given(Open).When(approve).Then(Approved(1, "cy")).And(approve).ThenNothing();
    }

    [Fact]
    public void A_second_click_approves_no_other_step()
    {
        var other = Submitted(Step(1, Legal, Quorum.Any), Step(2, Nobody, Quorum.Any, stage: 1), Step(3, Legal, Quorum.Any));
        Given(other, Opened(1, "fay"), Opened(2, "oz"), Approved(1, "fay"), Completed(1, "fay")).When(Approve("fay", step: 1)).ThenNothing();
    }

    [Fact]
    public void A_second_approval_by_the_same_person_changes_nothing() => Given([.. Open, Approved(1, "cy")]).When(Approve("cy")).ThenNothing();

    [Fact]
    public void A_second_no_and_a_second_back_change_nothing()
    {
        Given([.. Open, Rejected(1, "cy")]).When(Reject("cy")).ThenNothing();
        Given([.. Open, Returned(1, "cy")]).When(Return("cy")).ThenNothing();
    }

    [Fact]
    public void A_person_who_said_yes_can_not_say_no() =>
        Assert.Equal(
            new Refusal.AlreadyDecided(1, "approved", "cy@example.com", Start),
            Given([.. Open, Approved(1, "cy")]).Later(1).When(Reject("cy")).ThenRefused<Refusal.AlreadyDecided>());

    [Fact]
    public void What_was_seen_before_the_step_was_asked_is_stale() => Given(Open).When(Approve("cy", seen: 1)).ThenRefused<Refusal.Stale>();

    [Fact]
    public void What_nobody_can_have_seen_yet_is_stale() => Given(Open).When(Approve("cy", seen: 3)).ThenRefused<Refusal.Stale>();

    [Fact]
    public void What_was_seen_before_somebody_elses_yes_still_counts() => Given([.. Open, Approved(1, "dee")]).When(Approve("cy", seen: 2)).Then(Approved(1, "cy"));

    [Fact]
    public void An_unknown_step_is_said_to_be_unknown() => Given(Open).When(Approve("cy", step: 9)).ThenRefused<Refusal.UnknownStep>();

    [Fact]
    public void A_stranger_hears_that_it_is_not_theirs()
    {
        Given(Open).When(Approve("fay")).ThenRefused<Refusal.NotYourStep>();
        Given(Open).When(Approve("system")).ThenRefused<Refusal.NotYourStep>();
    }

    [Fact]
    public void Too_late_in_a_completed_step_names_the_last_who_approved()
    {
        var late = Given(Submitted(Step(1, Vps, Quorum.Of(2)), Step(2, Legal, Quorum.Any)), Opened(1, 2, "cy", "dee", "eli"), Approved(1, "dee"), Approved(1, "cy") with { At = Start.AddHours(-1) }, Completed(1, "dee"), Opened(2, "fay"));

        Assert.Equal(new Refusal.AlreadyDecided(1, "approved", "dee@example.com", Start), late.When(Approve("eli")).ThenRefused<Refusal.AlreadyDecided>());
    }

    [Fact]
    public void Too_late_for_a_say_that_the_manager_gave_names_the_manager() =>
        Assert.Equal(
            "max@example.com",
            Given([.. Open, Escalated(1, "cy", "max"), Approved(1, "max")]).When(Approve("cy")).ThenRefused<Refusal.AlreadyDecided>().By);

    [Fact]
    public void Too_late_after_an_administrator_names_the_administrator_and_not_who_approved_before() =>
        Assert.Equal(
            new Refusal.AlreadyDecided(1, "approved", "ada@example.com", Start),
            Given([.. Open, Approved(1, "cy"), Overridden(1, OverrideDecision.Approve), Opened(2, "fay")]).When(Approve("dee")).ThenRefused<Refusal.AlreadyDecided>());

    [Fact]
    public void Too_late_after_a_return_names_who_returned_and_not_who_approved_before() =>
        Assert.Equal(
            new Refusal.AlreadyDecided(1, "returned", "eli@example.com", Start),
            Given([.. Open, Approved(1, "cy"), Returned(1, "eli")]).When(Approve("dee")).ThenRefused<Refusal.AlreadyDecided>());

    [Fact]
    public void A_skipped_step_says_that_the_policy_skipped_it() =>
        Assert.Equal(
            "skipped by policy",
            Given(Submitted(All with { SkippedBecause = "Small." }, Next), Skipped(1, "Small."), Opened(2, "cy", "dee", "eli")).When(Approve("cy")).ThenRefused<Refusal.AlreadyDecided>().What);

    [Fact]
    public void A_closed_request_says_how_by_whom_and_when_it_was_closed()
    {
        Assert.Equal(new Refusal.AlreadyClosed("rejected", "cy@example.com", Start), Given([.. Open, Rejected(1, "cy")]).When(Approve("dee")).ThenRefused<Refusal.AlreadyClosed>());
        Assert.Equal(new Refusal.AlreadyClosed("cancelled", "bo@example.com", Start), Given([.. Open, Cancelled()]).When(Comment("dee")).ThenRefused<Refusal.AlreadyClosed>());
    }

    [Fact]
    public void Too_late_for_a_request_that_is_completed_still_names_who_was_first() =>
        Assert.Equal(
            new Refusal.AlreadyDecided(1, "approved", "cy@example.com", Start),
            Given(Submitted(Step(1, Vps, Quorum.Any)), Opened(1, "cy", "dee", "eli"), Approved(1, "cy"), Completed(1, "cy"), ApprovedAll("cy"), CompletedAll("system"))
                .When(Approve("dee")).ThenRefused<Refusal.AlreadyDecided>());

    [Fact]
    public void A_recalled_request_says_so() => Assert.Equal("recalled", Given([.. Open, Recalled()]).When(Approve("dee")).ThenRefused<Refusal.NotOpen>().Status);

    [Fact]
    public void The_comment_and_the_channel_are_recorded() =>
        Given(Open).When(Approve("cy", remark: "Fine.") is Command.Approve approve ? approve with { Channel = Channel.Mail } : throw new InvalidOperationException())
            .Then((RequestEvent.StepApproved)Approved(1, "cy", comment: "Fine.") with { Channel = Channel.Mail });
}
