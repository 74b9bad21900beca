using System.Collections.Immutable;
using Approvals.App.Ports;

namespace Approvals.Adapters.Memory;

/// <summary>Index rows in memory, ordered by key within a partition.</summary>
internal sealed class MemoryIndex
{
    private static readonly Comparer<IndexRow> ByKey = Comparer<IndexRow>.Create((x, y) => string.CompareOrdinal(x.Key, y.Key));
    private readonly Dictionary<string, SortedSet<IndexRow>> partitions = [];

    public void Apply(ImmutableArray<IndexChange> changes)
    {
        foreach (var change in changes)
        {
            var rows = partitions.TryGetValue(change.Partition, out var known) ? known : partitions[change.Partition] = new(ByKey);
            var row = new IndexRow(change.Partition, change.Key, change.Value?.ToArray());
            rows.Remove(row);
            if (change.Value is not null)
            {
                rows.Add(row);
            }
        }
    }

    public IEnumerable<IndexRow> After(string partition, string key)
    {
        if (!partitions.TryGetValue(partition, out var rows) || rows.Max is not { } last || string.CompareOrdinal(key, last.Key) >= 0)
        {
            return [];
        }

        var place = new IndexRow(partition, key, default);
        return rows.GetViewBetween(place, last).SkipWhile(r => r.Key == key);
    }
}
