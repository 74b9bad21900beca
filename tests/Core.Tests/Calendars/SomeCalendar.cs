using System.Collections.Immutable;
using Approvals.Core.Calendars;
using CsCheck;

namespace Approvals.Core.Tests.Calendars;

/// <summary>Calendars for tests: the usual one, single ones by hand, and any at all.</summary>
internal static class SomeCalendar
{
    private static readonly DayOfWeek[] Workdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>Monday to Friday, 9 to 17.</summary>
    public static BusinessCalendar Office(string zone, params DateOnly[] holidays) =>
        In(zone, [.. Workdays.Select(day => Hours(day, "09:00", "17:00"))], holidays);

    /// <summary>The same hours every day of the week.</summary>
    public static BusinessCalendar Daily(string zone, string opens, string? closes, params DateOnly[] holidays) =>
        In(zone, [.. Enum.GetValues<DayOfWeek>().Select(day => Hours(day, opens, closes))], holidays);

    public static BusinessCalendar In(string zone, ImmutableArray<WorkingHours> week, params DateOnly[] holidays) =>
        new("test", TimeZoneInfo.FindSystemTimeZoneById(zone), week, [.. holidays]);

    public static WorkingHours Hours(DayOfWeek day, string opens, string? closes) => new(day, TimeOnly.Parse(opens), closes is null ? null : TimeOnly.Parse(closes));

    public static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc + "Z");

    /// <summary>Any week in a zone, with holidays on and around a moment.</summary>
    public static Gen<BusinessCalendar> Any(TimeZoneInfo zone, DateTimeOffset near)
    {
        var minute = Gen.Frequency((3, Gen.Int[0, 24 * 4].Select(quarter => quarter * 15)), (1, Gen.Int[0, 24 * 60]), (1, Gen.Const(0)), (1, Gen.Const(24 * 60)));
        var hours = Gen.Select(Gen.Enum<DayOfWeek>(), minute, minute)
            .Where((_, opens, closes) => opens != closes)
            .Select((day, one, other) => new WorkingHours(day, Time(Math.Min(one, other)), Math.Max(one, other) is 24 * 60 ? null : Time(Math.Max(one, other))));
        var holidays = Gen.Int[-5, 5].Select(days => DateOnly.FromDateTime(near.AddDays(days).UtcDateTime)).Array[0, 4];
        // An hour a week at the least, or the horizon answers instead of the calendar.
        var weeks = hours.Array[1, 16].Where(week => week.Sum(one => (one.Closes?.Ticks ?? TimeSpan.TicksPerDay) - one.Opens.Ticks) >= TimeSpan.TicksPerHour);
        return weeks.Select(holidays, (week, days) => new BusinessCalendar("any", zone, [.. week], [.. days]));
    }

    /// <summary>A calendar in this zone and a moment that is likely to be hard for it.</summary>
    public static Gen<(BusinessCalendar Calendar, DateTimeOffset At)> AnyWithMoment(TimeZoneInfo zone) =>
        Zones.Moments(zone).SelectMany(at => Any(zone, at).Select(calendar => (calendar, at)));

    /// <summary>Lengths down to single ticks, many of whole minutes and hours because those land on closings.</summary>
    public static Gen<TimeSpan> AnyTime { get; } = Gen.Frequency(
        (1, Gen.Const(TimeSpan.Zero)),
        (4, Gen.Int[0, 60].Select(hours => TimeSpan.FromHours(hours))),
        (4, Gen.Int[0, 4000].Select(minutes => TimeSpan.FromMinutes(minutes))),
        (2, Gen.Long[0, TimeSpan.TicksPerDay * 3].Select(ticks => new TimeSpan(ticks))),
        (1, Gen.Long[0, 3].Select(ticks => new TimeSpan(ticks))));

    public static string Describe(BusinessCalendar calendar) =>
        $"{calendar.Zone.Id}: {string.Join(", ", calendar.Week.Select(hours => $"{hours.Day} {hours.Opens:HH:mm}-{hours.Closes:HH:mm}"))}; " +
        $"free {string.Join(", ", calendar.Holidays.Order().Select(day => $"{day:O}"))}";

    private static TimeOnly Time(int minutes) => minutes is 24 * 60 ? TimeOnly.MinValue : TimeOnly.FromTimeSpan(TimeSpan.FromMinutes(minutes));
}
