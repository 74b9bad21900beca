using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>What comes of tickets and mails, and what then comes of the request.</summary>
public sealed class EffectTests
{
    private static readonly Effect.OpenTicket Licence = new("licence", null);
    private static readonly Effect.OpenTicket Interim = new("interim", null);
    private static readonly Effect.SendMail Ask = new(MailKind.ApprovalRequested, Mail("fay"));
    private static readonly StepPlan First = Step(1, Legal, Quorum.Any);

    private static readonly Policy Both = Ticketed(new TicketOrder("licence"), new TicketOrder("interim", null, TicketMoment.Submitted));

    private static readonly RequestEvent[] Approved_now =
        [Submitted(Ticketed(), First), Opened(1, "fay"), Approved(1, "fay"), Completed(1, "fay"), ApprovedAll("fay")];

    private static readonly EffectResult.Ticketed Raised = new("desk", "T-1", null);
    private static readonly EffectResult.Failed Away = new(1, Start.AddMinutes(1), "Away.");

    [Fact]
    public void The_chains_end_orders_the_ticket_and_the_ticket_completes_the_request() =>
        Given(Approved_now[..2]).When(Approve("fay")).ThenStatus("approved").ThenTells("OpenTicket licence")
            .And(Record(Effect(5), Licence, Raised)).Then(TicketRaised(Effect(5)), CompletedAll("system")).ThenStatus("completed").ThenTells("TicketRaised bo");

    [Fact]
    public void A_ticket_recorded_twice_is_one_ticket() =>
        Given([.. Approved_now, TicketRaised(Effect(5)), CompletedAll("system")]).When(Record(Effect(5), Licence, new EffectResult.Ticketed("desk", "T-2", null))).ThenNothing();

    [Theory]
    [InlineData(4, "licence")]
    [InlineData(5, "other")]
    public void A_ticket_that_was_never_ordered_is_not_recorded(int version, string template) =>
        Given(Approved_now).When(Record(Effect(version), new Effect.OpenTicket(template, null), Raised)).ThenRefused<Refusal.UnknownEffect>();

    [Fact]
    public void Nor_an_effect_of_another_request_nor_one_that_is_yet_to_come_nor_a_result_that_does_not_fit()
    {
        Given(Approved_now).When(Record(new EffectId(RequestId.FromBytes(new byte[16]), 2, 0), Ask, new EffectResult.Mailed("m"))).ThenRefused<Refusal.UnknownEffect>();
        Given(Approved_now).When(Record(Effect(6), Ask, new EffectResult.Mailed("m"))).ThenRefused<Refusal.UnknownEffect>();
        Given(Approved_now).When(Record(Effect(2), Ask, Raised)).ThenRefused<Refusal.UnknownEffect>();
        Given(Approved_now).When(Record(Effect(5), Licence, new EffectResult.Mailed("m"))).ThenRefused<Refusal.UnknownEffect>();
    }

    [Fact]
    public void It_is_complete_when_every_ticket_is_there()
    {
        var two = new[] { Submitted(Ticketed(new TicketOrder("licence"), new TicketOrder("case", "jira"))), ApprovedAll("bo", "Free.") };
        Given(two).When(Record(Effect(2), Licence, Raised)).Then(TicketRaised(Effect(2))).ThenStatus("approved")
            .And(Record(Effect(2, 1), new Effect.OpenTicket("case", "jira"), Raised)).ThenStatus("completed").ThenTells("TicketRaised bo");
    }

    [Fact]
    public void A_template_that_is_named_twice_is_one_ticket() =>
        Given().When(Submit(Ticketed(new TicketOrder("licence"), new TicketOrder("licence", "jira")))).ThenTells("OpenTicket licence");

    [Fact]
    public void Interim_help_is_ordered_with_the_submission_and_the_rest_after_the_gate() =>
        Given().When(Submit(Both, First)).ThenTells("OpenTicket interim", "ApprovalRequested fay")
            .And(Approve("fay")).ThenTells("OpenTicket licence")
            .And(Record(Effect(1), Interim, Raised)).ThenStatus("approved")
            .And(Record(Effect(5), Licence, Raised)).ThenStatus("completed");

    [Fact]
    public void Interim_help_that_a_later_round_asks_for_is_ordered_then() =>
        Given(Submitted(Ticketed(), First), Opened(1, "fay"), Recalled()).When(Resubmit("bo", Content(), Both, First)).ThenTells("OpenTicket interim", "ApprovalRequested fay");

    [Fact]
    public void And_is_not_ordered_again_while_it_is_on_the_way() =>
        Given(Submitted(Both, First), Opened(1, "fay"), Recalled()).When(Resubmit("bo", Content(), Both, First)).ThenTells("ApprovalRequested fay");

    [Fact]
    public void The_requester_hears_of_the_approval_at_once_when_the_ticket_takes_longer() =>
        Given(Approved_now).When(Record(Effect(5), Licence, Away)).Then(Failed(Effect(5), Licence, 1)).ThenTells("Approved bo")
            .And(Record(Effect(5), Licence, Away with { Attempt = 2 })).Then(Failed(Effect(5), Licence, 2)).ThenTells();

    [Fact]
    public void But_not_while_only_the_interim_help_does() =>
        Given(Submitted(Both, First), Opened(1, "fay")).When(Record(Effect(1), Interim, Away)).Then(Failed(Effect(1), Interim, 1)).ThenTells();

    [Fact]
    public void A_failed_mail_changes_nothing_else() => Given(Approved_now).When(Record(Effect(2), Ask, Away)).Then(Failed(Effect(2), Ask, 1)).ThenTells().ThenStatus("approved");

    [Fact]
    public void A_mail_that_was_sent_is_settled() =>
        Given(Approved_now).When(Record(Effect(2), Ask, new EffectResult.Mailed("m"))).Then(MailSent(Effect(2), MailKind.ApprovalRequested, "fay"))
            .And(Record(Effect(2), Ask, Away)).ThenNothing();

    [Fact]
    public void A_mail_that_was_overtaken_is_dropped() =>
        Given(Approved_now).When(Record(Effect(2), Ask, new EffectResult.Dropped("Overtaken."))).Then(Dropped(Effect(2)));

    [Fact]
    public void What_is_abandoned_waits_for_an_administrator_who_has_it_tried_again_under_its_own_id()
    {
        var abandoned = Given(Approved_now).When(Record(Effect(5), Licence, new EffectResult.Abandoned(9, "Away."))).Then(Abandoned(Effect(5), Licence)).ThenStatus("approved");
        Assert.Equal(Effect(5), Assert.Single(abandoned.After.Facts!.Abandoned).Key);

        abandoned.And(Retry("fay", Effect(5))).ThenRefused<Refusal.NotAllowed>();
        abandoned.And(Retry("ada", Effect(4))).ThenRefused<Refusal.UnknownEffect>();

        var again = abandoned.And(Retry("ada", Effect(5))).Then(Retried(Effect(5), Licence));
        Assert.Equal([new PlannedEffect(Effect(5), Licence)], Planner.Plan(again.After, again.Events));
        Assert.Empty(again.After.Facts!.Abandoned);
        again.And(Record(Effect(5), Licence, Raised)).ThenStatus("completed").And(Retry("ada", Effect(5))).ThenNothing();
    }

    [Fact]
    public void A_ticket_of_a_living_request_is_never_dropped_in_silence() =>
        Given(Approved_now).When(Record(Effect(5), Licence, new EffectResult.Dropped("No such template.")))
            .Then(Abandoned(Effect(5), Licence, 1, "No such template.")).ThenStatus("approved")
            .And(Retry("ada", Effect(5))).And(Record(Effect(5), Licence, Raised)).ThenStatus("completed");

    [Fact]
    public void After_the_end_a_ticket_may_be_dropped_and_is_not_tried_again()
    {
        RequestEvent[] ended = [Submitted(Both, First), Opened(1, "fay"), Rejected(1, "fay")];

        Given(ended).When(Record(Effect(1), Interim, new EffectResult.Dropped("Overtaken."))).Then(Dropped(Effect(1)));
        Given([.. ended, Abandoned(Effect(1), Interim)]).When(Retry("ada", Effect(1))).ThenRefused<Refusal.AlreadyClosed>();
    }

    [Fact]
    public void After_the_end_people_are_still_told() =>
        Given([.. Approved_now, TicketRaised(Effect(5)), CompletedAll("system"), Abandoned(Effect(2), Ask)]).When(Retry("ada", Effect(2))).Then(Retried(Effect(2), Ask)).ThenTells("ApprovalRequested fay");

    [Fact]
    public void The_gate_looks_again_at_every_step_and_at_the_content()
    {
        var request = Given(Approved_now).When(Tick()).After.Facts!;

        Assert.Null(Gate.Problem(request));
        Assert.NotNull(Gate.Problem(request with { Content = Content(amount: 1) }));
        Assert.NotNull(Gate.Problem(request with { Content = Content(amount: 1), ContentHash = Hash(1) }));
        Assert.Null(Gate.Problem(request with { Content = Content(note: "free") }));
        Assert.NotNull(Gate.Problem(Evolver.Fold(Approved_now[..2]).Facts!));
        Assert.NotNull(Gate.Problem(Evolver.Fold([.. Approved_now[..2], Rejected(1, "fay")]).Facts!));
        Assert.Null(Gate.Problem(Evolver.Fold([.. Approved_now[..2], Overridden(1, OverrideDecision.Approve)]).Facts!));
    }
}
