using System.Collections.Immutable;

namespace Approvals.Core.Chains;

/// <summary>
/// One step of a chain as the policy asks for it, before anyone is assigned. Numbers start at 1. Steps of one stage open together;
/// a stage opens when all earlier stages are done.
/// </summary>
public sealed record StepPlan
{
    public required int Number { get; init; }
    public required string Name { get; init; }
    public required RoleRef Role { get; init; }
    public required int Stage { get; init; }
    public required Quorum Quorum { get; init; }
    public required StepTiming Timing { get; init; }

    /// <summary>Why this step is asked for: one sentence for each rule that fired.</summary>
    public ImmutableArray<string> Because { get; init; } = [];

    /// <summary>Set when the policy skips this step: the reason, which is recorded and shown.</summary>
    public string? SkippedBecause { get; init; }

    public bool Equals(StepPlan? other) =>
        other is not null && Number == other.Number && Name == other.Name && Role == other.Role && Stage == other.Stage && Quorum == other.Quorum
        && Timing == other.Timing && SkippedBecause == other.SkippedBecause && Because.AsSpan().SequenceEqual(other.Because.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Number, Name, Role, Stage, Quorum, SkippedBecause);
}

/// <summary>How many of the people asked must approve.</summary>
public readonly record struct Quorum(QuorumKind Kind, int Count = 0)
{
    public static Quorum All => new(QuorumKind.All);
    public static Quorum Any => new(QuorumKind.Any);
    public static Quorum Of(int count) => new(QuorumKind.Count, count);

    /// <summary>The number of approvals that completes a step for which <paramref name="asked"/> people are asked.</summary>
    public int Needed(int asked) => Kind switch
    {
        QuorumKind.All => Math.Max(1, asked),
        QuorumKind.Any => 1,
        QuorumKind.Count => Math.Max(1, Count),
        _ => throw new System.Diagnostics.UnreachableException(Kind.ToString()),
    };

    /// <summary><c>all</c>, <c>any</c>, or the number.</summary>
    public override string ToString() => Kind == QuorumKind.Count ? Count.ToString(System.Globalization.CultureInfo.InvariantCulture) : Kind.ToString().ToLowerInvariant();
}

public enum QuorumKind { All, Any, Count }

/// <summary>
/// The time of a step, all of it business time of the assignee: the limit, reminders in percent of it, the escalation to the manager,
/// and what happens when nobody answers at all.
/// </summary>
public sealed record StepTiming
{
    public required TimeSpan Limit { get; init; }
    public ImmutableArray<int> RemindAtPercent { get; init; } = [50, 75, 100];

    /// <summary>Business time after the opening at which the manager is asked too; null: never.</summary>
    public TimeSpan? EscalateAfter { get; init; }

    /// <summary>Business time after the opening at which <see cref="Expiry"/> happens; null: the step waits without end.</summary>
    public TimeSpan? ExpireAfter { get; init; }
    public ExpiryOutcome Expiry { get; init; } = ExpiryOutcome.Hold;

    public bool Equals(StepTiming? other) =>
        other is not null && Limit == other.Limit && EscalateAfter == other.EscalateAfter && ExpireAfter == other.ExpireAfter
        && Expiry == other.Expiry && RemindAtPercent.AsSpan().SequenceEqual(other.RemindAtPercent.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Limit, EscalateAfter, ExpireAfter, Expiry);
}

/// <summary>What happens to a step that nobody answered: ask one level up, reject, return to the requester, close as expired, or wait and alarm the administrators.</summary>
public enum ExpiryOutcome { Escalate, Reject, Return, Expire, Hold }
