using System.Globalization;
using System.Text.Json;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Sqlite;

/// <summary>Keeps mails in the store instead of sending them: for one machine without a mail server, and for development.</summary>
internal sealed class SqliteMailer(SqliteDatabase database, MailOptions options, TimeProvider clock) : IMailer, IMailbox
{
    private const string Columns = "seq, recipient, reply_to, thread, sent_at, subject, headers, body";

    public Task<string> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var messageId = KeptHeaders.MessageIdOf(mail, options);
        var sentAtUtc = clock.GetUtcNow();
        var headers = JsonSerializer.SerializeToUtf8Bytes(KeptHeaders.Of(mail, options, sentAtUtc), MailRoomJson.Default.ImmutableSortedDictionaryStringString);
        var body = PackedMail.Pack(mail.Text, mail.Html);
        return database.WriteAsync(
            session =>
            {
                var key = Streams.KeyNear(session, mail.Key.Request, mail.Key.ToString());
                using var insert = session.Use("""
                    INSERT OR IGNORE INTO mails (key, recipient, reply_to, thread, sent_at, message_id, subject, headers, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                    """);
                insert.Bind(1, key).Bind(2, mail.To.Value).Bind(3, mail.ReplyTo?.Value).Bind(4, mail.Thread).Bind(5, sentAtUtc)
                    .Bind(6, messageId).Bind(7, mail.Subject).Bind(8, headers).Bind(9, body).Run();
                if (session.Changes > 0)
                {
                    return messageId;
                }

                // Sent before: under the id that it got then.
                using var row = session.Use("SELECT message_id FROM mails WHERE key = ?1").Bind(1, key);
                row.Step();
                return row.Text(0);
            },
            ct);
    }

    public Task<Page<KeptMail>> ListAsync(EmailAddress? to, string? cursor, int limit, CancellationToken ct)
    {
        var size = ListPlaces.PageSize(limit);
        var list = $"mails {to}";
        var below = ListPlaces.ReadNumber(list, cursor);
        return database.ReadAsync(
            session =>
            {
                using var rows = to is { } person
                    ? session.Use($"SELECT {Columns} FROM mails WHERE recipient = ?3 AND seq < ?1 ORDER BY seq DESC LIMIT ?2").Bind(3, person.Value)
                    : session.Use($"SELECT {Columns} FROM mails WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2");
                rows.Bind(1, below).Bind(2, size + 1);
                var page = new List<(long, KeptMail)>();
                while (rows.Step())
                {
                    page.Add((rows.Int64(0), Read(session, rows)));
                }

                return ListPlaces.PageOf(list, page, size);
            },
            ct);
    }

    public async Task<KeptMail?> FindAsync(string id, CancellationToken ct) => !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
        ? null
        : await database.ReadAsync(
            session =>
            {
                using var rows = session.Use($"SELECT {Columns} FROM mails WHERE seq = ?1").Bind(1, seq);
                return rows.Step() ? Read(session, rows) : null;
            },
            ct);

    private static KeptMail Read(SqliteSession session, SqliteStatement rows)
    {
        var (text, html) = PackedMail.Unpack(rows.Bytes(7));
        EmailAddress? replyTo = rows.IsNull(2) ? null : EmailAddress.Parse(rows.Text(2));
        return new KeptMail
        {
            Id = rows.Int64(0).ToString(CultureInfo.InvariantCulture),
            To = EmailAddress.Parse(rows.Text(1)),
            ReplyTo = replyTo,
            Thread = rows.Text(3),
            SentAtUtc = rows.Utc(4),
            Subject = rows.Text(5),
            Headers = JsonSerializer.Deserialize(rows.Bytes(6), MailRoomJson.Default.ImmutableSortedDictionaryStringString)!.WithComparers(StringComparer.OrdinalIgnoreCase),
            Text = text,
            Html = html,
            Replies = replyTo is { } address ? SqliteReceivedMails.At(session, address) : [],
        };
    }
}
