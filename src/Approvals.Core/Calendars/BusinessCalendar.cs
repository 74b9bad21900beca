using System.Collections.Immutable;

namespace Approvals.Core.Calendars;

/// <summary>
/// Working time of a person or a team: a zone, hours for each weekday, and holidays (local dates).
/// <para>
/// Hours last from the first to the last instant of their date at which the clock on the wall shows a time inside them. So a change of
/// clocks counts as it is lived: hours over a skipped hour are an hour shorter, hours over a repeated one an hour longer. An opening that is
/// skipped moves to the end of the gap, an opening that happens twice takes the earlier instant, a closing that happens twice the later one,
/// and hours that are skipped whole, or whose day the zone skipped, do not take place.
/// Nobody works while the clock shows another date, even between two passes of the same hours, so a holiday stays free to the tick.
/// </para>
/// <para>Immutable and safe to share between threads; it remembers the days it has worked out.</para>
/// </summary>
public sealed class BusinessCalendar
{
    /// <summary>How many years ahead <see cref="Add"/> and <see cref="NextWorking"/> look, and <see cref="Between"/> measures.</summary>
    public const int HorizonYears = 20;

    private const int HorizonDays = (HorizonYears * 365) + (HorizonYears / 4);

    private readonly WorkingDays _days;
    private readonly bool _neverClosed;

    /// <summary>Never closed: business time is elapsed time.</summary>
    public static BusinessCalendar RoundTheClock { get; } = new("24x7", TimeZoneInfo.Utc, [.. Enum.GetValues<DayOfWeek>().Select(day => new WorkingHours(day, TimeOnly.MinValue, null))], []);

    /// <exception cref="ArgumentException">No hours at all, or hours that do not close after they open.</exception>
    public BusinessCalendar(string id, TimeZoneInfo zone, ImmutableArray<WorkingHours> week, ImmutableHashSet<DateOnly> holidays)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(holidays);

        Id = id;
        Zone = zone;
        Week = week;
        Holidays = holidays;

        var hours = new WorkingWeek(id, week);
        _days = new WorkingDays(zone, hours, holidays);
        _neverClosed = hours.IsRoundTheClock && holidays.IsEmpty;
    }

    public string Id { get; }
    public TimeZoneInfo Zone { get; }
    public ImmutableArray<WorkingHours> Week { get; }
    public ImmutableHashSet<DateOnly> Holidays { get; }

    /// <summary>Whether people work at this instant. Opening time is inside, closing time is outside.</summary>
    public bool IsWorking(DateTimeOffset at) => _neverClosed || _days[WorkingDays.NumberOf(at.UtcTicks)].Contains(at.UtcTicks);

    /// <summary>The instant itself when people work then, else the next opening. UTC.</summary>
    /// <exception cref="InvalidOperationException">Nobody works within <see cref="HorizonYears"/>.</exception>
    public DateTimeOffset NextWorking(DateTimeOffset at) => Add(at, TimeSpan.Zero);

    /// <summary>
    /// The first working instant at which this much working time has passed since <paramref name="from"/>. UTC. A sum that lands on
    /// a closing rolls to the next opening, at no cost of working time: exactly <paramref name="businessTime"/> lies between, and adding
    /// in parts comes to the same instant as adding the whole.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="businessTime"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">There is not so much working time within <see cref="HorizonYears"/>: a calendar of holidays only, or a few hours a year.</exception>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan businessTime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(businessTime, TimeSpan.Zero);
        if (_neverClosed)
        {
            return from.ToUniversalTime().Add(businessTime);
        }

        var left = businessTime.Ticks;
        var first = WorkingDays.NumberOf(from.UtcTicks);
        var last = Math.Min(first + HorizonDays, WorkingDays.LastNumber);
        for (var number = first; number <= last; number++)
        {
            if (_days[number].TryReach(from.UtcTicks, ref left, out var reached))
            {
                return new DateTimeOffset(reached, TimeSpan.Zero);
            }
        }
        throw new InvalidOperationException(
            $"Calendar '{Id}' has no {businessTime} of working time in the {HorizonYears} years after {from.ToUniversalTime():u}. Look at its hours and holidays.");
    }

    /// <summary>The working time between two instants; negative when <paramref name="to"/> is the earlier one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The two are more than <see cref="HorizonYears"/> apart.</exception>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (_neverClosed)
        {
            return to - from;
        }
        if (to < from)
        {
            return -Between(to, from);
        }

        var first = WorkingDays.NumberOf(from.UtcTicks);
        var last = WorkingDays.NumberOf(to.UtcTicks);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last - first, HorizonDays, nameof(to));

        var ticks = 0L;
        for (var number = first; number <= last; number++)
        {
            ticks += _days[number].Within(from.UtcTicks, to.UtcTicks);
        }
        return new TimeSpan(ticks);
    }
}

/// <summary>
/// Hours of one weekday, in local time. <paramref name="Closes"/> null: the end of the day. A day may have several.
/// A night shift is two of them: until the end of one day, and from 00:00 of the next.
/// </summary>
public readonly record struct WorkingHours(DayOfWeek Day, TimeOnly Opens, TimeOnly? Closes);
