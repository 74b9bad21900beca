using Approvals.App.Ports;

namespace Approvals.Adapters.Sqlite;

internal sealed class SqliteTopicArchive(SqliteDatabase database) : ITopicArchive
{
    public Task<ArchivedTopic?> LatestAsync(string topic, CancellationToken ct) => database.ReadAsync(session => Latest(session, topic), ct);

    public Task<ArchivedTopic?> FindAsync(string topic, int version, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            using var rows = session.Use("SELECT version, content_hash, source FROM topics WHERE topic = ?1 AND version = ?2").Bind(1, topic).Bind(2, version);
            return ReadRow(topic, rows);
        },
        ct);

    public Task<ArchivedTopic> SaveAsync(string topic, string contentHash, string source, CancellationToken ct)
    {
        AppendLimits.CheckKey(topic, "A topic");
        return database.WriteAsync(
            session =>
            {
                var latest = Latest(session, topic);
                return latest?.ContentHash == contentHash ? latest : Add(session, new ArchivedTopic(topic, (latest?.Version ?? 0) + 1, contentHash, source));
            },
            ct);
    }

    private static ArchivedTopic? Latest(SqliteSession session, string topic)
    {
        using var rows = session.Use("SELECT version, content_hash, source FROM topics WHERE topic = ?1 ORDER BY version DESC LIMIT 1").Bind(1, topic);
        return ReadRow(topic, rows);
    }

    private static ArchivedTopic? ReadRow(string topic, SqliteStatement rows) =>
        rows.Step() ? new ArchivedTopic(topic, (int)rows.Int64(0), rows.Text(1), rows.Text(2)) : null;

    private static ArchivedTopic Add(SqliteSession session, ArchivedTopic next)
    {
        using var insert = session.Use("INSERT INTO topics (topic, version, content_hash, source) VALUES (?1, ?2, ?3, ?4)");
        insert.Bind(1, next.Topic).Bind(2, next.Version).Bind(3, next.ContentHash).Bind(4, next.Source).Run();
        return next;
    }
}
