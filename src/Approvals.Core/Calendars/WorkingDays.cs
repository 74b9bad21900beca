using System.Collections.Immutable;

namespace Approvals.Core.Calendars;

/// <summary>
/// Works out the working time of UTC days and remembers the last ones asked for. A fixed number of slots keeps memory bounded, more than
/// a year of them keeps a walk over a year warm. Two threads may work out the same day at once; both find the same, so no lock is needed.
/// </summary>
internal sealed class WorkingDays(TimeZoneInfo zone, WorkingWeek week, ImmutableHashSet<DateOnly> holidays)
{
    private const int Slots = 512;

    private readonly WorkingDay?[] _slots = new WorkingDay?[Slots];

    public static int LastNumber { get; } = DateOnly.MaxValue.DayNumber;

    public static int NumberOf(long utc) => (int)(utc / TimeSpan.TicksPerDay);

    public WorkingDay this[int number]
    {
        get
        {
            ref var slot = ref _slots[number % Slots];
            if (Volatile.Read(ref slot) is { } known && known.Number == number)
            {
                return known;
            }
            var day = WorkOut(number);
            Volatile.Write(ref slot, day);
            return day;
        }
    }

    private WorkingDay WorkOut(int number)
    {
        // No zone is a day away from UTC: only three local dates can touch this day, and all their instants lie within a day more on either side.
        var stretches = ZoneStretch.Of(zone, Days(number - 2, 5));
        var open = new List<Span>();
        for (var date = Math.Max(0, number - 1); date <= Math.Min(LastNumber, number + 1); date++)
        {
            AddOpen(open, DateOnly.FromDayNumber(date), stretches);
        }
        var utcDay = Days(number, 1);
        return new WorkingDay(number, Span.Merge(open.Select(span => span.Overlap(utcDay))));
    }

    private void AddOpen(List<Span> open, DateOnly date, List<ZoneStretch> stretches)
    {
        if (holidays.Contains(date))
        {
            return;
        }
        var localDay = Days(date.DayNumber, 1);
        foreach (var hours in week.Of(date.DayOfWeek))
        {
            var local = hours.Shift(localDay.Start);
            var lasting = new Span(long.MaxValue, long.MinValue);
            foreach (var stretch in stretches)
            {
                if (stretch.WhenClockShows(local) is { IsEmpty: false } shown)
                {
                    lasting = lasting.Cover(shown);
                }
            }
            // A date can come in two parts, when clocks go back over midnight: what lies between them is another date.
            open.AddRange(stretches.Select(stretch => stretch.WhenClockShows(localDay).Overlap(lasting)));
        }
    }

    private static Span Days(int first, int count) => new(first * TimeSpan.TicksPerDay, (first + count) * TimeSpan.TicksPerDay);
}
