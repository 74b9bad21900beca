using System.Globalization;

namespace Approvals.App.Mail;

/// <summary>Times as a person reads them: in their own zone, with the zone named.</summary>
internal static class ReaderTime
{
    public static string Write(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var offset = local.Offset == TimeSpan.Zero ? "" : local.ToString("zzz", CultureInfo.InvariantCulture);
        var name = zone.Id is "UTC" or "Etc/UTC" ? "UTC" : $"{zone.Id}, UTC{offset}";
        return $"{local.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} ({name})";
    }

    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
