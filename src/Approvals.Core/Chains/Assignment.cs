using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.Core.Chains;

/// <summary>Somebody is asked. A slot is one say; several assignments of one slot are alternatives, of which the first answer counts.</summary>
public sealed record Assignment
{
    public required int Slot { get; init; }
    public required EmailAddress Assignee { get; init; }
    public required AssignmentReason Reason { get; init; }

    /// <summary>Whose say it was first: set on escalation, reassignment and stepping up.</summary>
    public EmailAddress? OnBehalfOf { get; init; }
    public required AssignmentClock Clock { get; init; }
}

public enum AssignmentReason { Role, SteppedUp, Escalated, Reassigned, Added }

/// <summary>When this assignee is reminded, and when others step in. Computed once, in the assignee's working time, when they are asked. All UTC.</summary>
public sealed record AssignmentClock(DateTimeOffset DueAtUtc, ImmutableArray<Reminder> Reminders, DateTimeOffset? EscalateAtUtc, DateTimeOffset? ExpireAtUtc)
{
    public bool Equals(AssignmentClock? other) =>
        other is not null && DueAtUtc == other.DueAtUtc && EscalateAtUtc == other.EscalateAtUtc && ExpireAtUtc == other.ExpireAtUtc
        && Reminders.AsSpan().SequenceEqual(other.Reminders.AsSpan());

    public override int GetHashCode() => HashCode.Combine(DueAtUtc, EscalateAtUtc, ExpireAtUtc);
}

public readonly record struct Reminder(int Percent, DateTimeOffset AtUtc);
