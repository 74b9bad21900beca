using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Approvals.Core.Calendars;
using Approvals.Core.Chains;

namespace Approvals.Adapters.Graph.People;

/// <summary>What the settings of a mailbox say of somebody's time.</summary>
/// <param name="Zone">Null: not known.</param>
/// <param name="Week">Empty: not known.</param>
/// <param name="Absences">From the automatic replies.</param>
internal sealed record Mailbox(TimeZoneInfo? Zone, ImmutableArray<WorkingHours> Week, ImmutableArray<Absence> Absences)
{
    public static Mailbox Unknown { get; } = new(null, [], []);

    public static Mailbox Read(JsonElement settings)
    {
        var hours = settings.Member("workingHours");
        // Hours of a zone that has no name are read in the zone of the mailbox.
        return new Mailbox(Zones.Find(hours.Member("timeZone").Text("name")) ?? Zones.Find(settings.Text("timeZone")), Hours(hours), Away(settings.Member("automaticRepliesSetting")));
    }

    private static ImmutableArray<WorkingHours> Hours(JsonElement hours)
    {
        if (Clock(hours, "startTime") is not { } opens || Clock(hours, "endTime") is not { } closes || opens == closes)
        {
            return [];
        }

        var days = hours.Items("daysOfWeek").Select(day => Enum.TryParse<DayOfWeek>(day.GetString(), ignoreCase: true, out var parsed) ? parsed : (DayOfWeek?)null).OfType<DayOfWeek>();
        return [.. days.Distinct().SelectMany(day => Day(day, opens, closes))];
    }

    // Until midnight, or into the next morning: a night shift is two stretches.
    private static WorkingHours[] Day(DayOfWeek day, TimeOnly opens, TimeOnly closes) =>
        closes > opens ? [new(day, opens, closes)]
        : closes == TimeOnly.MinValue ? [new(day, opens, null)]
        : [new(day, opens, null), new((DayOfWeek)(((int)day + 1) % 7), TimeOnly.MinValue, closes)];

    private static TimeOnly? Clock(JsonElement hours, string name) =>
        TimeOnly.TryParse(hours.Text(name), CultureInfo.InvariantCulture, out var time) ? new TimeOnly(time.Hour, time.Minute) : null;

    private static ImmutableArray<Absence> Away(JsonElement replies) => replies.Text("status")?.ToLowerInvariant() switch
    {
        // Since when is not said, nor until when.
        "alwaysenabled" => [new Absence(DateTimeOffset.UnixEpoch, null)],
        "scheduled" when Zones.Time(replies.Member("scheduledStartDateTime")) is { } from && Zones.Time(replies.Member("scheduledEndDateTime")) is { } until && from < until => [new Absence(from, until)],
        _ => [],
    };
}
