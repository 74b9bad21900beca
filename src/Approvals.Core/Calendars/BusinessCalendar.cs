using System.Collections.Immutable;

namespace Approvals.Core.Calendars;

/// <summary>Working time of a person or a team: a zone, hours for each weekday, and holidays (local dates).</summary>
public sealed class BusinessCalendar
{
    public static BusinessCalendar RoundTheClock { get; } = new("24x7", TimeZoneInfo.Utc, [.. Enum.GetValues<DayOfWeek>().Select(day => new WorkingHours(day, TimeOnly.MinValue, null))], []);

    public BusinessCalendar(string id, TimeZoneInfo zone, ImmutableArray<WorkingHours> week, ImmutableHashSet<DateOnly> holidays)
    {
        Id = id;
        Zone = zone;
        Week = week;
        Holidays = holidays;
    }

    public string Id { get; }
    public TimeZoneInfo Zone { get; }
    public ImmutableArray<WorkingHours> Week { get; }
    public ImmutableHashSet<DateOnly> Holidays { get; }

    /// <summary>Whether people work at this instant. Opening time is inside, closing time is outside.</summary>
    public bool IsWorking(DateTimeOffset at) => throw new NotImplementedException();

    /// <summary>The instant itself when people work then, else the next opening.</summary>
    public DateTimeOffset NextWorking(DateTimeOffset at) => throw new NotImplementedException();

    /// <summary>The first working instant at which at least this much working time has passed since <paramref name="from"/>. UTC.</summary>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan businessTime) => throw new NotImplementedException();

    /// <summary>The working time between two instants.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to) => throw new NotImplementedException();
}

/// <summary>Hours of one weekday, in local time. <paramref name="Closes"/> null: midnight at the end of the day. A day may have several.</summary>
public readonly record struct WorkingHours(DayOfWeek Day, TimeOnly Opens, TimeOnly? Closes);
