namespace Approvals.Core.Requests;

/// <summary>Where a request stands. Each case holds the same <see cref="Request"/>; what may happen next differs.</summary>
public abstract record RequestState
{
    private RequestState() { }

    public sealed record NotSubmitted : RequestState
    {
        public static NotSubmitted Instance { get; } = new();
    }

    /// <summary>Approvers are asked.</summary>
    public sealed record Pending(Request Request) : RequestState;

    /// <summary>The requester edits: an approver returned it, or the requester recalled it.</summary>
    public sealed record Editing(Request Request, bool Returned) : RequestState;

    /// <summary>The chain is done; tickets are outstanding.</summary>
    public sealed record Approved(Request Request) : RequestState;

    /// <summary>The end. Nothing reopens it.</summary>
    public sealed record Closed(Request Request, ClosedAs As, Actor By, DateTimeOffset AtUtc) : RequestState;

    /// <summary>The facts of the request; null before it is submitted.</summary>
    public Request? Facts => this switch
    {
        NotSubmitted => null,
        Pending s => s.Request,
        Editing s => s.Request,
        Approved s => s.Request,
        Closed s => s.Request,
        _ => throw new System.Diagnostics.UnreachableException(GetType().Name),
    };

    /// <summary>The status as the HTTP contract spells it.</summary>
    public string Status => this switch
    {
        NotSubmitted => "none",
        Pending => "pending",
        Editing { Returned: true } => "returned",
        Editing => "recalled",
        Approved => "approved",
        Closed s => s.As.ToString().ToLowerInvariant(),
        _ => throw new System.Diagnostics.UnreachableException(GetType().Name),
    };
}

public enum ClosedAs { Completed, Rejected, Cancelled, Expired }
