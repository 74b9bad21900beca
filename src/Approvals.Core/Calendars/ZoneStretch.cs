namespace Approvals.Core.Calendars;

/// <summary>A stretch of UTC time during which a zone keeps one offset. Inside it, local time and UTC differ by a constant and nothing is ambiguous.</summary>
internal readonly record struct ZoneStretch(Span Utc, long Offset)
{
    // No zone has ever changed its clocks twice within days, so no change hides between two looks.
    private const long Look = 6 * TimeSpan.TicksPerHour;

    private static readonly Span Representable = new(DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks + 1);

    /// <summary>The instants of this stretch at which the clock shows a local time within <paramref name="local"/>.</summary>
    public Span WhenClockShows(Span local) => local.Shift(-Offset).Overlap(Utc);

    /// <summary>
    /// The stretches that make up a window. Offsets by instant are the one thing that all zones answer alike; adjustment rules
    /// and ambiguous local times differ by platform and by how a zone's history was written.
    /// </summary>
    public static List<ZoneStretch> Of(TimeZoneInfo zone, Span window)
    {
        window = window.Overlap(Representable);
        var stretches = new List<ZoneStretch>(2);
        var (start, offset) = (window.Start, OffsetAt(zone, window.Start));
        for (var at = window.Start; at < window.End - 1;)
        {
            var next = Math.Min(at + Look, window.End - 1);
            if (OffsetAt(zone, next) is var changed && changed != offset)
            {
                var change = FirstDifferent(zone, at, next, offset);
                stretches.Add(new ZoneStretch(new Span(start, change), offset));
                (start, offset) = (change, changed);
            }
            at = next;
        }
        stretches.Add(new ZoneStretch(new Span(start, window.End), offset));
        return stretches;
    }

    private static long FirstDifferent(TimeZoneInfo zone, long same, long different, long offset)
    {
        while (different - same > 1)
        {
            var middle = same + ((different - same) / 2);
            (same, different) = OffsetAt(zone, middle) == offset ? (middle, different) : (same, middle);
        }
        return different;
    }

    private static long OffsetAt(TimeZoneInfo zone, long utc) => zone.GetUtcOffset(new DateTime(utc, DateTimeKind.Utc)).Ticks;
}
