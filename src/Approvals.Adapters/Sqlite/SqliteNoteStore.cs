using System.Globalization;
using Approvals.App.Ports;

namespace Approvals.Adapters.Sqlite;

internal sealed class SqliteNoteStore(SqliteDatabase database) : INoteStore
{
    public Task<Note?> FindAsync(string area, string name, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            using var rows = session.Use("SELECT value, mark FROM notes WHERE area = ?1 AND name = ?2").Bind(1, area).Bind(2, name);
            return rows.Step() ? new Note(rows.Bytes(0), rows.Int64(1).ToString(CultureInfo.InvariantCulture)) : null;
        },
        ct);

    public Task PutAsync(string area, string name, ReadOnlyMemory<byte> value, CancellationToken ct) => RunAsync(
        "INSERT INTO notes (area, name, value, mark) VALUES (?1, ?2, ?3, 1) ON CONFLICT DO UPDATE SET value = ?3, mark = mark + 1", area, name, value, null, ct);

    public Task<bool> TryPutAsync(string area, string name, ReadOnlyMemory<byte> value, Note? seen, CancellationToken ct) => seen is null
        ? RunAsync("INSERT OR IGNORE INTO notes (area, name, value, mark) VALUES (?1, ?2, ?3, 1)", area, name, value, null, ct)
        : RunAsync("UPDATE notes SET value = ?3, mark = mark + 1 WHERE area = ?1 AND name = ?2 AND mark = ?4", area, name, value, seen, ct);

    public Task<bool> TryRemoveAsync(string area, string name, Note seen, CancellationToken ct) =>
        RunAsync("DELETE FROM notes WHERE area = ?1 AND name = ?2 AND mark = ?4", area, name, null, seen, ct);

    private Task<bool> RunAsync(string sql, string area, string name, ReadOnlyMemory<byte>? value, Note? seen, CancellationToken ct)
    {
        AppendLimits.CheckKey(area, "An area");
        AppendLimits.CheckKey(name, "A note's name");
        return database.WriteAsync(
            session =>
            {
                using var statement = session.Use(sql).Bind(1, area).Bind(2, name);
                if (value is { } bytes)
                {
                    statement.Bind(3, bytes.Span);
                }

                if (seen is not null)
                {
                    statement.Bind(4, long.Parse(seen.Mark, CultureInfo.InvariantCulture));
                }

                statement.Run();
                return session.Changes > 0;
            },
            ct);
    }
}
