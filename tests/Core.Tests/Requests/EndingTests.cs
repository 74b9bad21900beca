using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>Rejection, return, recall and cancelling: what ends a round, and who hears of it.</summary>
public sealed class EndingTests
{
    private static readonly StepPlan All = Step(1, Vps, Quorum.All);
    private static readonly StepPlan Beside = Step(2, Legal, Quorum.Any, stage: 1);
    private static readonly StepPlan Later = Step(3, Nobody, Quorum.Any);

    private static readonly RequestEvent[] Two_steps_open = [Submitted(All, Beside, Later), Opened(1, "cy", "dee", "eli"), Opened(2, "fay"), Approved(1, "dee")];

    [Fact]
    public void The_first_no_ends_the_round_closes_what_is_open_and_tells_everybody_concerned()
    {
        var it = Given(Two_steps_open).When(Reject("cy")).Then(Rejected(1, "cy")).ThenStatus("rejected");

        it.ThenTells("Rejected bo", "Superseded eli", "Superseded fay");
        Assert.Equal([StepStatus.Rejected, StepStatus.Closed, StepStatus.Closed], it.After.Facts!.Steps.Select(step => step.Status));
        Assert.DoesNotContain(it.After.Facts.Steps.SelectMany(step => step.Assignments), a => a.IsOpen);
    }

    [Fact]
    public void A_return_hands_it_back_and_tells_everybody_concerned() =>
        Given(Two_steps_open).When(Return("fay", step: 2)).Then(Returned(2, "fay")).ThenStatus("returned").ThenTells("Returned bo", "Superseded cy", "Superseded eli");

    [Fact]
    public void No_and_back_need_a_reason_where_the_policy_asks_for_one()
    {
        Given(Two_steps_open).When(Reject("cy", remark: " ")).ThenRefused<Refusal.CommentRequired>();
        Given(Two_steps_open).When(Return("cy", remark: null)).ThenRefused<Refusal.CommentRequired>();

        var free = Plain with { RejectNeedsComment = false, ReturnNeedsComment = false };
        Given(Submitted(free, All), Opened(1, "cy", "dee", "eli")).When(Reject("cy", remark: null)).ThenStatus("rejected");
        Given(Submitted(free, All), Opened(1, "cy", "dee", "eli")).When(Return("cy", remark: null)).ThenStatus("returned");
    }

    [Fact]
    public void The_requester_recalls_it_and_those_asked_are_told() =>
        Given(Two_steps_open).When(Recall("bo")).Then(Recalled()).ThenStatus("recalled").ThenTells("Recalled cy", "Recalled eli", "Recalled fay");

    [Fact]
    public void Recalled_twice_is_recalled_once() => Given([.. Two_steps_open, Recalled()]).When(Recall("bo")).ThenNothing();

    [Fact]
    public void Nobody_else_recalls() => Given(Two_steps_open).When(Recall("ada")).ThenRefused<Refusal.NotAllowed>();

    [Fact]
    public void The_requester_cancels_and_those_asked_are_told() =>
        Given(Two_steps_open).When(Cancel("bo")).Then(Cancelled()).ThenStatus("cancelled").ThenTells("Cancelled cy", "Cancelled eli", "Cancelled fay");

    [Fact]
    public void An_administrator_cancels_and_the_requester_is_told_too() =>
        Given(Two_steps_open).When(Cancel("ada")).Then(Cancelled("ada")).ThenTells("Cancelled bo", "Cancelled cy", "Cancelled eli", "Cancelled fay");

    [Fact]
    public void Nobody_else_cancels() => Given(Two_steps_open).When(Cancel("cy")).ThenRefused<Refusal.NotAllowed>();

    [Fact]
    public void Cancelled_twice_is_cancelled_once() => Given([.. Two_steps_open, Cancelled()]).When(Cancel("bo")).ThenNothing();

    [Fact]
    public void What_is_handed_back_can_be_cancelled() => Given([.. Two_steps_open, Returned(1, "cy")]).When(Cancel("bo")).Then(Cancelled()).ThenStatus("cancelled").ThenTells();

    [Fact]
    public void What_is_approved_can_be_cancelled_as_long_as_a_ticket_is_outstanding()
    {
        RequestEvent[] approved = [Submitted(Ticketed()), ApprovedAll("bo", "Free.")];
        Given(approved).When(Cancel("bo")).Then(Cancelled()).ThenStatus("cancelled").ThenTells();
        Given(approved).When(Cancel("ada")).Then(Cancelled("ada")).ThenTells("Cancelled bo");
        Given([.. approved, TicketRaised(Effect(2)), CompletedAll("system")]).When(Cancel("bo")).ThenRefused<Refusal.AlreadyClosed>();
    }

    [Fact]
    public void A_ticket_that_was_on_its_way_when_it_was_cancelled_is_noted_and_told() =>
        Given(Submitted(Ticketed()), ApprovedAll("bo", "Free."), Cancelled()).When(Record(Effect(2), new Effect.OpenTicket("licence", null), new EffectResult.Ticketed("desk", "T-1", null)))
            .ThenStatus("cancelled").ThenTells("RemarkTicket licence");

    [Fact]
    public void A_comment_reaches_the_requester_and_those_who_are_asked_but_not_its_writer() =>
        Given(Two_steps_open).When(Comment("eli")).Then(Commented("eli")).ThenTells("Commented bo", "Commented cy", "Commented fay");

    [Fact]
    public void The_requester_asks_again_and_not_too_often()
    {
        var nudged = Given(Two_steps_open).When(Nudge("bo")).Then(Nudged()).ThenTells("Reminder cy", "Reminder eli", "Reminder fay");

        Assert.Equal(Start + Plain.NudgeEvery, nudged.And(Nudge("bo")).ThenRefused<Refusal.TooSoon>().AgainAtUtc);
        Given([.. Two_steps_open, Nudged()]).Later(4).When(Nudge("bo")).Then(Nudged());
        Given(Two_steps_open).When(Nudge("cy")).ThenRefused<Refusal.NotAllowed>();
    }

    [Fact]
    public void When_a_later_role_has_lost_everybody_it_goes_back_to_the_requester_who_is_told_why()
    {
        var chain = new[] { Step(1, Legal, Quorum.Any), Step(2, Vps, Quorum.Any), Step(3, Nobody, Quorum.Any, stage: 2) };
        var it = Given(Submitted(chain), Opened(1, "fay")).In(Known with { Owners = [] }).When(Approve("fay")).ThenStatus("returned");

        var back = Assert.IsType<RequestEvent.StepReturned>(it.Events[^1]);
        Assert.Equal((3, null, Actor.System), (back.Step, back.Assignee, back.By));
        Assert.Equal(new Refusal.NoApprover("Step 3").Message, back.Comment);
        // Nobody was asked step 2 in vain, so nobody hears of it.
        it.ThenTells("Returned bo");
    }
}
