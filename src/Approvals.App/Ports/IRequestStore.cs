using System.Collections.Immutable;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>
/// Streams of events, one for each request, with everything that must be atomic with them. The store knows bytes, not rules.
/// Storage and network faults throw <see cref="StoreUnavailableException"/>; whatever is thrown, an append happened wholly or not at all.
/// </summary>
public interface IRequestStore
{
    /// <summary>
    /// The stream with its outbox, read consistently: the events have no gap and end at the version of the head. Null when there is none.
    /// Throws <see cref="Core.Audit.CorruptStreamException"/> when they do not.
    /// </summary>
    Task<StoredStream?> LoadAsync(RequestId id, CancellationToken ct);

    /// <summary>The outcome recorded for a command, if it took effect.</summary>
    Task<StoredCommand?> FindCommandAsync(RequestId id, string commandId, CancellationToken ct);

    /// <summary>
    /// One transaction: events, head, command row and outbox. The due time and the index rows are written with it or, in a store that can not,
    /// the due time before it and the index rows after it (healed by the sweep). Durable when it returns.
    /// What <see cref="AppendLimits"/> refuses throws <see cref="ArgumentException"/>. A cancelled append was not done.
    /// </summary>
    Task<AppendResult> AppendAsync(Append append, CancellationToken ct);

    /// <summary>Requests whose due time is not after <paramref name="upToUtc"/>, the most overdue first.</summary>
    Task<Page<DueRequest>> ListDueAsync(DateTimeOffset upToUtc, string? cursor, int limit, CancellationToken ct);
}

/// <param name="Version">From 1, without gaps.</param>
/// <param name="Bytes">The event's JSON, UTF-8: exactly what was hashed.</param>
/// <param name="Hash">SHA-256(hash of the event before, bytes).</param>
public sealed record StoredEvent(long Version, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Hash);

/// <summary>An effect that waits. <paramref name="NotBeforeUtc"/> null: abandoned, it waits for an administrator.</summary>
public sealed record OutboxRow(EffectId Id, ReadOnlyMemory<byte> Effect, int Attempt, DateTimeOffset? NotBeforeUtc);

/// <param name="Fingerprint">Tells a repeat (same fingerprint) from a reuse of the id for something else.</param>
/// <param name="Version">The version after the command: what its answer was made from.</param>
public sealed record StoredCommand(string CommandId, string Fingerprint, long Version);

public sealed record StoredStream(long Version, ImmutableArray<StoredEvent> Events, ImmutableArray<OutboxRow> Outbox);

public sealed record Append
{
    public required RequestId Id { get; init; }

    /// <summary>The version that was decided on; 0 for a new stream.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>None, for an append that only moves the outbox, the due time or index rows of a stream.</summary>
    public required ImmutableArray<StoredEvent> Events { get; init; }
    public StoredCommand? Command { get; init; }

    /// <summary>Outbox rows to write, over what is there under the same id.</summary>
    public ImmutableArray<OutboxRow> Outbox { get; init; } = [];

    /// <summary>Outbox rows to remove; one that is gone already is no error.</summary>
    public ImmutableArray<EffectId> Done { get; init; } = [];

    /// <summary>When the request must be looked at next; null: never again.</summary>
    public DateTimeOffset? DueAtUtc { get; init; }
    public ImmutableArray<IndexChange> Index { get; init; } = [];
}

public abstract record AppendResult
{
    private AppendResult() { }

    public sealed record Appended : AppendResult;

    /// <summary>Somebody else appended first: load, decide again.</summary>
    public sealed record Conflict : AppendResult;

    /// <summary>The command took effect before: nothing was written.</summary>
    public sealed record Duplicate(StoredCommand Command) : AppendResult;
}

/// <summary>The storage is away, full or overloaded. Nothing was half done; trying again later is safe.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What whoever runs the server can do. It is logged, so it holds nothing that people wrote.</summary>
    public string? Advice { get; init; }
}

public sealed record DueRequest(RequestId Id, DateTimeOffset DueAtUtc);
