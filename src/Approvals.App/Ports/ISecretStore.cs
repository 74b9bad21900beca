using System.Collections.Immutable;

namespace Approvals.App.Ports;

/// <summary>The desk's own keys (links, sessions): written once, never changed, the same for every server on one store.</summary>
public interface ISecretStore
{
    Task<ReadOnlyMemory<byte>?> FindAsync(string area, string name, CancellationToken ct);

    /// <summary>All of one area, by name (ordinal). Areas are small.</summary>
    Task<ImmutableArray<Secret>> ListAsync(string area, CancellationToken ct);

    /// <summary>What is kept under the name: the offered value, or the one that was there first.</summary>
    Task<ReadOnlyMemory<byte>> GetOrAddAsync(string area, string name, ReadOnlyMemory<byte> offered, CancellationToken ct);
}

public sealed record Secret(string Name, ReadOnlyMemory<byte> Value);
