using System.Globalization;
using System.Text.Json;
using Approvals.App.Ports;

namespace Approvals.Adapters.Sqlite;

internal sealed class SqliteTicketLedger(SqliteDatabase database) : ITicketLedger
{
    public Task<LedgerEntry?> FindAsync(string key, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            using var row = session.Use("SELECT entry, tag FROM ticket_ledger WHERE key = ?1").Bind(1, key);
            return row.Step()
                ? JsonSerializer.Deserialize(row.Bytes(0), MailRoomJson.Default.LedgerEntry)! with { Tag = row.Int64(1).ToString(CultureInfo.InvariantCulture) }
                : null;
        },
        ct);

    public Task<bool> TryWriteAsync(LedgerEntry entry, CancellationToken ct)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(entry with { Tag = null }, MailRoomJson.Default.LedgerEntry);
        return database.WriteAsync(
            session =>
            {
                if (entry.Tag is { } tag)
                {
                    using var update = session.Use("UPDATE ticket_ledger SET tag = tag + 1, entry = ?3 WHERE key = ?1 AND tag = ?2");
                    update.Bind(1, entry.Key).Bind(2, long.Parse(tag, CultureInfo.InvariantCulture)).Bind(3, bytes).Run();
                }
                else
                {
                    using var insert = session.Use("INSERT OR IGNORE INTO ticket_ledger (key, tag, entry) VALUES (?1, 1, ?2)");
                    insert.Bind(1, entry.Key).Bind(2, bytes).Run();
                }

                return session.Changes > 0;
            },
            ct);
    }
}
