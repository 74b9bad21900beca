using Approvals.Core.Calendars;
using Xunit;
using static Approvals.Core.Tests.Calendars.SomeCalendar;

namespace Approvals.Core.Tests.Calendars;

public sealed class BusinessCalendarTests
{
    // 2026-06-01 is a Monday.
    private static readonly BusinessCalendar Utc = Office("UTC");

    [Theory]
    [InlineData("2026-06-01T09:00:00", true)]
    [InlineData("2026-06-01T08:59:59.9999999", false)]
    [InlineData("2026-06-01T16:59:59.9999999", true)]
    [InlineData("2026-06-01T17:00:00", false)]
    [InlineData("2026-06-06T12:00:00", false)]
    public void Opening_is_inside_and_closing_is_outside(string at, bool working) => Assert.Equal(working, Utc.IsWorking(At(at)));

    [Theory]
    [InlineData("2026-06-01T10:00", 2, "2026-06-01T12:00")]
    [InlineData("2026-06-01T06:00", 2, "2026-06-01T11:00")]
    [InlineData("2026-06-01T16:00", 2, "2026-06-02T10:00")]
    [InlineData("2026-06-05T16:00", 2, "2026-06-08T10:00")]
    [InlineData("2026-06-06T12:00", 0, "2026-06-08T09:00")]
    [InlineData("2026-06-01T09:00", 40, "2026-06-08T09:00")]
    [InlineData("2026-06-01T09:00", 2080, "2027-05-31T09:00")]
    public void Hours_are_added_over_nights_and_weekends(string from, int hours, string due) => Assert.Equal(At(due), Utc.Add(At(from), TimeSpan.FromHours(hours)));

    [Fact]
    public void A_sum_that_lands_on_a_closing_is_due_at_the_next_opening() =>
        Assert.Equal(At("2026-06-02T09:00"), Utc.Add(At("2026-06-01T16:00"), TimeSpan.FromHours(1)));

    [Fact]
    public void One_tick_less_is_still_due_the_same_day() =>
        Assert.Equal(At("2026-06-01T17:00").AddTicks(-1), Utc.Add(At("2026-06-01T16:00"), TimeSpan.FromHours(1) - new TimeSpan(1)));

    [Fact]
    public void Several_hours_of_a_day_leave_the_breaks_out()
    {
        var calendar = In("UTC", [Hours(DayOfWeek.Monday, "13:00", "17:00"), Hours(DayOfWeek.Monday, "09:00", "12:00")]);

        Assert.False(calendar.IsWorking(At("2026-06-01T12:30")));
        Assert.Equal(At("2026-06-01T14:00"), calendar.Add(At("2026-06-01T11:00"), TimeSpan.FromHours(2)));
        Assert.Equal(At("2026-06-01T13:00"), calendar.Add(At("2026-06-01T11:00"), TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Hours_that_overlap_count_once()
    {
        var calendar = In("UTC", [Hours(DayOfWeek.Monday, "09:00", "13:00"), Hours(DayOfWeek.Monday, "12:00", "17:00"), Hours(DayOfWeek.Monday, "10:00", "11:00")]);

        Assert.Equal(TimeSpan.FromHours(8), calendar.Between(At("2026-06-01T00:00"), At("2026-06-02T00:00")));
    }

    [Fact]
    public void A_night_shift_is_two_hours_that_meet_at_midnight()
    {
        var calendar = In("UTC", [Hours(DayOfWeek.Friday, "22:00", null), Hours(DayOfWeek.Saturday, "00:00", "06:00")]);

        Assert.True(calendar.IsWorking(At("2026-06-06T00:00")));
        Assert.Equal(At("2026-06-06T05:00"), calendar.Add(At("2026-06-05T22:00"), TimeSpan.FromHours(7)));
        Assert.Equal(At("2026-06-12T22:00"), calendar.Add(At("2026-06-05T22:00"), TimeSpan.FromHours(8)));
    }

    [Fact]
    public void A_holiday_cuts_a_night_shift_at_local_midnight()
    {
        var calendar = In("America/New_York", [Hours(DayOfWeek.Friday, "22:00", null), Hours(DayOfWeek.Saturday, "00:00", "06:00")], new DateOnly(2026, 6, 6));

        Assert.True(calendar.IsWorking(At("2026-06-06T04:00").AddTicks(-1)));
        Assert.False(calendar.IsWorking(At("2026-06-06T04:00")));
    }

    [Theory]
    [InlineData("2028-02-28T16:00", "2028-02-29T10:00")]
    [InlineData("2027-02-26T16:00", "2027-03-01T10:00")]
    public void A_leap_day_is_a_day(string from, string due) => Assert.Equal(At(due), Utc.Add(At(from), TimeSpan.FromHours(2)));

    [Fact]
    public void A_holiday_on_a_leap_day_is_free() =>
        Assert.Equal(At("2028-03-01T10:00"), Office("UTC", new DateOnly(2028, 2, 29)).Add(At("2028-02-28T16:00"), TimeSpan.FromHours(2)));

    [Fact]
    public void A_holiday_at_the_turn_of_the_year_joins_the_weekend() =>
        Assert.Equal(At("2027-01-04T10:00"), Office("UTC", new DateOnly(2027, 1, 1)).Add(At("2026-12-31T16:00"), TimeSpan.FromHours(2)));

    [Fact]
    public void A_holiday_is_a_date_of_the_zone_not_of_UTC()
    {
        var calendar = Daily("Pacific/Kiritimati", "00:00", null, new DateOnly(2026, 6, 2));

        Assert.True(calendar.IsWorking(At("2026-06-01T10:00").AddTicks(-1)));
        Assert.Equal(At("2026-06-02T10:00"), calendar.NextWorking(At("2026-06-01T10:00")));
    }

    [Fact]
    public void The_offset_that_an_instant_is_written_with_does_not_matter()
    {
        var due = Utc.Add(new DateTimeOffset(2026, 6, 1, 21, 30, 0, TimeSpan.FromHours(5.5)), TimeSpan.FromHours(2));

        Assert.Equal(At("2026-06-02T10:00"), due);
        Assert.Equal(TimeSpan.Zero, due.Offset);
    }

    [Fact]
    public void Time_between_is_negative_backwards() => Assert.Equal(TimeSpan.FromHours(-9), Utc.Between(At("2026-06-02T10:00"), At("2026-06-01T09:00")));

    [Fact]
    public void Round_the_clock_is_never_closed()
    {
        var calendar = BusinessCalendar.RoundTheClock;

        Assert.All([DateTimeOffset.MinValue, At("2016-12-31T23:59:59.9999999"), At("2028-02-29T00:00"), DateTimeOffset.MaxValue], at =>
        {
            Assert.True(calendar.IsWorking(at));
            Assert.Equal(at, calendar.NextWorking(at));
        });
        Assert.Equal(At("2126-06-01T00:00"), calendar.Add(At("2026-06-01T00:00"), At("2126-06-01T00:00") - At("2026-06-01T00:00")));
        Assert.Equal(DateTimeOffset.MaxValue - DateTimeOffset.MinValue, calendar.Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Many_threads_that_share_a_calendar_get_what_each_would_get_alone()
    {
        var shared = Office("Europe/Berlin");
        var start = At("2020-01-01T00:00");

        Parallel.For(0, 4000, index =>
        {
            // Far enough apart that days push each other out of what is remembered.
            var from = start.AddDays(index * 977 % 4000);
            Assert.Equal(Office("Europe/Berlin").Add(from, TimeSpan.FromHours(30)), shared.Add(from, TimeSpan.FromHours(30)));
        });
    }
}
