using System.Globalization;

namespace Approvals.Web.Pages.Shared;

/// <summary>How instants and spans are written out.</summary>
public static class Times
{
    private const string DayAndTime = "d MMM yyyy, HH:mm";

    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString(DayAndTime, CultureInfo.InvariantCulture) + " UTC";

    /// <summary>Null when the viewer's zone is unknown, or is UTC at that instant anyway.</summary>
    public static string? LocalOf(DateTimeOffset at, PageContext page) =>
        Local(at, page) is { } local && local.Offset != TimeSpan.Zero ? local.ToString(DayAndTime, CultureInfo.InvariantCulture) : null;

    /// <summary>The time of day in UTC, with the date only when it differs from the local one.</summary>
    public static string UtcBeside(DateTimeOffset at, PageContext page) =>
        Local(at, page) is { } local && local.Date == at.UtcDateTime.Date
            ? at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture) + " UTC"
            : Utc(at);

    public static string Day(DateTimeOffset at, PageContext page) =>
        (Local(at, page) ?? at.ToUniversalTime()).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Roughly how long: "3 days", "2 hours", "5 minutes".</summary>
    public static string Span(TimeSpan span) => span.Duration() switch
    {
        { TotalDays: >= 2 } days => $"{(int)days.TotalDays} days",
        { TotalHours: >= 2 } hours => $"{(int)hours.TotalHours} hours",
        { TotalHours: >= 1 } => "an hour",
        { TotalMinutes: >= 2 } minutes => $"{(int)minutes.TotalMinutes} minutes",
        _ => "a moment",
    };

    private static DateTimeOffset? Local(DateTimeOffset at, PageContext page) =>
        page.Viewer?.Zone is { } zone ? TimeZoneInfo.ConvertTime(at, zone) : null;
}
