namespace Approvals.Core.Catalogue;

/// <summary>Quarters of a fiscal year, and when the last day of one closes.</summary>
/// <param name="FirstMonth">1 to 12: the month in which the year starts.</param>
/// <param name="Closes">The last minute that still counts, on the wall clock of <paramref name="Zone"/>.</param>
public sealed record Quarters(int FirstMonth, TimeOnly Closes, TimeZoneInfo Zone)
{
    private const int LastYear = 9998;

    /// <summary>The last day of the quarter that the day lies in; null beyond the calendar.</summary>
    public DateOnly? EndOf(DateOnly day)
    {
        if (day.Year > LastYear)
        {
            return null;
        }

        var monthOfQuarter = (day.Month - FirstMonth + 12) % 3;
        return new DateOnly(day.Year, day.Month, 1).AddMonths(3 - monthOfQuarter).AddDays(-1);
    }

    /// <summary>The last day of the quarter that still counts now: once that day has closed, it is the next one.</summary>
    public DateOnly? OpenAt(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        var end = EndOf(DateOnly.FromDateTime(local.DateTime));
        return end is { } day && at >= ClosesAtUtc(day) ? EndOf(day.AddDays(1)) : end;
    }

    /// <summary>The first instant that no longer counts for the quarter with this last day: the end of the closing minute.</summary>
    public DateTimeOffset ClosesAtUtc(DateOnly end)
    {
        var wall = end.ToDateTime(Closes).AddMinutes(1);
        while (Zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(1);
        }

        return new DateTimeOffset(wall, Zone.GetUtcOffset(wall)).ToUniversalTime();
    }
}
