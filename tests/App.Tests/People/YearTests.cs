using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.App.Digests;
using Approvals.Core.Calendars;
using Approvals.Core.Requests;
using Xunit;

namespace App.Tests.People;

/// <summary>What a simulated year of a thousand requests must show. The expectations are worked out anew from the events and the calendars, not by the rules under test.</summary>
public sealed class YearTests(ITestOutputHelper output)
{
    private static readonly int[] Percents = [50, 75, 100];

    [Theory]
    [InlineData(2026, 1_000)]
    [InlineData(7, 300)]
    [InlineData(40, 300)]
    public async Task Every_reminder_comes_in_working_time_once_and_no_escalation_is_early(int seed, int requests)
    {
        var watch = Stopwatch.StartNew();
        var year = new Year(seed);
        var histories = await year.RunAsync(requests);
        var askings = histories.SelectMany(history => Asking.Of(history)).ToImmutableArray();

        foreach (var asking in askings)
        {
            InWorkingTime(year.Office, asking);
            NoneDoubled(asking);
            NoneMissing(year, asking);
            NoneEarly(year, asking);
            NobodyAwayInSilence(year, asking);
        }

        var digests = Digests(year, askings);
        Assert.All(histories, history => Assert.True(Evolver.Fold(history) is RequestState.Closed or RequestState.Editing));

        var counts = $"{histories.Length} requests, {askings.Length} questions, {askings.Sum(a => a.Reminded.Count)} reminders, {Escalated(askings, EscalationReason.Late)} late, "
            + $"{Escalated(askings, EscalationReason.Away)} away, {Escalated(askings, EscalationReason.Left)} left, {askings.Sum(a => a.StandIns.Count(s => s.StandIn is not null))} stand-ins, "
            + $"{askings.Sum(a => a.Snoozed.Count)} put off, {digests} digests, {year.Mails.Count} mails in {watch.Elapsed.TotalSeconds:0.0} s";
        output.WriteLine(counts);
        Assert.True(askings.Sum(a => a.Reminded.Count) > requests && Escalated(askings, EscalationReason.Late) > requests / 10 && Escalated(askings, EscalationReason.Away) > requests / 20, counts);
        Assert.True(askings.Any(a => a.StandIns.Count > 0) && askings.Any(a => a.Snoozed.Count > 0) && digests > 50, counts);
        Assert.True(requests < 1_000 || Escalated(askings, EscalationReason.Left) > 0, counts);
    }

    private static int Escalated(ImmutableArray<Asking> askings, EscalationReason why) => askings.Sum(a => a.Escalated.Count(e => e.Why == why));

    private static void InWorkingTime(Office office, Asking asking)
    {
        foreach (var reminded in asking.Reminded)
        {
            var reader = office.Of(asking.ReaderAt(reminded.At));
            Assert.True(reader.Calendar.IsWorking(reminded.At), $"{reader.Name} does not work at {reminded.At:u}.");
            Assert.True(reader.AwayAt(reminded.At) is null or { UntilUtc: null }, $"{reader.Name} is away at {reminded.At:u}.");
        }
    }

    private static void NoneDoubled(Asking asking) =>
        Assert.Equal(asking.Reminded.Select(reminded => reminded.Percent).Distinct(), asking.Reminded.Select(reminded => reminded.Percent));

    private static void NoneMissing(Year year, Asking asking)
    {
        // Who could not answer has been replaced: the one above is reminded instead.
        var end = asking.Escalated.Where(up => up.Why != EscalationReason.Late).Select(up => up.At).Append(asking.Until).Min();
        foreach (var percent in Percents)
        {
            var scheduled = Reach(year.Office.Of(asking.Who).Calendar, asking.From, Office.Limit * (percent / 100.0));
            var expected = FirstThere(year, asking, scheduled);
            // Put off while it was still to come, as often as that happened.
            while (asking.Snoozed.FirstOrDefault(snoozed => snoozed.At <= expected && snoozed.UntilUtc > expected) is { } later)
            {
                expected = FirstThere(year, asking, later.UntilUtc);
            }

            if (expected < end)
            {
                Assert.True(
                    asking.Reminded.Any(reminded => reminded.Percent >= percent && reminded.At >= scheduled && reminded.At <= expected),
                    $"{asking.Who}, asked {asking.From:u}, has no reminder of {percent} % at {expected:u}; it has {asking.Story}; over {end:u}.");
            }
        }

        Assert.All(asking.Reminded, reminded => Assert.True(reminded.At >= Reach(year.Office.Of(asking.Who).Calendar, asking.From, Office.Limit * (reminded.Percent / 100.0)), "A reminder is early."));
    }

    /// <summary>The first instant from a time on at which whoever reads the reminder is at work.</summary>
    private static DateTimeOffset FirstThere(Year year, Asking asking, DateTimeOffset at)
    {
        while (true)
        {
            var reader = year.Office.Of(asking.ReaderAt(at));
            var next = reader.Mail == asking.Who && reader.AwayAt(at) is { UntilUtc: { } back } ? Reach(reader.Calendar, back, TimeSpan.Zero) : Reach(reader.Calendar, at, TimeSpan.Zero);
            // Whom a reminder waits for may be stood in for meanwhile; it keeps its time then.
            var then = year.Office.Of(asking.ReaderAt(next));
            if (next == at && then.Mail == reader.Mail)
            {
                return at;
            }

            at = next;
        }
    }

    private static void NoneEarly(Year year, Asking asking)
    {
        foreach (var up in asking.Escalated)
        {
            var person = year.Office.Of(asking.Who);
            switch (up.Why)
            {
                case EscalationReason.Late:
                    Assert.True(Worked(person.Calendar, asking.From, up.At) >= Office.Escalation, $"{person.Name} had not had their time at {up.At:u}.");
                    break;
                case EscalationReason.Away:
                    Assert.NotNull(person.AwayAt(up.At));
                    break;
                case EscalationReason.Left:
                    Assert.InRange(up.At - year.Left.Single(left => left.Who == asking.Who).At, TimeSpan.Zero, Schedule.LookEvery);
                    break;
            }
        }
    }

    // Within the hour somebody stands in, somebody above is asked (or there is nobody left, and the owners know), or it is on record that others can answer.
    private static void NobodyAwayInSilence(Year year, Asking asking)
    {
        foreach (var absence in year.Office.Of(asking.Who).Absences)
        {
            var known = (absence.FromUtc > asking.From ? absence.FromUtc : asking.From) + Schedule.LookEvery;
            if (known < asking.Until && absence.Covers(known))
            {
                Assert.True(
                    asking.StandIns.Any(change => change.At <= known) || asking.Escalated.Any(up => up.At <= known) || asking.Exhausted.Any(alarm => alarm.At <= known) || asking.Away.Any(away => away.At <= known),
                    $"Nothing says that {asking.Who}, asked {asking.From:u}, is away at {known:u}, from {absence.FromUtc:u} to {absence.UntilUtc:u}; it has {asking.Story}; over {asking.Until:u}.");
            }
        }
    }

    private static int Digests(Year year, ImmutableArray<Asking> askings)
    {
        var sent = year.Mails.Where(mail => mail.Mail.Key.Version == 0).Select(mail => (mail.Mail.To, mail.AtUtc)).ToImmutableArray();
        var days = sent.Select(digest => (digest.To, Day: DateOf(year.Office.Of(digest.To).Calendar, digest.AtUtc))).ToHashSet();
        Assert.Equal(sent.Length, days.Count);
        foreach (var (to, at) in sent)
        {
            var person = year.Office.Of(to);
            Assert.True(person.Calendar.IsWorking(at) && person.AwayAt(at) is null);
            Assert.True(Worked(person.Calendar, at.AddHours(-12), at) < WorkingMorning.Length, $"The digest of {to} came at {at:u}.");
        }

        foreach (var mine in askings.GroupBy(asking => asking.Who))
        {
            var calendar = year.Office.Of(mine.Key).Calendar;
            var opening = calendar.NextWorking(Office.Start);
            for (; opening < Office.Start.AddDays(360); opening = calendar.NextWorking(opening.AddHours(9)))
            {
                var closing = opening + WorkingMorning.Length;
                if (mine.Count(asking => asking.From < opening && asking.Until >= closing) >= Digest.Least && Enumerable.Range(0, 3).All(hour => year.Office.Of(mine.Key).AwayAt(opening.AddHours(hour)) is null)
                    && !year.Left.Any(left => left.Who == mine.Key && left.At < closing))
                {
                    Assert.Contains((mine.Key, DateOf(calendar, opening)), days);
                }
            }
        }

        return sent.Length;
    }

    private static DateOnly DateOf(BusinessCalendar calendar, DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, calendar.Zone).DateTime);

    // By the minute, as somebody with a watch would count. All hours begin and end on whole minutes.
    private static DateTimeOffset Reach(BusinessCalendar calendar, DateTimeOffset from, TimeSpan work)
    {
        var at = from;
        for (var left = work; ;)
        {
            if (IsAtWork(calendar, at))
            {
                if (left == TimeSpan.Zero)
                {
                    return at;
                }

                left -= TimeSpan.FromMinutes(1);
            }

            at = at.AddMinutes(1);
        }
    }

    private static TimeSpan Worked(BusinessCalendar calendar, DateTimeOffset from, DateTimeOffset to)
    {
        var minutes = 0;
        for (var at = from; at < to; at = at.AddMinutes(1))
        {
            minutes += IsAtWork(calendar, at) ? 1 : 0;
        }

        return TimeSpan.FromMinutes(minutes);
    }

    private static bool IsAtWork(BusinessCalendar calendar, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, calendar.Zone);
        return local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && local.Hour is >= 9 and < 17 && !calendar.Holidays.Contains(DateOnly.FromDateTime(local.DateTime));
    }
}
