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

    /// <summary>One ticket each, raised when the chain is done.</summary>
    public ImmutableArray<TicketOrder> Tickets { get; init; } = [];
}

/// <summary>A ticket to raise: the template of the pinned request type, and the system it goes to.</summary>
public sealed record TicketOrder(string Template, string System)
{
    /// <summary>Raised when the request is submitted, without waiting for the approval.</summary>
    public bool AtOnce { get; init; }
}

/// <summary>One line of what an approver is shown: the field, its label and its value as written out.</summary>
public sealed record ShownField(string Field, string Label, string Text);
