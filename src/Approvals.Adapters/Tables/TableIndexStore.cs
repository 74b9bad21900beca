using Approvals.App.Ports;

namespace Approvals.Adapters.Tables;

internal sealed class TableIndexStore(TableDatabase database) : IIndexStore
{
    public async Task<Page<IndexRow>> ListAsync(string partition, string? cursor, int limit, CancellationToken ct)
    {
        AppendLimits.CheckKey(partition, "An index partition");
        var size = ListPlaces.PageSize(limit);
        var after = ListPlaces.ReadRow(partition, cursor);
        var (rows, _) = await database.Lists.ListAsync(
            $"PartitionKey eq {ListRows.Partition} and RowKey gt {ListRows.Key(partition, after)} and RowKey lt {ListRows.End(partition)}", ct, size + 1);
        var items = rows.Take(size).Select(row => new IndexRow(partition, ListRows.KeyIn(partition, row.RowKey), row.Bytes("Value"))).ToList();
        return new Page<IndexRow>([.. items], rows.Count > size ? ListPlaces.AfterRow(partition, items[^1].Key) : null);
    }
}
