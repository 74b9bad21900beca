using Approvals.Core.Calendars;
using Approvals.Core.Chains;
using Approvals.Core.Tests.Calendars;
using CsCheck;
using Xunit;

namespace Approvals.Core.Tests.Chains;

public sealed class StepClockTests
{
    private static readonly DateTimeOffset Friday = SomeCalendar.At("2026-06-05T15:00");

    [Fact]
    public void Everything_is_counted_in_working_time_from_the_opening()
    {
        var timing = new StepTiming { Limit = TimeSpan.FromHours(8), EscalateAfter = TimeSpan.FromHours(12), ExpireAfter = TimeSpan.FromHours(24) };

        var clock = StepClock.Start(timing, SomeCalendar.Office("UTC"), Friday);

        Assert.Equal(
            new AssignmentClock(
                SomeCalendar.At("2026-06-08T15:00"),
                [
                    new Reminder(50, SomeCalendar.At("2026-06-08T11:00")),
                    new Reminder(75, SomeCalendar.At("2026-06-08T13:00")),
                    new Reminder(100, SomeCalendar.At("2026-06-08T15:00")),
                ],
                SomeCalendar.At("2026-06-09T11:00"),
                SomeCalendar.At("2026-06-10T15:00")),
            clock);
    }

    [Fact]
    public void A_step_that_neither_escalates_nor_expires_has_no_such_times()
    {
        var clock = StepClock.Start(new StepTiming { Limit = TimeSpan.FromHours(8), RemindAtPercent = [] }, BusinessCalendar.RoundTheClock, Friday);

        Assert.Equal(new AssignmentClock(Friday.AddHours(8), [], null, null), clock);
    }

    [Fact]
    public void Reminders_come_in_order_and_one_at_a_time()
    {
        var timing = new StepTiming { Limit = TimeSpan.FromHours(10), RemindAtPercent = [150, 50, 100, 50] };

        var clock = StepClock.Start(timing, BusinessCalendar.RoundTheClock, Friday);

        Assert.Equal([new(50, Friday.AddHours(5)), new(100, Friday.AddHours(10)), new(150, Friday.AddHours(15))], clock.Reminders);
    }

    [Fact]
    public void Reminders_that_fall_on_one_instant_are_the_last_of_them()
    {
        var clock = StepClock.Start(new StepTiming { Limit = TimeSpan.Zero }, SomeCalendar.Office("UTC"), SomeCalendar.At("2026-06-06T15:00"));

        Assert.Equal([new(100, SomeCalendar.At("2026-06-08T09:00"))], clock.Reminders);
    }

    // Seeds as for CalendarPropertyTests.
    [Fact]
    public void Reminders_are_in_working_hours_never_early_and_the_last_is_when_the_step_is_due()
    {
        foreach (var zone in Zones.All)
        {
            SomeCalendar.AnyWithMoment(zone).Select(SomeCalendar.AnyTime, (one, limit) => new Case(one.Calendar, one.At, limit)).Sample(given =>
            {
                var clock = StepClock.Start(new StepTiming { Limit = given.Limit }, given.Calendar, given.Opened);
                return clock.Reminders[^1] == new Reminder(100, clock.DueAtUtc)
                    && clock.Reminders.All(reminder => given.Calendar.IsWorking(reminder.AtUtc))
                    && clock.Reminders.All(reminder => given.Calendar.Between(given.Opened, reminder.AtUtc) >= given.Limit * (reminder.Percent / 100.0))
                    && clock.Reminders.Zip(clock.Reminders.Skip(1)).All(pair => pair.First.AtUtc < pair.Second.AtUtc && pair.First.Percent < pair.Second.Percent);
            }, iter: 5, threads: 1);
        }
    }

    private sealed record Case(BusinessCalendar Calendar, DateTimeOffset Opened, TimeSpan Limit)
    {
        public override string ToString() => $"{SomeCalendar.Describe(Calendar)}; opened {Opened:u}; limit {Limit:c}";
    }
}
