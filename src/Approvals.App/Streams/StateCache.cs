using System.Collections.Concurrent;
using Approvals.Core.Requests;

namespace Approvals.App.Streams;

/// <summary>
/// The requests touched last, folded. A stale entry does no harm: the store refuses an append to an old version, and the entry is dropped.
/// Two generations bound it: when the young one is full, the old one is forgotten.
/// </summary>
public sealed class StateCache(int size)
{
    private ConcurrentDictionary<RequestId, Loaded> young = new();
    private ConcurrentDictionary<RequestId, Loaded> old = new();

    /// <summary>For hosts that share the store with others: every read goes to the store.</summary>
    public static StateCache None { get; } = new(0);

    public Loaded? Find(RequestId id) => young.TryGetValue(id, out var found) || old.TryGetValue(id, out found) ? found : null;

    public void Put(Loaded loaded)
    {
        if (size == 0)
        {
            return;
        }

        if (young.Count >= size)
        {
            old = young;
            young = new();
        }

        // Two appends may end in either order, in either generation: the later version wins.
        if (old.TryGetValue(loaded.Id, out var kept) && kept.Version > loaded.Version)
        {
            loaded = kept;
        }

        young.AddOrUpdate(loaded.Id, loaded, (_, known) => known.Version > loaded.Version ? known : loaded);
    }

    public void Drop(RequestId id)
    {
        young.TryRemove(id, out _);
        old.TryRemove(id, out _);
    }
}
