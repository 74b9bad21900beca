using System.Collections.Immutable;

namespace Approvals.Core.Calendars;

/// <summary>Ticks from <paramref name="Start"/> up to, not including, <paramref name="End"/>. Empty when it does not end after it starts.</summary>
internal readonly record struct Span(long Start, long End)
{
    public bool IsEmpty => End <= Start;
    public long Length => End - Start;

    public Span Shift(long ticks) => new(Start + ticks, End + ticks);

    public Span Overlap(Span other) => new(Math.Max(Start, other.Start), Math.Min(End, other.End));

    /// <summary>From the earlier start to the later end.</summary>
    public Span Cover(Span other) => new(Math.Min(Start, other.Start), Math.Max(End, other.End));

    /// <summary>The same ticks, in order, each once.</summary>
    public static ImmutableArray<Span> Merge(IEnumerable<Span> spans)
    {
        var merged = new List<Span>();
        foreach (var span in spans.Where(span => !span.IsEmpty).OrderBy(span => span.Start))
        {
            if (merged.Count > 0 && span.Start <= merged[^1].End)
            {
                merged[^1] = merged[^1].Cover(span);
            }
            else
            {
                merged.Add(span);
            }
        }
        return [.. merged];
    }
}
