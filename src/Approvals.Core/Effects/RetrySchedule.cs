using System.Collections.Immutable;

namespace Approvals.Core.Effects;

/// <summary>How long to wait after each failed attempt of an effect. When the list is used up, the effect is abandoned.</summary>
public sealed record RetrySchedule(ImmutableArray<TimeSpan> Waits)
{
    /// <summary>Nine attempts in about two days: what a system that is away over a weekend night needs.</summary>
    public static RetrySchedule Default { get; } = new([
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12), TimeSpan.FromHours(24)]);

    /// <summary>The earliest time of the next attempt after this one failed; null: there is none. What the other side asked for is honoured when it is longer.</summary>
    public DateTimeOffset? Next(int attempt, DateTimeOffset failedAtUtc, TimeSpan? asked)
    {
        if (attempt < 1 || attempt > Waits.Length)
        {
            return null;
        }

        var wait = Waits[attempt - 1];
        return failedAtUtc + (asked > wait ? asked.Value : wait);
    }
}
