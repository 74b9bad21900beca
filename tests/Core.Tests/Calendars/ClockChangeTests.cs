using Approvals.Core.Calendars;
using Xunit;
using static Approvals.Core.Tests.Calendars.SomeCalendar;

namespace Approvals.Core.Tests.Calendars;

/// <summary>Changes of clocks that really happened or are law, with the instants written out by hand.</summary>
public sealed class ClockChangeTests
{
    [Theory]
    // Berlin, an hour forward at 02:00 and back at 03:00.
    [InlineData("Europe/Berlin", "2026-03-28T23:00", "2026-03-29T04:00", 300)]
    [InlineData("Europe/Berlin", "2026-10-24T22:00", "2026-10-25T05:00", 420)]
    // Lord Howe, half an hour back at 02:00 and forward at 02:00.
    [InlineData("Australia/Lord_Howe", "2026-04-04T13:00", "2026-04-04T19:30", 390)]
    [InlineData("Australia/Lord_Howe", "2026-10-03T13:30", "2026-10-03T19:00", 330)]
    public void Hours_over_a_change_last_as_long_as_they_are_lived(string zone, string opens, string closes, int minutes)
    {
        var calendar = Daily(zone, "00:00", "06:00");

        Assert.True(calendar.IsWorking(At(opens)) && !calendar.IsWorking(At(opens).AddTicks(-1)));
        Assert.True(calendar.IsWorking(At(closes).AddTicks(-1)) && !calendar.IsWorking(At(closes)));
        Assert.Equal(TimeSpan.FromMinutes(minutes), calendar.Between(At(opens), At(closes)));
    }

    [Fact]
    public void Time_added_over_a_change_is_elapsed_time()
    {
        var calendar = Daily("Europe/Berlin", "00:00", "06:00");

        Assert.Equal(At("2026-03-29T02:00"), calendar.Add(At("2026-03-28T23:00"), TimeSpan.FromHours(3)));
        Assert.Equal(At("2026-10-25T01:00"), calendar.Add(At("2026-10-24T22:00"), TimeSpan.FromHours(3)));
    }

    [Fact]
    public void An_opening_that_is_skipped_moves_to_the_end_of_the_gap() =>
        AssertOpen(Daily("Europe/Berlin", "02:30", "05:00"), "2026-03-29T01:00", "2026-03-29T03:00");

    [Fact]
    public void A_closing_that_is_skipped_moves_to_the_gap() =>
        AssertOpen(Daily("Europe/Berlin", "01:00", "02:30"), "2026-03-29T00:00", "2026-03-29T01:00");

    [Fact]
    public void Hours_that_are_skipped_whole_do_not_take_place() =>
        Assert.Equal(At("2026-03-30T00:00"), Daily("Europe/Berlin", "02:00", "03:00").NextWorking(At("2026-03-28T12:00")));

    [Fact]
    public void An_opening_that_happens_twice_takes_the_earlier_instant() =>
        AssertOpen(Daily("Europe/Berlin", "02:30", "05:00"), "2026-10-25T00:30", "2026-10-25T04:00");

    [Fact]
    public void A_closing_that_happens_twice_takes_the_later_instant() =>
        AssertOpen(Daily("Europe/Berlin", "00:00", "02:30"), "2026-10-24T22:00", "2026-10-25T01:30");

    [Fact]
    public void Hours_within_the_repeated_hour_last_from_the_first_to_the_second() =>
        AssertOpen(Daily("Europe/Berlin", "02:15", "02:45"), "2026-10-25T00:15", "2026-10-25T01:45");

    [Fact]
    public void A_day_that_begins_in_a_gap_begins_at_its_end() =>
        AssertOpen(In("America/Sao_Paulo", [Hours(DayOfWeek.Sunday, "00:00", "04:00")]), "2018-11-04T03:00", "2018-11-04T06:00");

    [Fact]
    public void The_end_of_a_day_that_ends_twice_is_the_later_one() =>
        AssertOpen(In("America/Sao_Paulo", [Hours(DayOfWeek.Saturday, "22:00", null)]), "2018-02-18T00:00", "2018-02-18T03:00");

    // Havana goes from 01:00 back to 00:00: Sunday begins twice, but Saturday ends once.
    [Fact]
    public void Hours_until_midnight_do_not_run_into_a_holiday_that_begins_twice() =>
        AssertOpen(Daily("America/Havana", "20:00", null, new DateOnly(2026, 11, 1)), "2026-11-01T00:00", "2026-11-01T04:00");

    // St. John's went from 00:01 back to 23:01 of the day before.
    [Fact]
    public void A_holiday_that_comes_back_for_an_hour_is_free_again()
    {
        var calendar = Daily("America/St_Johns", "00:00", null, new DateOnly(2010, 11, 6));

        AssertOpen(calendar, "2010-11-07T02:30", "2010-11-07T02:31");
        Assert.Equal(At("2010-11-07T03:30"), calendar.NextWorking(At("2010-11-07T02:31")));
    }

    [Fact]
    public void A_holiday_that_begins_a_minute_early_leaves_the_day_before_its_last_hour()
    {
        var calendar = Daily("America/St_Johns", "00:00", null, new DateOnly(2010, 11, 7));

        Assert.Equal(At("2010-11-07T02:31"), calendar.NextWorking(At("2010-11-07T02:30")));
        Assert.Equal(At("2010-11-08T03:30"), calendar.NextWorking(At("2010-11-07T03:30")));
    }

    [Fact]
    public void Samoa_had_no_30th_of_December_in_2011()
    {
        Assert.Equal(At("2011-12-30T19:00"), Daily("Pacific/Apia", "09:00", "17:00").NextWorking(At("2011-12-30T03:00")));
        Assert.Equal(At("2012-01-01T19:00"), Office("Pacific/Apia").NextWorking(At("2011-12-30T03:00")));
        Assert.Equal(At("2012-01-05T19:00"), In("Pacific/Apia", [Hours(DayOfWeek.Friday, "09:00", "17:00")]).NextWorking(At("2011-12-24T12:00")));
    }

    [Fact]
    public void Kwajalein_had_no_21st_of_August_in_1993() =>
        Assert.Equal(At("1993-08-21T21:00"), Daily("Pacific/Kwajalein", "09:00", "17:00").NextWorking(At("1993-08-21T05:00")));

    [Theory]
    [InlineData("Pacific/Apia", "2011-12-29T00:00", "2012-01-01T00:00")]
    [InlineData("America/St_Johns", "2010-11-06T00:00", "2010-11-08T00:00")]
    [InlineData("Africa/Casablanca", "2026-02-01T00:00", "2026-04-01T00:00")]
    public void Whole_days_every_day_are_never_closed_whatever_the_clocks_do(string zone, string from, string to)
    {
        // A holiday far away, so that the calendar is walked and not answered as round the clock.
        var calendar = Daily(zone, "00:00", null, new DateOnly(1960, 1, 1));

        Assert.Equal(At(to) - At(from), calendar.Between(At(from), At(to)));
        Assert.Equal(At(to), calendar.Add(At(from), At(to) - At(from)));
    }

    private static void AssertOpen(BusinessCalendar calendar, string opens, string closes)
    {
        Assert.Equal(At(opens), calendar.NextWorking(At(opens).AddHours(-1)));
        Assert.True(calendar.IsWorking(At(closes).AddTicks(-1)));
        Assert.False(calendar.IsWorking(At(closes)));
        Assert.Equal(At(closes) - At(opens), calendar.Between(At(opens).AddHours(-1), At(closes)));
    }
}
