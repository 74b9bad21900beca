using Approvals.App.Ports;

namespace Approvals.Adapters.Sqlite;

internal sealed class SqliteIndexStore(SqliteDatabase database) : IIndexStore
{
    internal const string ListSql = "SELECT key, value FROM lists WHERE partition = ?1 AND key > ?2 ORDER BY key LIMIT ?3";

    public Task<Page<IndexRow>> ListAsync(string partition, string? cursor, int limit, CancellationToken ct)
    {
        AppendLimits.CheckKey(partition, "An index partition");
        var size = ListPlaces.PageSize(limit);
        var after = ListPlaces.ReadRow(partition, cursor);
        return database.ReadAsync(
            session =>
            {
                using var rows = session.Use(ListSql);
                rows.Bind(1, partition).Bind(2, after).Bind(3, size + 1);
                var page = new List<IndexRow>();
                while (rows.Step())
                {
                    page.Add(new IndexRow(partition, rows.Text(0), rows.Bytes(1)));
                }

                return page.Count <= size ? new Page<IndexRow>([.. page], null) : new([.. page[..size]], ListPlaces.AfterRow(partition, page[size - 1].Key));
            },
            ct);
    }
}
