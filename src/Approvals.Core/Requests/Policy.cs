using System.Collections.Immutable;

namespace Approvals.Core.Requests;

/// <summary>What the request type says of a request, as pinned when it was submitted: nothing here changes when the catalogue does.</summary>
public sealed record Policy
{
    /// <summary>Approvals are bound to the values of these fields.</summary>
    public ImmutableArray<string> RelevantFields { get; init; } = [];
    public bool RejectNeedsComment { get; init; } = true;
    public bool ReturnNeedsComment { get; init; } = true;
    public bool DecisionsByMail { get; init; }

    /// <summary>Why the request passes when no step is asked: recorded and shown.</summary>
    public string? ApprovedBecause { get; init; }

    /// <summary>The requester may ask the open approvers again after this time, not before.</summary>
    public TimeSpan NudgeEvery { get; init; } = TimeSpan.FromHours(4);

    /// <summary>One ticket each.</summary>
    public ImmutableArray<TicketOrder> Tickets { get; init; } = [];

    /// <summary>What the request holds once it is approved, and no other may hold.</summary>
    public ImmutableArray<UniqueClaim> Unique { get; init; } = [];

    public bool Equals(Policy? other) =>
        other is not null && RelevantFields.AsSpan().SequenceEqual(other.RelevantFields.AsSpan()) && RejectNeedsComment == other.RejectNeedsComment
        && ReturnNeedsComment == other.ReturnNeedsComment && DecisionsByMail == other.DecisionsByMail && NudgeEvery == other.NudgeEvery
        && ApprovedBecause == other.ApprovedBecause
        && Unique.AsSpan().SequenceEqual(other.Unique.AsSpan())
        && Tickets.AsSpan().SequenceEqual(other.Tickets.AsSpan());

    public override int GetHashCode() => HashCode.Combine(RelevantFields.Length, RejectNeedsComment, ReturnNeedsComment, DecisionsByMail, NudgeEvery, Tickets.Length);
}

/// <param name="Rule">The rule of the topic that asks for it.</param>
/// <param name="Key">Equal for requests of which only one may be approved. It tells nothing of their fields.</param>
public sealed record UniqueClaim(string Rule, string Key);

/// <summary>A ticket to raise: the template of the pinned request type, the system it goes to (null: the default one), and when.</summary>
public sealed record TicketOrder(string Template, string? System = null, TicketMoment Moment = TicketMoment.Approved);

/// <summary><see cref="Submitted"/> is for interim help that needs no approval; every other ticket waits for the chain.</summary>
public enum TicketMoment { Approved, Submitted }

/// <summary>One line of what an approver is shown: the field, its label and its value as written out.</summary>
public sealed record ShownField(string Field, string Label, string Text);
