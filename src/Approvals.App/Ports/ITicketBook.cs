using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>The embedded desk's tickets, to look at.</summary>
public interface ITicketBook
{
    /// <summary>Null: there is no ticket of this key.</summary>
    Task<BookedTicket?> FindAsync(string key, CancellationToken ct);

    /// <summary>The newest first; of one request, or of all.</summary>
    Task<Page<BookedTicket>> ListAsync(RequestId? request, string? cursor, int limit, CancellationToken ct);
}

/// <param name="Key">What people call it: <c>T-1</c>.</param>
/// <param name="Status"><c>open</c> or what the desk says.</param>
public sealed record BookedTicket(string Key, TicketDraft Draft, string Status, DateTimeOffset OpenedAtUtc, string? Url);
