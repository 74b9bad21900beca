using System.Collections.Concurrent;
using System.Collections.Immutable;
using Approvals.App.Ports;

namespace Approvals.Adapters.Memory;

internal sealed class MemorySecrets : ISecretStore
{
    private readonly ConcurrentDictionary<(string Area, string Name), byte[]> kept = new();

    public Task<ReadOnlyMemory<byte>?> FindAsync(string area, string name, CancellationToken ct) =>
        Task.FromResult(kept.TryGetValue((area, name), out var value) ? value : default(ReadOnlyMemory<byte>?));

    public Task<ImmutableArray<Secret>> ListAsync(string area, CancellationToken ct) => Task.FromResult(kept.Where(s => s.Key.Area == area)
        .Select(s => new Secret(s.Key.Name, s.Value)).OrderBy(s => s.Name, StringComparer.Ordinal).ToImmutableArray());

    public Task<ReadOnlyMemory<byte>> GetOrAddAsync(string area, string name, ReadOnlyMemory<byte> offered, CancellationToken ct)
    {
        AppendLimits.CheckKey(area, "An area");
        AppendLimits.CheckKey(name, "A secret's name");
        return Task.FromResult<ReadOnlyMemory<byte>>(kept.GetOrAdd((area, name), _ => offered.ToArray()));
    }
}
