using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Approvals.Core.Tests.Calendars;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>People who are out of office: their stand-in is asked, else somebody above, and nothing of it in silence.</summary>
public sealed class AbsenceTests
{
    private static readonly DateTimeOffset Back = Start.AddDays(10);
    private static readonly RequestEvent[] Fay = [Submitted(Step(1, Legal, Quorum.Any)), Opened(1, "fay")];
    private static readonly RequestEvent[] Any = [Submitted(Step(1, Vps, Quorum.Any)), Opened(1, 1, "cy", "dee")];

    [Fact]
    public void Who_is_away_is_stood_in_for_by_their_delegate_who_hears_of_it_once()
    {
        var asked = Given(Fay).In(OutOfOffice("fay").With(Delegation("fay", "dan"))).When(Tick()).Then(StandsIn(1, "fay", "dan")).ThenTells("Delegated dan");

        asked.And(Tick()).ThenNothing();
        asked.And(Approve("dan")).Then(Approved(1, "fay", by: "dan"), Completed(1, "dan"), ApprovedAll("dan"), CompletedAll("dan")).ThenTells("Superseded fay", "Approved bo");
        asked.And(Approve("fay")).ThenTells("Superseded dan", "Approved bo");
        asked.And(Cancel("bo")).ThenTells("Cancelled fay", "Cancelled dan");
    }

    [Fact]
    public void A_delegate_is_asked_also_when_nobody_said_out_of_office() =>
        Given(Fay).In(Known.With(Delegation("fay", "dan"))).When(Tick()).Then(StandsIn(1, "fay", "dan"));

    [Fact]
    public void Reminders_go_to_the_stand_in_in_their_working_time()
    {
        var night = OutOfOffice("fay").With(Delegation("fay", "dan")).With("dan", dan => dan with { Calendar = SomeCalendar.Office("Pacific/Auckland") });
        var morning = new DateTimeOffset(2026, 11, 24, 20, 0, 0, TimeSpan.Zero);
        RequestEvent[] asked = [.. Fay, StandsIn(1, "fay", "dan")];

        Given(asked).In(night).Later(4).When(Tick()).Then(Deferred(1, "fay", 50, morning)).ThenTells();
        Given(asked).In(OutOfOffice("fay").With(Delegation("fay", "dan"))).Later(4).When(Tick()).Then(Reminded(1, "fay", 50)).ThenTells("Reminder dan");
    }

    [Fact]
    public void Without_a_delegate_the_manager_is_asked_at_once_and_the_assignee_keeps_their_say()
    {
        var up = Given(Fay).In(OutOfOffice("fay")).When(Tick()).Then(Escalated(1, "fay", "tess", why: EscalationReason.Away)).ThenTells("Escalated tess");

        up.And(Tick()).ThenNothing();
        up.And(Approve("fay")).ThenStatus("completed");
        up.And(Approve("tess")).ThenStatus("completed");
    }

    [Fact]
    public void A_manager_who_is_away_too_is_asked_only_when_nobody_else_is_there() =>
        Given(Fay).In(OutOfOffice("fay", "tess")).When(Tick()).Then(Escalated(1, "fay", "rolf", why: EscalationReason.Away));

    [Fact]
    public void And_somebody_who_is_away_rather_than_nobody() =>
        Given(Fay).In(OutOfOffice("fay", "tess", "rolf", "oz")).When(Tick())
            .Then(Escalated(1, "fay", "tess", why: EscalationReason.Away), Escalated(1, "tess", "rolf", behalf: "fay", why: EscalationReason.Away), Escalated(1, "rolf", "oz", behalf: "fay", why: EscalationReason.Away), Exhausted(1, "oz", "oz"));

    [Fact]
    public void While_enough_others_can_answer_the_absence_is_only_put_on_record()
    {
        var noted = Given(Any).In(OutOfOffice("cy")).When(Tick()).Then(Away(1, "cy", Back)).ThenTells();

        noted.And(Tick()).ThenNothing();
        Given([.. Any, Away(1, "cy", Back)]).In(OutOfOffice("cy", "dee")).When(Tick()).Then(Escalated(1, "cy", "max", why: EscalationReason.Away), Away(1, "dee", Back));
    }

    [Fact]
    public void And_their_reminders_wait_until_they_are_back() =>
        Given([.. Any, Away(1, "cy", Back)]).In(OutOfOffice("cy")).Later(4).When(Tick()).Then(Deferred(1, "cy", 50, Back), Reminded(1, "dee", 50)).ThenTells("Reminder dee");

    [Fact]
    public void Of_an_absence_without_an_end_nobody_waits_for_the_end() =>
        Given([.. Any, Away(1, "cy")]).In(Known.With("cy", cy => cy with { Absences = [new Absence(Start, null)] })).Later(4).When(Tick())
            .Then(Reminded(1, "cy", 50), Reminded(1, "dee", 50));

    [Fact]
    public void A_delegate_who_has_left_or_is_away_or_kept_out_is_none()
    {
        var delegated = OutOfOffice("fay").With(Delegation("fay", "dan"));
        var up = Escalated(1, "fay", "tess", why: EscalationReason.Away);
        Given(Fay).In(delegated.Without("dan")).When(Tick()).Then(up);
        Given(Fay).In(delegated.With("dan", Absent)).When(Tick()).Then(up);
        Given(Fay).In(delegated.With(Delegation("bo", "dan"))).When(Tick()).Then(up);
        Given(Fay).In(OutOfOffice("fay").With(Delegation("fay", "bo"))).When(Tick()).Then(up);
    }

    [Fact]
    public void A_delegates_delegate_is_not_asked() =>
        Given(Fay).In(OutOfOffice("fay", "dan").With(Delegation("fay", "dan"), Delegation("dan", "gus"))).When(Tick()).Then(Escalated(1, "fay", "tess", why: EscalationReason.Away));

    [Fact]
    public void One_person_stands_in_for_one_of_two()
    {
        RequestEvent[] both = [Submitted(Step(1, Vps, Quorum.All)), Opened(1, "cy", "dee")];
        Given(both).In(Known.With(Delegation("cy", "dan"), Delegation("dee", "dan"))).When(Tick()).Then(StandsIn(1, "cy", "dan"));
        Given(both).In(Known.With(Delegation("cy", "dee"))).When(Tick()).ThenNothing();
    }

    [Fact]
    public void When_the_delegation_ends_somebody_above_is_asked_if_they_are_still_away()
    {
        var until = Start.AddHours(2);
        var asked = Given([.. Fay, StandsIn(1, "fay", "dan", until)]).In(OutOfOffice("fay").With(Delegation("fay", "dan", ends: until)));

        Assert.Equal(until, Schedule.NextDue(asked.After));
        asked.Later(2).When(Tick()).Then(NobodyStandsIn(1, "fay"), Escalated(1, "fay", "tess", why: EscalationReason.Away));
    }

    [Fact]
    public void A_delegation_that_was_prolonged_goes_on()
    {
        var (until, later) = (Start.AddHours(2), Start.AddHours(9));
        Given([.. Fay, StandsIn(1, "fay", "dan", until)]).In(OutOfOffice("fay").With(Delegation("fay", "dan", ends: later))).Later(2).When(Tick()).Then(StandsIn(1, "fay", "dan", later)).And(Tick()).ThenNothing();
    }

    [Fact]
    public void Who_takes_over_a_role_is_asked_before_the_manager_of_who_has_left()
    {
        var heir = Known.Without("fay").With(Legal, "fay", "gus") with { People = Known.Without("fay").People.Add(Mail("gus"), Person("gus", "max")) };
        Given(Fay).In(heir).When(Tick()).Then(Escalated(1, "fay", "gus", why: EscalationReason.Left));
    }

    private static Facts OutOfOffice(params string[] names) => names.Aggregate(Known, (facts, name) => facts.With(name, Absent));

    private static Person Absent(Person person) => person with { Absences = [new Absence(Start.AddDays(-1), Back)] };
}
