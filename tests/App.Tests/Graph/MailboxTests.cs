using System.Text.Json;
using Approvals.Adapters.Graph.People;
using Approvals.Core.Calendars;
using Approvals.Core.Chains;
using Xunit;

namespace App.Tests.Graph;

/// <summary>Zones, hours and automatic replies as mailboxes tell them.</summary>
public sealed class MailboxTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("W. Europe Standard Time", "Europe/Berlin")]
    [InlineData("Pacific Standard Time", "America/Los_Angeles")]
    [InlineData("India Standard Time", "Asia/Kolkata")]
    [InlineData("Europe/Berlin", "Europe/Berlin")]
    [InlineData("Asia/Kolkata", "Asia/Kolkata")]
    [InlineData("UTC", "UTC")]
    [InlineData("tzone://Microsoft/Utc", "UTC")]
    [InlineData("Tokyo Standard Time", "Asia/Tokyo")]
    public void A_zone_may_have_the_name_of_Windows_or_IANA(string name, string zone)
    {
        var mailbox = Read(Mailboxes.Of(name));
        Assert.Equal(TimeZoneInfo.FindSystemTimeZoneById(zone).BaseUtcOffset, mailbox.Zone!.BaseUtcOffset);
        Assert.Equal(TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(Now.AddMonths(-5)), mailbox.Zone.GetUtcOffset(Now.AddMonths(-5)));
    }

    [Theory]
    [InlineData("tzone://Microsoft/Custom")]
    [InlineData("Nowhere Standard Time")]
    public void A_zone_that_nobody_knows_is_not_known(string name) => Assert.Null(Read(Mailboxes.Of(name)).Zone);

    [Fact]
    public void Hours_in_a_zone_of_ones_own_making_are_of_the_zone_of_the_mailbox()
    {
        var mailbox = Read(Mailboxes.Customized);
        Assert.Equal(TimeSpan.FromHours(-8), mailbox.Zone!.BaseUtcOffset);
        Assert.Equal([new WorkingHours(DayOfWeek.Monday, new TimeOnly(9, 0), new TimeOnly(18, 30)), new(DayOfWeek.Wednesday, new TimeOnly(9, 0), new TimeOnly(18, 30))], mailbox.Week);
    }

    [Fact]
    public void A_night_shift_goes_into_the_next_morning_and_midnight_is_the_end_of_the_day()
    {
        Assert.Equal(
            [new WorkingHours(DayOfWeek.Saturday, new TimeOnly(22, 0), null), new(DayOfWeek.Sunday, TimeOnly.MinValue, new TimeOnly(6, 0))],
            Read(Mailboxes.Of("UTC", opens: "22:00:00.0000000", closes: "06:00:00.0000000", days: "\"saturday\"")).Week);
        Assert.Equal(
            [new WorkingHours(DayOfWeek.Monday, new TimeOnly(16, 0), null)],
            Read(Mailboxes.Of("UTC", opens: "16:00:00.0000000", closes: "00:00:00.0000000", days: "\"monday\"")).Week);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "workingHours": null, "automaticRepliesSetting": null, "timeZone": "" }""")]
    [InlineData("""{ "workingHours": { "daysOfWeek": [], "startTime": "08:00:00", "endTime": "17:00:00" } }""")]
    [InlineData("""{ "workingHours": { "daysOfWeek": ["monday"], "startTime": "08:00:00", "endTime": "08:00:00" } }""")]
    [InlineData("""{ "workingHours": { "daysOfWeek": ["moonday"], "startTime": "late", "endTime": 5 } }""")]
    [InlineData("""{ "automaticRepliesSetting": { "status": "scheduled", "scheduledStartDateTime": null } }""")]
    public void What_is_not_said_is_not_known(string settings)
    {
        var mailbox = Read(settings);
        Assert.Null(mailbox.Zone);
        Assert.Empty(mailbox.Week);
        Assert.Empty(mailbox.Absences);
    }

    [Fact]
    public void Automatic_replies_are_an_absence_while_they_are_scheduled()
    {
        var absence = Assert.Single(Read(Mailboxes.Of("UTC", "scheduled", from: "2026-12-21T08:00:00.0000000", until: "2027-01-04T07:30:00.0000000", repliesZone: "W. Europe Standard Time")).Absences);
        Assert.Equal(new Absence(new(2026, 12, 21, 7, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 4, 6, 30, 0, TimeSpan.Zero)), absence);
    }

    [Fact]
    public void A_time_that_the_clocks_skip_is_the_one_after()
    {
        var absence = Assert.Single(Read(Mailboxes.Of("UTC", "scheduled", from: "2027-03-28T02:30:00.0000000", until: "2027-04-04T07:30:00.0000000", repliesZone: "Europe/Berlin")).Absences);
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero), absence.FromUtc);
    }

    [Fact]
    public void Automatic_replies_that_are_always_on_last_until_they_are_turned_off()
    {
        var absence = Assert.Single(Read(Mailboxes.Of("UTC", "alwaysEnabled")).Absences);
        Assert.True(absence.Covers(Now));
        Assert.Null(absence.UntilUtc);
        Assert.Empty(Read(Mailboxes.Of("UTC", "disabled")).Absences);
    }

    private static Mailbox Read(string settings) => Mailbox.Read(JsonElement.Parse(settings));
}
