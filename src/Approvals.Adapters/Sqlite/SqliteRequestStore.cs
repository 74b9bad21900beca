using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Sqlite;

internal sealed class SqliteRequestStore(SqliteDatabase database) : IRequestStore
{
    internal const string DueSql = "SELECT due_at, id FROM streams WHERE due_at <= ?1 AND (due_at, id) > (?2, ?3) ORDER BY due_at, id LIMIT ?4";
    internal const string EventsSql = "SELECT pos, bytes, hash FROM events WHERE pos BETWEEN ?1 AND ?2 ORDER BY pos";
    internal const string OutboxSql = "SELECT version, idx, effect, attempt, not_before FROM outbox WHERE sid = ?1 ORDER BY version, idx";

    public Task<StoredStream?> LoadAsync(RequestId id, CancellationToken ct) => database.ReadAsync(session => Load(session, id), ct);

    public Task<StoredCommand?> FindCommandAsync(RequestId id, string commandId, CancellationToken ct) =>
        database.ReadAsync(session => Streams.Find(session, id) is { } head ? Streams.FindCommand(session, head.Sid, commandId) : null, ct);

    public Task<AppendResult> AppendAsync(Append append, CancellationToken ct)
    {
        AppendLimits.Check(append);
        return database.WriteAsync(session => AppendWriter.Write(session, append), ct);
    }

    public Task<Page<DueRequest>> ListDueAsync(DateTimeOffset upToUtc, string? cursor, int limit, CancellationToken ct)
    {
        var size = ListPlaces.PageSize(limit);
        var (ticks, id) = ListPlaces.ReadDue(cursor);
        return database.ReadAsync(
            session =>
            {
                using var rows = session.Use(DueSql);
                rows.Bind(1, upToUtc).Bind(2, ticks).Bind(3, id).Bind(4, size + 1);
                var page = new List<DueRequest>();
                while (rows.Step())
                {
                    page.Add(new DueRequest(RequestId.Parse(rows.Text(1)), rows.Utc(0)));
                }

                return page.Count <= size ? new Page<DueRequest>([.. page], null) : new([.. page[..size]], ListPlaces.AfterDue(page[size - 1]));
            },
            ct);
    }

    private static StoredStream? Load(SqliteSession session, RequestId id)
    {
        if (Streams.Find(session, id) is not { } head)
        {
            return null;
        }

        var events = ImmutableArray.CreateBuilder<StoredEvent>((int)head.Version);
        using var rows = session.Use(EventsSql);
        rows.Bind(1, Streams.Position(head.Sid, 1)).Bind(2, Streams.Position(head.Sid, Streams.MaxVersion));
        while (rows.Step())
        {
            events.Add(new StoredEvent(Streams.VersionAt(rows.Int64(0)), rows.Bytes(1), rows.Bytes(2)));
            if (events[^1].Version != events.Count)
            {
                throw Corrupt(id, events.Count);
            }
        }

        return events.Count == head.Version && events[^1].Hash.Span.SequenceEqual(head.LastHash)
            ? new StoredStream(head.Version, events.ToImmutable(), LoadOutbox(session, head.Sid, id))
            : throw Corrupt(id, events.Count);
    }

    private static CorruptStreamException Corrupt(RequestId id, long version) =>
        new(null, version, $"the events of request {id} have a gap or do not end at its head. Verify the audit trail, and restore from a backup.");

    private static ImmutableArray<OutboxRow> LoadOutbox(SqliteSession session, long sid, RequestId id)
    {
        using var rows = session.Use(OutboxSql);
        rows.Bind(1, sid);
        var outbox = ImmutableArray.CreateBuilder<OutboxRow>();
        while (rows.Step())
        {
            outbox.Add(new OutboxRow(new EffectId(id, rows.Int64(0), (int)rows.Int64(1)), rows.Bytes(2), (int)rows.Int64(3), rows.UtcOrNull(4)));
        }

        return outbox.ToImmutable();
    }
}
