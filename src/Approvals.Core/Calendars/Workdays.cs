namespace Approvals.Core.Calendars;

/// <summary>Working days of a calendar: days of the week that have hours and are no holiday.</summary>
public static class Workdays
{
    private const int Horizon = BusinessCalendar.HorizonYears * 366;

    public static bool IsWorkday(this BusinessCalendar calendar, DateOnly day)
    {
        foreach (var hours in calendar.Week)
        {
            if (hours.Day == day.DayOfWeek)
            {
                return !calendar.Holidays.Contains(day);
            }
        }

        return false;
    }

    /// <summary>Working days after <paramref name="from"/>, up to and with <paramref name="to"/>; negative when that is the earlier day, null beyond twenty years.</summary>
    public static decimal? WorkdaysBetween(this BusinessCalendar calendar, DateOnly from, DateOnly to)
    {
        if (to < from)
        {
            return -WorkdaysBetween(calendar, to, from);
        }

        if (to.DayNumber - from.DayNumber > Horizon)
        {
            return null;
        }

        var count = 0;
        for (var day = from.DayNumber + 1; day <= to.DayNumber; day++)
        {
            count += calendar.IsWorkday(DateOnly.FromDayNumber(day)) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The working day so many working days after a day, or before it; null beyond twenty years.</summary>
    public static DateOnly? AddWorkdays(this BusinessCalendar calendar, DateOnly from, int workdays)
    {
        var (left, step, at) = (Math.Abs(workdays), Math.Sign(workdays), from.DayNumber);
        for (var days = 0; left > 0; days++)
        {
            at += step;
            if (days == Horizon || at < 0 || at > DateOnly.MaxValue.DayNumber)
            {
                return null;
            }

            left -= calendar.IsWorkday(DateOnly.FromDayNumber(at)) ? 1 : 0;
        }

        return DateOnly.FromDayNumber(at);
    }
}
