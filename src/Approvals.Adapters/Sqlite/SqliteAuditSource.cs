using System.Runtime.CompilerServices;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Sqlite;

/// <summary>Reads page by page, each in a transaction of its own: one that stayed open would keep the log from being folded into the file.</summary>
internal sealed class SqliteAuditSource(SqliteDatabase database) : IAuditSource
{
    internal const string PageSql = "SELECT e.pos, s.id, e.bytes, e.hash FROM events e JOIN streams s ON s.sid = e.pos >> 24 WHERE e.pos > ?1 ORDER BY e.pos LIMIT ?2";
    private const int PageRows = 500;
    private const int PageBytes = 1024 * 1024;

    public async IAsyncEnumerable<AuditRow> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var after = 0L;
        var last = await database.ReadAsync(session => session.Scalar("SELECT coalesce(max(pos), 1) FROM events"), ct);
        while (true)
        {
            var page = await database.ReadAsync(session => ReadPage(session, after), ct);
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var (position, row) in page)
            {
                ct.ThrowIfCancellationRequested();
                after = position;
                yield return row with { Done = Math.Min(1, (double)position / last) };
            }
        }
    }

    private static List<(long Position, AuditRow Row)> ReadPage(SqliteSession session, long after)
    {
        using var rows = session.Use(PageSql);
        rows.Bind(1, after).Bind(2, PageRows);
        var page = new List<(long, AuditRow)>();
        var bytes = 0;
        while (bytes < PageBytes && rows.Step())
        {
            var position = rows.Int64(0);
            var e = new StoredEvent(Streams.VersionAt(position), rows.Bytes(2), rows.Bytes(3));
            bytes += e.Bytes.Length;
            page.Add((position, new AuditRow(RequestId.Parse(rows.Text(1)), e)));
        }

        return page;
    }
}
