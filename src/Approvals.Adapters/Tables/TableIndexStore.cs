using Approvals.App.Ports;

namespace Approvals.Adapters.Tables;

internal sealed class TableIndexStore(TableDatabase database) : IIndexStore
{
    public async Task<Page<IndexRow>> ListAsync(string partition, string? cursor, int limit, CancellationToken ct)
    {
        AppendLimits.CheckKey(partition, "An index partition");
        var size = ListPlaces.PageSize(limit);
        var after = ListPlaces.ReadRow(partition, cursor);
        var (rows, _) = await database.Lists.ListAsync($"PartitionKey eq {Keys.Escape(partition)} and RowKey gt {after}", ct, size + 1);
        var items = rows.Take(size).Select(row => new IndexRow(partition, row.RowKey, row.Bytes("Value")));
        return new Page<IndexRow>([.. items], rows.Count > size ? ListPlaces.AfterRow(partition, rows[size - 1].RowKey) : null);
    }
}
