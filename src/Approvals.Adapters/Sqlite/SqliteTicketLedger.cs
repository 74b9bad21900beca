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
            return row.Step() ? Read(row) : null;
        },
        ct);

    public Task<Page<LedgerEntry>> ListAsync(string? cursor, int limit, CancellationToken ct)
    {
        var (after, size) = (ListPlaces.ReadLedger(cursor), ListPlaces.PageSize(limit));
        return database.ReadAsync(
            session =>
            {
                using var row = session.Use("SELECT entry, tag FROM ticket_ledger WHERE key > ?1 ORDER BY key LIMIT ?2").Bind(1, after).Bind(2, size + 1);
                var entries = new List<LedgerEntry>();
                while (row.Step())
                {
                    entries.Add(Read(row));
                }

                return ListPlaces.LedgerPage(entries, size);
            },
            ct);
    }

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

    private static LedgerEntry Read(SqliteStatement row) =>
        JsonSerializer.Deserialize(row.Bytes(0), MailRoomJson.Default.LedgerEntry)! with { Tag = row.Int64(1).ToString(CultureInfo.InvariantCulture) };
}
