using System.Collections.Immutable;
using Approvals.Core.Calendars;
using Approvals.Core.Chains;
using Approvals.Core.Effects;

namespace Approvals.App.Digests;

/// <summary>What waits for one person on the morning of one day: a line for each, the longest waiting first.</summary>
/// <param name="Key">The same person on the same day has the same key: the mailer sends it once.</param>
/// <param name="IsMore">There are more than have a line.</param>
public sealed record Digest(EffectId Key, Person To, DateOnly Day, ImmutableArray<InboxItem> Items, bool IsMore)
{
    /// <summary>Fewer are no digest: the one request has its own mails.</summary>
    public const int Least = 2;
    public const int MostLines = 20;
}

/// <summary>When digests are sent: in the first two working hours of the reader's day.</summary>
public static class WorkingMorning
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(2);

    /// <summary>The reader's date, when it is morning for them; null when it is not, or they do not work today.</summary>
    public static DateOnly? DayAt(BusinessCalendar calendar, DateTimeOffset at)
    {
        if (!calendar.IsWorking(at))
        {
            return null;
        }

        var local = TimeZoneInfo.ConvertTime(at, calendar.Zone);
        var sinceMidnight = calendar.Between(at - local.TimeOfDay, at);
        return sinceMidnight < Length ? DateOnly.FromDateTime(local.DateTime) : null;
    }
}
