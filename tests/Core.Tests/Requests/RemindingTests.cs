using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Approvals.Core.Tests.Calendars;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>Reminders that people ask for, and those that they put off.</summary>
public sealed class RemindingTests
{
    private static readonly RequestEvent[] Fay = [Submitted(Step(1, Legal, Quorum.Any)), Opened(1, "fay")];

    [Fact]
    public void Who_puts_reminders_off_gets_one_at_that_time_and_the_later_ones()
    {
        var snoozed = Given(Fay).Later(1).When(Snooze("fay", Start.AddHours(7))).Then(Snoozed(1, "fay", Start.AddHours(7))).ThenTells();

        Assert.Equal(Start.AddHours(7), Schedule.NextDue(snoozed.After));
        snoozed.And(Snooze("fay", Start.AddHours(7))).ThenNothing();
        RequestEvent[] after = [.. Fay, Snoozed(1, "fay", Start.AddHours(7))];
        Given(after).Later(6.9).When(Tick()).ThenNothing();
        Given(after).Later(7).When(Tick()).Then(Reminded(1, "fay", 75));
        Given([.. after, Reminded(1, "fay", 75)]).Later(8).When(Tick()).Then(Escalated(1, "fay", "tess"), Reminded(1, "fay", 100));
    }

    [Fact]
    public void Not_beyond_the_time_of_the_step_nor_into_the_past()
    {
        Assert.Equal(Start.AddHours(8), Given(Fay).When(Snooze("fay", Start.AddHours(8.01))).ThenRefused<Refusal.OutOfTime>().LatestUtc);
        Given(Fay).Later(2).When(Snooze("fay", Start.AddHours(2))).ThenRefused<Refusal.OutOfTime>();
        Given(Fay).When(Snooze("fay", Start.AddHours(8))).Then(Snoozed(1, "fay", Start.AddHours(8)));
    }

    [Fact]
    public void Only_ones_own()
    {
        Given(Fay).When(Snooze("tess", Start.AddHours(7))).ThenRefused<Refusal.NotYourStep>();
        Given(Fay).When(Snooze("bo", Start.AddHours(7))).ThenRefused<Refusal.NotYourStep>();
        Given(Fay).When(Snooze("fay", Start.AddHours(7), step: 2)).ThenRefused<Refusal.UnknownStep>();
        Given([.. Fay, Returned(1, "fay")]).When(Snooze("fay", Start.AddHours(7))).ThenRefused<Refusal.NotOpen>();
    }

    [Fact]
    public void A_time_outside_working_hours_becomes_the_next_opening()
    {
        // Half past four in the afternoon of a Tuesday in Berlin, eight hours: due on Wednesday at half past three.
        var (berlin, asked) = (SomeCalendar.Office("Europe/Berlin"), new DateTimeOffset(2026, 11, 24, 15, 30, 0, TimeSpan.Zero));
        var assignment = Asked("fay") with { Clock = StepClock.Start(Timing, berlin, asked) };
        var evening = new DateTimeOffset(2026, 11, 24, 19, 0, 0, TimeSpan.Zero);
        var snooze = Given(Submitted(Step(1, Legal, Quorum.Any)), Opened(1, 1, assignment)).In(Known.With("fay", fay => fay with { Calendar = berlin })).Later(6.5);

        snooze.When(Snooze("fay", evening)).ThenNothing();
        snooze.When(Snooze("fay", evening.AddHours(17))).Then(Snoozed(1, "fay", evening.AddHours(17)));
    }

    [Fact]
    public void A_nudge_waits_for_the_working_time_of_its_reader()
    {
        var morning = new DateTimeOffset(2026, 11, 24, 20, 0, 0, TimeSpan.Zero);
        var away = Known.With("cy", cy => cy with { Calendar = SomeCalendar.Office("Pacific/Auckland") });
        RequestEvent[] open = [Submitted(Step(1, Vps, Quorum.All, timing: Timing with { Limit = TimeSpan.FromHours(99), EscalateAfter = null })), Opened(1, "cy", "dee")];
        open = [open[0], Opened(1, 2, Asked("cy", timing: Timing with { Limit = TimeSpan.FromHours(99), EscalateAfter = null }), Asked("dee", 1, timing: Timing with { Limit = TimeSpan.FromHours(99), EscalateAfter = null }))];

        Given(open).In(away).Later(1).When(Nudge("bo")).Then(Nudged(), Deferred(1, "cy", 0, morning)).ThenTells("Reminder dee");
        Given([.. open, Nudged(), Deferred(1, "cy", 0, morning)]).In(away).Later(11).When(Tick()).Then(Reminded(1, "cy", 0)).ThenTells("Reminder cy").And(Tick()).ThenNothing();
    }

    [Fact]
    public void While_the_request_is_returned_no_clock_runs_and_the_next_round_has_its_whole_time()
    {
        var returned = Given([.. Fay, Returned(1, "fay")]).Later(99).When(Tick()).ThenNothing();
        Assert.Null(Schedule.NextDue(returned.After));

        var again = returned.And(Resubmit(Content(200), Step(1, Legal, Quorum.Any)));
        Assert.Equal(Start.AddHours(99 + 4), Schedule.NextDue(again.After));
    }
}
