using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>The tickets of the embedded desk.</summary>
public interface ITicketBook
{
    Task<ImmutableArray<BookedTicket>> OfRequestAsync(RequestId request, CancellationToken ct);

    /// <summary>The newest first.</summary>
    Task<Page<BookedTicket>> ListAsync(string? cursor, int limit, CancellationToken ct);

    Task<BookedTicket?> FindAsync(string key, CancellationToken ct);

    /// <summary>Marks it solved; a second time changes nothing. Null when there is no such ticket.</summary>
    Task<BookedTicket?> SolveAsync(string key, EmailAddress by, CancellationToken ct);
}

/// <param name="Key">Its name for people: <c>T-1</c>.</param>
public sealed record BookedTicket(string Key, string Url, TicketDraft Draft, DateTimeOffset RaisedAtUtc, EmailAddress? SolvedBy, DateTimeOffset? SolvedAtUtc)
{
    public bool IsSolved => SolvedAtUtc is not null;

    /// <summary>What the product wrote on it since, the oldest first.</summary>
    public ImmutableArray<BookedRemark> Remarks { get; init; } = [];
}

/// <param name="Key">Of the remark: the same key is the same remark.</param>
public sealed record BookedRemark(string Key, string Text, DateTimeOffset SaidAtUtc);
