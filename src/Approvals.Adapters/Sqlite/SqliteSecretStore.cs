using System.Collections.Immutable;
using Approvals.App.Ports;

namespace Approvals.Adapters.Sqlite;

internal sealed class SqliteSecretStore(SqliteDatabase database) : ISecretStore
{
    public Task<ReadOnlyMemory<byte>?> FindAsync(string area, string name, CancellationToken ct) =>
        database.ReadAsync(session => Find(session, area, name), ct);

    public Task<ImmutableArray<Secret>> ListAsync(string area, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            using var rows = session.Use("SELECT name, value FROM secrets WHERE area = ?1 ORDER BY name").Bind(1, area);
            var found = ImmutableArray.CreateBuilder<Secret>();
            while (rows.Step())
            {
                found.Add(new Secret(rows.Text(0), rows.Bytes(1)));
            }

            return found.ToImmutable();
        },
        ct);

    public Task<ReadOnlyMemory<byte>> GetOrAddAsync(string area, string name, ReadOnlyMemory<byte> offered, CancellationToken ct)
    {
        AppendLimits.CheckKey(area, "An area");
        AppendLimits.CheckKey(name, "A secret's name");
        return database.WriteAsync(
            session =>
            {
                using var insert = session.Use("INSERT OR IGNORE INTO secrets (area, name, value) VALUES (?1, ?2, ?3)");
                insert.Bind(1, area).Bind(2, name).Bind(3, offered.Span).Run();
                return Find(session, area, name)!.Value;
            },
            ct);
    }

    private static ReadOnlyMemory<byte>? Find(SqliteSession session, string area, string name)
    {
        using var rows = session.Use("SELECT value FROM secrets WHERE area = ?1 AND name = ?2").Bind(1, area).Bind(2, name);
        return rows.Step() ? rows.Bytes(0) : default(ReadOnlyMemory<byte>?);
    }
}
