using System.Collections.Immutable;
using Approvals.Core.Calendars;

namespace Approvals.Core.Chains;

/// <summary>Turns the timing of a step into instants, in the working time of the one who is asked.</summary>
public static class StepClock
{
    public static AssignmentClock Start(StepTiming timing, BusinessCalendar calendar, DateTimeOffset openedAtUtc) =>
        new(
            calendar.Add(openedAtUtc, timing.Limit),
            Reminders(timing, calendar, openedAtUtc),
            timing.EscalateAfter is { } escalate ? calendar.Add(openedAtUtc, escalate) : null,
            timing.ExpireAfter is { } expire ? calendar.Add(openedAtUtc, expire) : null);

    // One reminder at one instant: where several percentages meet, the highest says most.
    private static ImmutableArray<Reminder> Reminders(StepTiming timing, BusinessCalendar calendar, DateTimeOffset openedAtUtc) =>
        [.. timing.RemindAtPercent
            .Select(percent => new Reminder(percent, calendar.Add(openedAtUtc, Share(timing.Limit, percent))))
            .GroupBy(reminder => reminder.AtUtc, (_, together) => together.MaxBy(reminder => reminder.Percent))
            .OrderBy(reminder => reminder.Percent)];

    // Rounded up: a reminder may come a tick late, never early.
    private static TimeSpan Share(TimeSpan limit, int percent) => new((long)((((Int128)limit.Ticks * percent) + 99) / 100));
}
