namespace Approvals.App.Ports;

/// <summary>What was tried at the systems of tickets, one entry for each ticket's key: written before the call, so that no crash forgets it.</summary>
public interface ITicketLedger
{
    /// <summary>Null when nothing was ever tried under this key.</summary>
    Task<LedgerEntry?> FindAsync(string key, CancellationToken ct);

    /// <summary>Writes over the entry that was read (its <see cref="LedgerEntry.Tag"/>), or the first one (no tag). False: somebody else was first; nothing is written.</summary>
    Task<bool> TryWriteAsync(LedgerEntry entry, CancellationToken ct);

    /// <summary>Every entry, in the order of the keys: for copying a desk.</summary>
    Task<Page<LedgerEntry>> ListAsync(string? cursor, int limit, CancellationToken ct);
}

public sealed record LedgerEntry
{
    public required string Key { get; init; }

    /// <summary>The system that it was first tried in: a change of settings does not raise it in another.</summary>
    public required string System { get; init; }
    public required LedgerState State { get; init; }

    /// <summary>When the last attempt to create began.</summary>
    public required DateTimeOffset TriedAtUtc { get; init; }

    /// <summary>What was tried first, byte for byte: every later attempt under the key is the same. Null once it is raised.</summary>
    public TicketDraft? Draft { get; init; }
    public DeskTicket? Ticket { get; init; }

    /// <summary>Which writing of the entry was read; null: it is new.</summary>
    public string? Tag { get; init; }
}

/// <summary>
/// <see cref="Trying"/>: an attempt began, and nothing tells how it ended. <see cref="Refused"/>: the system said no, so nothing is there.
/// <see cref="Raised"/> and <see cref="Withdrawn"/> are final.
/// </summary>
public enum LedgerState { Trying, Refused, Raised, Withdrawn }
