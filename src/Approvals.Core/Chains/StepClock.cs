using Approvals.Core.Calendars;

namespace Approvals.Core.Chains;

/// <summary>When the assignee of a step is reminded, and when others step in.</summary>
public static class StepClock
{
    public static AssignmentClock Start(StepTiming timing, BusinessCalendar calendar, DateTimeOffset openedAtUtc) => new(
        calendar.Add(openedAtUtc, timing.Limit),
        [.. timing.RemindAtPercent.Distinct().Order().Select(percent => new Reminder(percent, calendar.Add(openedAtUtc, timing.Limit * percent / 100)))],
        timing.EscalateAfter is { } escalate ? calendar.Add(openedAtUtc, escalate) : null,
        timing.ExpireAfter is { } expire ? calendar.Add(openedAtUtc, expire) : null);
}
