using Approvals.Adapters.Sqlite;
using Xunit;

namespace Stores.Tests.Sqlite;

/// <summary>Lists must be as fast with a million rows as with a thousand: no scan and no sort in any plan.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly TestFolder folder = new();

    [Fact]
    public async Task Every_statement_finds_its_rows_by_a_key()
    {
        using var database = SqliteDatabase.Open(folder.Options);
        foreach (var sql in new[] { SqliteRequestStore.DueSql, SqliteRequestStore.EventsSql, SqliteRequestStore.OutboxSql, SqliteIndexStore.ListSql, SqliteAuditSource.PageSql })
        {
            var plan = await PlanAsync(database, sql);
            Assert.All(plan, line => Assert.StartsWith("SEARCH", line, StringComparison.Ordinal));
            Assert.NotEmpty(plan);
        }
    }

    public void Dispose() => folder.Dispose();

    private static Task<List<string>> PlanAsync(SqliteDatabase database, string sql) => database.ReadAsync(
        session =>
        {
            using var rows = session.Use("EXPLAIN QUERY PLAN " + sql);
            var plan = new List<string>();
            while (rows.Step())
            {
                plan.Add(rows.Text(3));
            }

            return plan;
        },
        TestContext.Current.CancellationToken);
}
