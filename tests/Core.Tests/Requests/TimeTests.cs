using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Approvals.Core.Tests.Calendars;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>Reminders and escalation. Everybody works round the clock, but for whom a test says otherwise.</summary>
public sealed class TimeTests
{
    private static readonly RequestEvent[] Open = [Submitted(Step(1, Vps, Quorum.All)), Opened(1, "cy", "dee", "eli")];
    private static readonly RequestEvent[] Fay = [Submitted(Step(1, Legal, Quorum.Any)), Opened(1, "fay")];

    [Fact]
    public void Nothing_happens_before_its_time() => Given(Open).Later(3.99).When(Tick()).ThenNothing();

    [Fact]
    public void Every_open_assignee_is_reminded_and_not_who_has_answered() =>
        Given([.. Open, Approved(1, "dee")]).Later(4).When(Tick()).Then(Reminded(1, "cy", 50), Reminded(1, "eli", 50)).ThenTells("Reminder cy", "Reminder eli");

    [Fact]
    public void Reminders_that_came_due_together_are_one_the_latest()
    {
        var late = Given(Fay).Later(7).When(Tick()).Then(Reminded(1, "fay", 75));

        late.And(Tick()).ThenNothing();
        Assert.Equal(Start.AddHours(8), Schedule.NextDue(late.After));
    }

    [Fact]
    public void A_reminder_that_comes_due_while_its_reader_is_away_waits_for_the_next_opening()
    {
        // Fay works from nine to five in Auckland: eight in the evening to four in the morning, UTC.
        var away = Known.With("fay", fay => fay with { Calendar = SomeCalendar.Office("Pacific/Auckland") });
        var morning = new DateTimeOffset(2026, 11, 24, 20, 0, 0, TimeSpan.Zero);

        var timing = Timing with { EscalateAfter = null };
        RequestEvent[] open = [Submitted(Step(1, Legal, Quorum.Any, timing: timing)), Opened(1, 1, Asked("fay", timing: timing))];

        var deferred = Given(open).In(away).Later(7).When(Tick()).Then(Deferred(1, "fay", 75, morning)).ThenTells().And(Tick()).ThenNothing();
        Assert.Equal(Start.AddHours(8), Schedule.NextDue(deferred.After));
        Given([.. open, Deferred(1, "fay", 75, morning)]).In(away).Later(10.9).When(Tick()).Then(Deferred(1, "fay", 100, morning));
        Given([.. open, Deferred(1, "fay", 100, morning)]).In(away).Later(11).When(Tick()).Then(Reminded(1, "fay", 100)).And(Tick()).ThenNothing();
    }

    [Fact]
    public void Who_is_asked_above_the_one_they_stood_in_for_reads_no_reminder_for_them()
    {
        var away = Known.With("fay", fay => fay with { Calendar = SomeCalendar.Office("Pacific/Auckland") }).With(Delegation("fay", "tess"));
        var morning = new DateTimeOffset(2026, 11, 24, 20, 0, 0, TimeSpan.Zero);

        Given([.. Fay, StandsIn(1, "fay", "tess")]).In(away).Later(8).When(Tick())
            .Then(Escalated(1, "fay", "tess"), NobodyStandsIn(1, "fay"), Deferred(1, "fay", 100, morning)).ThenTells("Escalated tess");
    }

    [Fact]
    public void Past_its_time_the_manager_is_asked_too_and_the_assignee_keeps_their_say()
    {
        var up = Given(Fay).Later(8).When(Tick()).Then(Escalated(1, "fay", "tess"), Reminded(1, "fay", 100)).ThenTells("Escalated tess", "Reminder fay");

        up.And(Tick()).ThenNothing();
        up.And(Approve("fay")).ThenTells("Superseded tess", "Approved bo");
        up.And(Approve("tess")).Then(Approved(1, "tess"), Completed(1, "tess"), ApprovedAll("tess"), CompletedAll("tess")).ThenTells("Superseded fay", "Approved bo");
    }

    [Fact]
    public void Where_all_must_agree_an_assignee_and_their_manager_are_one_say() =>
        Given([.. Open, Approved(1, "dee"), Approved(1, "eli"), Escalated(1, "cy", "max")]).When(Approve("max"))
            .Then(Approved(1, "max"), Completed(1, "max"), ApprovedAll("max"), CompletedAll("max")).ThenTells("Superseded cy", "Approved bo");

    [Fact]
    public void Where_any_may_answer_one_above_is_asked_and_not_one_for_each_who_is_late()
    {
        RequestEvent[] open = [Submitted(Step(1, Vps, Quorum.Any)), Opened(1, 1, "cy", "dee", "eli")];

        var up = Given(open).Later(8).When(Tick()).Then(Escalated(1, "cy", "max"), Reminded(1, "cy", 100), Reminded(1, "dee", 100), Reminded(1, "eli", 100));
        Assert.Equal(Start.AddHours(12), Schedule.NextDue(up.After));
        Given([.. open, Escalated(1, "cy", "max"), Reminded(1, "max", 100)]).Later(8).When(Tick())
            .Then(Escalated(1, "max", "tess", behalf: "cy"), Reminded(1, "dee", 100), Reminded(1, "eli", 100));
    }

    [Fact]
    public void And_another_ones_manager_when_there_is_nobody_above_the_first() =>
        Given(Submitted(Step(1, Vps, Quorum.Any)), Opened(1, 1, "cy", "ada")).In(Known.Without("max", "tess", "rolf", "oz").With("ada", ada => ada with { Manager = Mail("fay") })).Later(8).When(Tick())
            .Then(Exhausted(1, "cy"), Escalated(1, "ada", "fay", slot: 1), Reminded(1, "cy", 100), Reminded(1, "ada", 100));

    [Fact]
    public void Where_all_must_answer_each_late_assignee_brings_in_somebody_else() =>
        Given(Open).Later(8).When(Tick()).Then(
            Escalated(1, "cy", "max"), Escalated(1, "dee", "tess", slot: 1), Escalated(1, "eli", "rolf", slot: 2),
            Reminded(1, "cy", 100), Reminded(1, "dee", 100), Reminded(1, "eli", 100));

    [Fact]
    public void A_manager_who_does_not_answer_either_is_passed_over_too_and_whose_say_it_was_stays_known() =>
        Given([.. Fay, Escalated(1, "fay", "tess"), Reminded(1, "fay", 100)]).Later(8).When(Tick()).Then(Escalated(1, "tess", "rolf", behalf: "fay"), Reminded(1, "tess", 100));

    [Fact]
    public void With_nobody_left_above_the_desks_owners_are_alarmed_once()
    {
        var alarmed = Given(Fay).In(Known.Without("tess", "rolf") with { Owners = [Person("fay"), Person("oz") with { Active = false }] }).Later(8).When(Tick())
            .Then(Exhausted(1, "fay", "fay"), Reminded(1, "fay", 100)).ThenTells("Held fay", "Reminder fay");

        alarmed.And(Tick()).ThenNothing();
        Assert.Null(Schedule.NextDue(alarmed.After));
    }

    [Fact]
    public void Who_has_left_is_not_waited_for_nor_reminded()
    {
        var left = Given(Fay).In(Known.Without("fay")).Later(4).When(Tick()).Then(Escalated(1, "fay", "tess", why: EscalationReason.Left)).ThenTells("Escalated tess");

        Assert.Empty(left.After.Facts!.Step(1)!.Assignments[0].Reminders);
    }

    [Fact]
    public void Nor_is_who_stands_in_for_the_requester_by_now() =>
        Given(Fay).In(Known.With(Delegation("bo", "fay"))).Later(1).When(Tick()).Then(Escalated(1, "fay", "tess", why: EscalationReason.Barred));

    [Fact]
    public void Nobody_who_is_kept_out_is_brought_in() =>
        Given(Fay).In(Known.With(Delegation("bo", "tess"))).Later(8).When(Tick()).Then(Escalated(1, "fay", "rolf"), Reminded(1, "fay", 100));

    [Fact]
    public void One_person_late_in_two_steps_at_once_is_escalated_in_both()
    {
        var twice = Given(Submitted(Step(1, Legal, Quorum.Any), Step(2, Legal, Quorum.Any, stage: 1)), Opened(1, "fay"), Opened(2, "fay")).Later(8).When(Tick())
            .Then(Escalated(1, "fay", "tess"), Escalated(2, "fay", "tess"), Reminded(1, "fay", 100), Reminded(2, "fay", 100));

        Assert.True(Schedule.NextDue(twice.After) > Start.AddHours(8));
    }

    [Fact]
    public void Time_does_nothing_to_what_is_not_pending()
    {
        Given([.. Fay, Recalled()]).Later(99).When(Tick()).ThenNothing();
        Given([.. Fay, Rejected(1, "fay")]).Later(99).When(Tick()).ThenNothing();
        Given(Submitted(Ticketed()), ApprovedAll("bo", "Free.")).Later(99).When(Tick()).ThenNothing();
        Assert.Null(Schedule.NextDue(Evolver.Fold([.. Fay, Recalled()])));
    }
}
