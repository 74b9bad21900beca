using System.Collections.Immutable;
using Approvals.App.Ports;

namespace Approvals.Adapters.Tickets;

/// <summary>The calls of one system, as it has them. <see cref="RemoteDesk"/> decides which are made, and when. Each throws <see cref="RemoteException"/>.</summary>
internal interface IRemoteTickets
{
    string System { get; }

    /// <summary>Whether creating again under the same key is the other side's own guarantee, however late. Then nothing can, or need, be looked up.</summary>
    bool IsRepeatSafe => false;

    Task<DeskTicket> CreateAsync(TicketDraft draft, CancellationToken ct);

    /// <summary>The oldest ticket that carries the draft's key; null: the system shows none.</summary>
    Task<DeskTicket?> FindAsync(TicketDraft draft, CancellationToken ct);

    /// <summary>Whether a remark with this text in it stands on the ticket.</summary>
    Task<bool> IsSaidAsync(string ticket, string marker, CancellationToken ct);
    Task RemarkAsync(DeskRemark remark, CancellationToken ct);

    /// <inheritdoc cref="ITicketDesk.LookAsync"/>
    Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct);

    /// <inheritdoc cref="ITicketDesk.RemarksAsync"/>
    Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct);
}

/// <summary>How a call ended that did not succeed.</summary>
internal enum RemoteFault
{
    /// <summary>Nothing was sent: nobody listens there, or the circuit is open.</summary>
    Away,

    /// <summary>The system asks for a rest; nothing was done.</summary>
    Busy,

    /// <summary>The system said no, and why; nothing was done.</summary>
    Refused,

    /// <summary>No answer, or one of a gateway: it may have been done.</summary>
    Unclear,

    /// <summary>The system failed at it: it may have been done, and the same may fail again.</summary>
    Broken,
}

internal sealed class RemoteException(RemoteFault fault, string message, TimeSpan? wait = null, Exception? inner = null) : Exception(message, inner)
{
    public RemoteFault Fault => fault;

    /// <summary>What the system asked for.</summary>
    public TimeSpan? Wait => wait;
}
