using Approvals.Core.Calendars;
using Xunit;
using static Approvals.Core.Tests.Calendars.SomeCalendar;

namespace Approvals.Core.Tests.Calendars;

public sealed class CalendarRefusalTests
{
    [Fact]
    public void A_calendar_without_hours_is_refused()
    {
        Assert.Contains("no working hours", Assert.Throws<ArgumentException>(() => In("UTC", [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => In("UTC", default));
    }

    [Theory]
    [InlineData("17:00", "09:00")]
    [InlineData("09:00", "09:00")]
    [InlineData("22:00", "00:00")]
    public void Hours_that_do_not_close_after_they_open_are_refused(string opens, string closes) =>
        Assert.Contains("closes before it opens", Assert.Throws<ArgumentException>(() => Daily("UTC", opens, closes)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_day_that_is_none_is_refused() => Assert.Throws<ArgumentException>(() => In("UTC", [Hours((DayOfWeek)7, "09:00", "17:00")]));

    [Fact]
    public void Years_of_nothing_but_holidays_are_an_error_that_names_the_calendar()
    {
        var holidays = Enumerable.Range(0, 30 * 366).Select(day => new DateOnly(2026, 1, 1).AddDays(day)).ToArray();
        var calendar = Office("Europe/Berlin", holidays);

        var error = Assert.Throws<InvalidOperationException>(() => calendar.NextWorking(At("2026-06-01T10:00")));

        Assert.Contains("Calendar 'test'", error.Message, StringComparison.Ordinal);
        Assert.False(calendar.IsWorking(At("2026-06-01T10:00")));
        Assert.Equal(TimeSpan.Zero, calendar.Between(At("2026-06-01T10:00"), At("2036-06-01T10:00")));
    }

    [Fact]
    public void More_working_time_than_the_horizon_has_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => In("UTC", [Hours(DayOfWeek.Monday, "09:00", "09:01")]).Add(At("2026-06-01T10:00"), TimeSpan.FromHours(20)));

    [Fact]
    public void Time_is_never_added_backwards()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Office("UTC").Add(At("2026-06-01T10:00"), new TimeSpan(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => BusinessCalendar.RoundTheClock.Add(At("2026-06-01T10:00"), new TimeSpan(-1)));
    }

    [Fact]
    public void Time_between_is_not_measured_beyond_the_horizon() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Office("UTC").Between(DateTimeOffset.MinValue, At("2026-06-01T10:00")));

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Etc/GMT+12")]
    public void The_ends_of_time_are_answered_too(string zone)
    {
        var calendar = Daily(zone, "09:00", "17:00");

        Assert.Equal(new DateOnly(1, 1, 1), DateOnly.FromDateTime(calendar.NextWorking(DateTimeOffset.MinValue).UtcDateTime));
        Assert.False(calendar.IsWorking(DateTimeOffset.MaxValue) && calendar.IsWorking(DateTimeOffset.MinValue));
        Assert.Throws<InvalidOperationException>(() => calendar.Add(DateTimeOffset.MaxValue, TimeSpan.FromHours(9)));
    }
}
