using System.Collections.Immutable;

namespace Approvals.App.Backlogs;

/// <summary>How long something waits, in four classes.</summary>
public static class Ages
{
    private static readonly TimeSpan[] From = [TimeSpan.Zero, TimeSpan.FromDays(1), TimeSpan.FromDays(3), TimeSpan.FromDays(7)];

    /// <summary>As telemetry names them, the youngest first.</summary>
    public static ImmutableArray<string> Names { get; } = ["under-1-day", "1-to-3-days", "3-to-7-days", "over-7-days"];

    /// <summary>Which of <see cref="Names"/>. An age begins its class: three days are three to seven.</summary>
    public static int Of(TimeSpan age) => Math.Max(0, Array.FindLastIndex(From, from => age >= from));
}
