using System.Globalization;
using System.Text.Json;
using TimeZoneConverter;

namespace Approvals.Adapters.Graph.People;

/// <summary>Zones and times as Graph writes them: by names of Windows (<c>W. Europe Standard Time</c>) or IANA (<c>Europe/Berlin</c>).</summary>
internal static class Zones
{
    /// <summary>Null for a zone of somebody's own making, or none.</summary>
    public static TimeZoneInfo? Find(string? name) => name switch
    {
        null => null,
        "tzone://Microsoft/Utc" => TimeZoneInfo.Utc,
        _ => TZConvert.TryGetTimeZoneInfo(name, out var zone) ? zone : null,
    };

    /// <summary><c>{ "dateTime": "2026-12-21T08:00:00.0000000", "timeZone": "UTC" }</c>; null when it is not that.</summary>
    public static DateTimeOffset? Time(JsonElement time)
    {
        if (!DateTime.TryParse(time.Text("dateTime"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var written))
        {
            return null;
        }

        var local = DateTime.SpecifyKind(written, DateTimeKind.Unspecified);
        var zone = Find(time.Text("timeZone")) ?? TimeZoneInfo.Utc;
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, zone), TimeSpan.Zero);
    }
}
