using System.Collections.Immutable;

namespace Approvals.Core.Calendars;

/// <summary>The hours of each weekday as ticks of its local time, in order, with hours that touch or overlap made one.</summary>
internal sealed class WorkingWeek
{
    private readonly ImmutableArray<ImmutableArray<Span>> _hours;

    public WorkingWeek(string id, ImmutableArray<WorkingHours> week)
    {
        if (week.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"Calendar '{id}' has no working hours: nothing would ever be due.", nameof(week));
        }
        foreach (var hours in week)
        {
            if (!Enum.IsDefined(hours.Day))
            {
                throw new ArgumentException($"Calendar '{id}': {hours.Day} is no day of the week.", nameof(week));
            }
            if (hours.Closes <= hours.Opens)
            {
                throw new ArgumentException(
                    $"Calendar '{id}', {hours.Day}: {hours.Opens:HH:mm} to {hours.Closes:HH:mm} closes before it opens. "
                    + "Leave the closing out for the end of the day; write a night shift as two.", nameof(week));
            }
        }
        _hours = [.. Enum.GetValues<DayOfWeek>().Select(day => Span.Merge(week.Where(hours => hours.Day == day).Select(LocalTicks)))];
        IsRoundTheClock = _hours.All(hours => hours is [{ Start: 0, End: TimeSpan.TicksPerDay }]);
    }

    public bool IsRoundTheClock { get; }

    public ImmutableArray<Span> Of(DayOfWeek day) => _hours[(int)day];

    private static Span LocalTicks(WorkingHours hours) => new(hours.Opens.Ticks, hours.Closes?.Ticks ?? TimeSpan.TicksPerDay);
}
