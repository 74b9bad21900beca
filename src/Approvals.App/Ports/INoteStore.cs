namespace Approvals.App.Ports;

/// <summary>
/// What an adapter must remember between two calls to the outside world: how far a mail got, where a mailbox was read to. Small, by area and name.
/// Durable when a call returns; storage faults throw <see cref="StoreUnavailableException"/>.
/// </summary>
public interface INoteStore
{
    Task<Note?> FindAsync(string area, string name, CancellationToken ct);

    /// <summary>Writes over whatever is there.</summary>
    Task PutAsync(string area, string name, ReadOnlyMemory<byte> value, CancellationToken ct);

    /// <summary>Writes over exactly what was read; null: only when there is none. False: somebody else was first, and nothing was written.</summary>
    Task<bool> TryPutAsync(string area, string name, ReadOnlyMemory<byte> value, Note? seen, CancellationToken ct);

    /// <summary>Removes exactly what was read. False: it was changed or removed meanwhile.</summary>
    Task<bool> TryRemoveAsync(string area, string name, Note seen, CancellationToken ct);
}

/// <param name="Mark">Changes with every write.</param>
public sealed record Note(ReadOnlyMemory<byte> Value, string Mark);
