using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Sqlite;

internal sealed class SqliteReceivedMails(SqliteDatabase database) : IReceivedMails
{
    private const string Columns = "seq, key, received_at, sender, subject, body, reply_to, request, outcome, explanation, answered";
    private const int MaxReplies = 20;

    public Task<ReceivedMail?> FindAsync(string key, CancellationToken ct) => database.ReadAsync(session => Find(session, key), ct);

    public Task<ReceivedMail> KeepAsync(ReceivedMail mail, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            using var insert = session.Use("""
                INSERT OR IGNORE INTO received (key, received_at, sender, subject, body, reply_to, request, outcome, explanation, answered)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                """);
            insert.Bind(1, mail.Key).Bind(2, mail.ReceivedAtUtc).Bind(3, mail.From).Bind(4, mail.Subject).Bind(5, mail.Text).Bind(6, mail.ReplyTo?.Value)
                .Bind(7, mail.Request?.Value).Bind(8, mail.Outcome).Bind(9, mail.Explanation).Bind(10, mail.Answered ? 1 : 0).Run();
            return Find(session, mail.Key)!;
        },
        ct);

    public Task<bool> ClaimAnswerAsync(string thread, string key, int limit, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            using var insert = session.Use("INSERT OR IGNORE INTO answers (thread, key) SELECT ?1, ?2 WHERE (SELECT count(*) FROM answers WHERE thread = ?1) < ?3");
            insert.Bind(1, thread).Bind(2, key).Bind(3, limit).Run();
            using var row = session.Use("SELECT 1 FROM answers WHERE thread = ?1 AND key = ?2").Bind(1, thread).Bind(2, key);
            return row.Step();
        },
        ct);

    public Task<ImmutableArray<ReceivedMail>> OfRequestAsync(RequestId request, int most, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            using var rows = session.Use($"SELECT {Columns} FROM received WHERE request = ?1 ORDER BY seq DESC LIMIT ?2").Bind(1, request.Value).Bind(2, most);
            return ReadAll(rows);
        },
        ct);

    public Task<Page<ReceivedMail>> ListAsync(string? cursor, int limit, CancellationToken ct)
    {
        const string list = "received";
        var size = ListPlaces.PageSize(limit);
        var below = ListPlaces.ReadNumber(list, cursor);
        return database.ReadAsync(
            session =>
            {
                using var rows = session.Use($"SELECT {Columns} FROM received WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2").Bind(1, below).Bind(2, size + 1);
                var page = new List<(long, ReceivedMail)>();
                while (rows.Step())
                {
                    page.Add((rows.Int64(0), Read(rows)));
                }

                return ListPlaces.PageOf(list, page, size);
            },
            ct);
    }

    /// <summary>What came in at a reply address, the oldest first.</summary>
    public static ImmutableArray<ReceivedMail> At(SqliteSession session, EmailAddress replyTo)
    {
        using var rows = session.Use($"SELECT {Columns} FROM received WHERE reply_to = ?1 ORDER BY seq LIMIT ?2").Bind(1, replyTo.Value).Bind(2, MaxReplies);
        return ReadAll(rows);
    }

    private static ImmutableArray<ReceivedMail> ReadAll(SqliteStatement rows)
    {
        var found = ImmutableArray.CreateBuilder<ReceivedMail>();
        while (rows.Step())
        {
            found.Add(Read(rows));
        }

        return found.ToImmutable();
    }

    private static ReceivedMail? Find(SqliteSession session, string key)
    {
        using var rows = session.Use($"SELECT {Columns} FROM received WHERE key = ?1").Bind(1, key);
        return rows.Step() ? Read(rows) : null;
    }

    private static ReceivedMail Read(SqliteStatement rows) => new()
    {
        Key = rows.Text(1),
        ReceivedAtUtc = rows.Utc(2),
        From = rows.Text(3),
        Subject = rows.Text(4),
        Text = rows.Text(5),
        ReplyTo = rows.IsNull(6) ? null : EmailAddress.Parse(rows.Text(6)),
        Request = rows.IsNull(7) ? null : RequestId.Parse(rows.Text(7)),
        Outcome = rows.Text(8),
        Explanation = rows.Text(9),
        Answered = rows.Int64(10) != 0,
    };
}
