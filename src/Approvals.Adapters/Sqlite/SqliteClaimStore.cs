using System.Globalization;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Sqlite;

/// <summary>The tag is the number of writes.</summary>
internal sealed class SqliteClaimStore(SqliteDatabase database) : IClaimStore
{
    public Task<StoredClaim?> FindAsync(string key, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            using var row = session.Use("SELECT holder, at, writes FROM claims WHERE key = ?1").Bind(1, key);
            return row.Step() ? new StoredClaim(RequestId.Parse(row.Text(0)), row.Utc(1), row.Int64(2).ToString(CultureInfo.InvariantCulture)) : null;
        },
        ct);

    public Task<bool> PutAsync(string key, RequestId holder, DateTimeOffset atUtc, StoredClaim? seen, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            if (seen is null)
            {
                using var add = session.Use("INSERT INTO claims (key, holder, at, writes) VALUES (?1, ?2, ?3, 1) ON CONFLICT DO NOTHING");
                add.Bind(1, key).Bind(2, holder.Value).Bind(3, atUtc).Run();
                return session.Changes > 0;
            }

            using var put = session.Use("UPDATE claims SET holder = ?2, at = ?3, writes = writes + 1 WHERE key = ?1 AND writes = ?4");
            put.Bind(1, key).Bind(2, holder.Value).Bind(3, atUtc).Bind(4, long.Parse(seen.Tag, CultureInfo.InvariantCulture)).Run();
            return session.Changes > 0;
        },
        ct);
}
