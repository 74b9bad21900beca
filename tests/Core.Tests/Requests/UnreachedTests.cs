using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>Mail that reaches nobody: refused when it is sent, or coming back afterwards.</summary>
public sealed class UnreachedTests
{
    private static readonly RequestEvent[] Fay = [Submitted(Step(1, Legal, Quorum.Any)), Opened(1, "fay")];
    private static readonly Effect.SendMail AskFay = new(MailKind.ApprovalRequested, Mail("fay")) { Round = 1, Step = 1 };
    private static readonly EffectResult Nobody = new EffectResult.Undeliverable("550 nobody");

    [Fact]
    public void A_refused_mail_is_over_and_somebody_above_is_asked_at_once()
    {
        var refused = Given(Fay).When(Record(Effect(2), AskFay, Nobody)).Then(Undeliverable(Effect(2), "fay")).ThenTells();

        Assert.Contains(Effect(2), refused.After.Facts!.Settled);
        Assert.Equal(Start, Schedule.NextDue(refused.After));
        refused.And(Tick()).Then(Escalated(1, "fay", "tess", why: EscalationReason.Unreached)).ThenTells("Escalated tess").And(Tick()).ThenNothing();
    }

    [Fact]
    public void So_is_a_mail_that_came_back_and_once_is_enough()
    {
        var back = Given([.. Fay, MailSent(Effect(2), MailKind.ApprovalRequested, "fay")]).When(Bounce(Effect(2), "fay")).Then(Undeliverable(Effect(2), "fay"));

        back.And(Bounce(Effect(2), "fay")).ThenNothing();
        back.And(Tick()).Then(Escalated(1, "fay", "tess", why: EscalationReason.Unreached));
    }

    [Fact]
    public void A_mail_that_was_never_sent_does_not_come_back() =>
        Given(Fay).When(Bounce(Effect(2), "fay")).ThenRefused<Refusal.UnknownEffect>();

    [Fact]
    public void Whoever_is_not_reached_keeps_their_say_on_the_page_and_is_not_reminded()
    {
        var up = Given([.. Fay, Undeliverable(Effect(2), "fay"), Escalated(1, "fay", "tess")]);

        up.Later(7).When(Tick()).Then(Reminded(1, "tess", 75));
        up.When(Approve("fay")).ThenTells("Superseded tess", "Approved bo");
    }

    [Fact]
    public void Where_enough_others_can_be_reached_nobody_else_is_asked()
    {
        RequestEvent[] any = [Submitted(Step(1, Vps, Quorum.Any)), Opened(1, 1, "cy", "dee"), Undeliverable(Effect(2), "cy")];

        Given(any).Later(1).When(Tick()).ThenNothing();
        Given([.. any, Undeliverable(Effect(2, 1), "dee")]).Later(1).When(Tick()).Then(Escalated(1, "cy", "max", why: EscalationReason.Unreached));
    }

    [Fact]
    public void Where_all_must_answer_each_who_is_not_reached_is_covered() =>
        Given(Submitted(Step(1, Vps, Quorum.All)), Opened(1, "cy", "dee"), Undeliverable(Effect(2), "dee")).Later(1).When(Tick()).Then(Escalated(1, "dee", "max", slot: 1, why: EscalationReason.Unreached));

    [Fact]
    public void When_the_manager_is_not_reached_either_it_goes_on_up_and_at_the_end_to_the_desks_owners()
    {
        RequestEvent[] manager = [.. Fay, Undeliverable(Effect(2), "fay"), Escalated(1, "fay", "tess"), Undeliverable(Effect(4), "tess", MailKind.Escalated)];

        Given(manager).Later(1).When(Tick()).Then(Escalated(1, "tess", "rolf", behalf: "fay", why: EscalationReason.Unreached));
        Given(manager).In(Known.Without("rolf") with { Owners = [Person("fay")] }).Later(1).When(Tick())
            .Then(Exhausted(1, "tess", "fay")).ThenTells("Held fay").And(Tick()).ThenNothing();
    }

    [Fact]
    public void Whoever_stands_in_is_another_way_as_long_as_mail_reaches_them()
    {
        RequestEvent[] both = [.. Fay, StandsIn(1, "fay", "dan"), Undeliverable(Effect(2), "fay")];
        var covered = Known.With(Delegation("fay", "dan"));

        Given(both).In(covered).Later(1).When(Tick()).ThenNothing();
        Given([.. both, Undeliverable(Effect(3), "dan", MailKind.Delegated)]).In(covered).Later(1).When(Tick())
            .Then(Escalated(1, "fay", "tess", why: EscalationReason.Unreached));
    }

    [Fact]
    public void A_mail_of_before_says_nothing_of_whoever_was_asked_after_it() =>
        Given([.. Fay, Recalled(), Resubmitted(2, Content(), Step(1, Legal, Quorum.Any)), Opened(1, "fay"), Undeliverable(Effect(2), "fay")]).Later(1).When(Tick()).ThenNothing();

    [Fact]
    public void A_mail_to_somebody_who_only_needs_to_know_moves_nothing() =>
        Given([.. Fay, Undeliverable(Effect(2), "bo", MailKind.Commented)]).Later(1).When(Tick()).ThenNothing();

    [Fact]
    public void A_mail_that_comes_back_after_the_end_is_noted() =>
        Given([.. Fay, MailSent(Effect(2), MailKind.ApprovalRequested, "fay"), Cancelled()]).When(Bounce(Effect(2), "fay")).Then(Undeliverable(Effect(2), "fay")).ThenStatus("cancelled");
}
