using Approvals.Core.Calendars;

namespace Approvals.Core.Tests.Calendars;

/// <summary>
/// Business time as a child would count it: look at the clock on the wall every minute. Slow, short, and shares nothing with the calendar
/// but the rule that hours last from the first to the last minute of their date at which the clock shows a time inside them.
/// </summary>
internal sealed class MinuteWalk
{
    // Completes the first and the last date: none was longer than 25 hours since 1970.
    private const int Margin = 26 * 60;

    private readonly DateTimeOffset _start;
    private readonly bool[] _working;

    public MinuteWalk(BusinessCalendar calendar, DateTimeOffset from, DateTimeOffset to)
    {
        _start = from.AddMinutes(-Margin);
        _working = new bool[(int)(to - _start).TotalMinutes + Margin];
        var clock = Enumerable.Range(0, _working.Length).Select(minute => TimeZoneInfo.ConvertTime(_start.AddMinutes(minute), calendar.Zone).DateTime).ToArray();
        var minutesOf = Enumerable.Range(0, clock.Length).ToLookup(minute => DateOnly.FromDateTime(clock[minute]));
        foreach (var minutes in minutesOf.Where(minutes => !calendar.Holidays.Contains(minutes.Key)))
        {
            foreach (var hours in calendar.Week.Where(hours => hours.Day == minutes.Key.DayOfWeek))
            {
                var shown = minutes.Where(minute => TimeOnly.FromDateTime(clock[minute]) is var time && time >= hours.Opens && (hours.Closes is null || time < hours.Closes)).ToList();
                foreach (var minute in minutes.Where(minute => shown.Count > 0 && minute >= shown[0] && minute <= shown[^1]))
                {
                    _working[minute] = true;
                }
            }
        }
    }

    public bool IsWorking(DateTimeOffset at) => _working[MinuteOf(at)];

    /// <summary>Null: not within the days looked at.</summary>
    public DateTimeOffset? Add(DateTimeOffset from, int minutes)
    {
        for (var minute = MinuteOf(from); minute < _working.Length - Margin; minute++)
        {
            if (_working[minute] && minutes-- == 0)
            {
                return _start.AddMinutes(minute);
            }
        }
        return null;
    }

    public int Between(DateTimeOffset from, DateTimeOffset to) => _working[MinuteOf(from)..MinuteOf(to)].Count(working => working);

    private int MinuteOf(DateTimeOffset at) => (int)(at - _start).TotalMinutes;
}
