using System.Collections.Concurrent;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Tables;

/// <summary>
/// The heads seen last, so that an append need not read what the load before it read. An old one does no harm: its ETag does not match, nothing is written, and it is forgotten.
/// Two generations bound it.
/// </summary>
internal sealed class KnownHeads
{
    private const int Size = 4096;
    private ConcurrentDictionary<RequestId, KnownHead> young = new();
    private ConcurrentDictionary<RequestId, KnownHead> old = new();

    public KnownHead? Find(RequestId id) => young.TryGetValue(id, out var found) || old.TryGetValue(id, out found) ? found : null;

    public void Put(RequestId id, KnownHead head)
    {
        if (young.Count >= Size)
        {
            old = young;
            young = new();
        }

        young.AddOrUpdate(id, head, (_, known) => known.Number > head.Number ? known : head);
    }

    public void Drop(RequestId id)
    {
        young.TryRemove(id, out _);
        old.TryRemove(id, out _);
    }
}
