using Approvals.Core.Calendars;
using CsCheck;
using Xunit;

namespace Approvals.Core.Tests.Calendars;

/// <summary>
/// What holds in every zone, for any hours and holidays. A failure names its zone, calendar and seed: run it again with the environment
/// variable CsCheck_Seed set to that seed.
/// </summary>
public sealed class CalendarPropertyTests
{
    private const int CasesInEachZone = 10;

    private static readonly TimeSpan Tick = new(1);

    [Fact]
    public void A_sum_is_working_time_is_never_early_and_comes_at_the_first_instant_that_will_do() => InEveryZone((calendar, from, time, _) =>
    {
        var due = calendar.Add(from, time);
        var first = due == from || !calendar.IsWorking(due - Tick) || calendar.Between(from, due - Tick) < time;
        return due.Offset == TimeSpan.Zero && due >= from && calendar.IsWorking(due) && calendar.Between(from, due) == time && first;
    });

    [Fact]
    public void A_sum_falls_on_a_weekday_with_hours_and_never_on_a_holiday_as_the_clock_there_shows_it() => InEveryZone((calendar, from, time, _) =>
    {
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(calendar.Add(from, time), calendar.Zone).DateTime);
        return !calendar.Holidays.Contains(date) && calendar.Week.Any(hours => hours.Day == date.DayOfWeek);
    });

    [Fact]
    public void Adding_nothing_is_the_next_working_instant() => InEveryZone((calendar, from, _, _) =>
    {
        var next = calendar.NextWorking(from);
        return next == calendar.Add(from, TimeSpan.Zero) && next == calendar.NextWorking(next)
            && calendar.IsWorking(from) == (next == from) && calendar.Between(from, next) == TimeSpan.Zero;
    });

    [Fact]
    public void More_time_is_due_later_and_a_later_start_is_never_due_earlier() => InEveryZone((calendar, from, time, more) =>
    {
        var due = calendar.Add(from, time);
        return calendar.Add(from + more, time) >= due && (more == TimeSpan.Zero || calendar.Add(from, time + more) > due);
    });

    // Without exception: a sum rolls over closed time at no cost of working time, so the rest is counted from the same place.
    [Fact]
    public void Adding_in_parts_is_adding_the_whole() => InEveryZone((calendar, from, time, more) =>
        calendar.Add(calendar.Add(from, time), more) == calendar.Add(from, time + more));

    [Fact]
    public void Time_between_adds_up_and_changes_sign_with_direction() => InEveryZone((calendar, from, time, more) =>
    {
        var (middle, end) = (from + time, from + time - more);
        return calendar.Between(from, middle) + calendar.Between(middle, end) == calendar.Between(from, end)
            && calendar.Between(from, end) == -calendar.Between(end, from)
            && calendar.Between(from, middle) >= TimeSpan.Zero && calendar.Between(from, middle) <= time;
    });

    private static void InEveryZone(Func<BusinessCalendar, DateTimeOffset, TimeSpan, TimeSpan, bool> holds)
    {
        Assert.True(Zones.All.Count > 400, "The system has no database of time zones.");
        foreach (var zone in Zones.All)
        {
            SomeCalendar.AnyWithMoment(zone).Select(SomeCalendar.AnyTime, SomeCalendar.AnyTime, (one, time, more) => new Case(one.Calendar, one.At, time, more))
                .Sample(given => holds(given.Calendar, given.From, given.Time, given.More), iter: CasesInEachZone, threads: 1);
        }
    }

    private sealed record Case(BusinessCalendar Calendar, DateTimeOffset From, TimeSpan Time, TimeSpan More)
    {
        public override string ToString() => $"{SomeCalendar.Describe(Calendar)}; from {From:u}; {Time:c} and {More:c}";
    }
}
