using System.Globalization;

namespace Approvals.Web.Pages.Requests;

/// <summary>The times to which somebody can put their reminders off: in two hours, the next mornings of their zone, and when their answer is due.</summary>
internal static class SnoozeChoices
{
    private const int MostMornings = 5;
    private static readonly TimeOnly Morning = new(9, 0);

    public static IEnumerable<(string Value, string Text)> Of(DateTimeOffset now, DateTimeOffset due, TimeZoneInfo? zone)
    {
        var soon = now.AddHours(2);
        if (soon < due)
        {
            yield return (Write(soon), "In two hours");
        }

        var local = zone ?? TimeZoneInfo.Utc;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, local).DateTime);
        for (var days = 1; days <= MostMornings; days++)
        {
            var at = today.AddDays(days).ToDateTime(Morning);
            var morning = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local.IsInvalidTime(at) ? at.AddHours(1) : at, local), TimeSpan.Zero);
            if (morning >= due)
            {
                break;
            }

            yield return (Write(morning), days == 1 ? "Tomorrow morning" : at.ToString("dddd d MMMM, HH:mm", CultureInfo.InvariantCulture));
        }

        yield return (Write(due), "When my answer is due");
    }

    public static DateTimeOffset? Read(string? value) =>
        DateTimeOffset.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;

    private static string Write(DateTimeOffset at) => at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
