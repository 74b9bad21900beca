using System.Collections.Immutable;

namespace Approvals.Core.Calendars;

/// <summary>The working time of one UTC day. Days of UTC, not of the zone: they follow each other without gap or overlap whatever the clocks do.</summary>
internal sealed class WorkingDay
{
    private readonly ImmutableArray<Span> _open;
    private readonly long _start;
    private readonly long _total;

    public WorkingDay(int number, ImmutableArray<Span> open)
    {
        Number = number;
        _open = open;
        _start = number * TimeSpan.TicksPerDay;
        foreach (var span in open)
        {
            _total += span.Length;
        }
    }

    public int Number { get; }

    public bool Contains(long at)
    {
        foreach (var span in _open)
        {
            if (span.Start <= at && at < span.End)
            {
                return true;
            }
        }
        return false;
    }

    public long Within(long from, long to)
    {
        if (from <= _start && to >= _start + TimeSpan.TicksPerDay)
        {
            return _total;
        }
        var ticks = 0L;
        foreach (var span in _open)
        {
            ticks += Math.Max(0, Math.Min(span.End, to) - Math.Max(span.Start, from));
        }
        return ticks;
    }

    /// <summary>Uses up working time from <paramref name="from"/> on. True at the first working instant with none left to use up.</summary>
    public bool TryReach(long from, ref long left, out long reached)
    {
        reached = 0;
        if (from <= _start && left >= _total)
        {
            left -= _total;
            return false;
        }
        foreach (var span in _open)
        {
            var start = Math.Max(span.Start, from);
            if (start >= span.End)
            {
                continue;
            }
            if (left < span.End - start)
            {
                reached = start + left;
                return true;
            }
            left -= span.End - start;
        }
        return false;
    }
}
