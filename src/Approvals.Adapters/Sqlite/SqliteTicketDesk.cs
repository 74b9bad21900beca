using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Approvals.Adapters.Tickets;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Sqlite;

/// <summary>The embedded ticket desk: its own table, keys T-1, T-2, …, one ticket for each draft's key.</summary>
internal sealed class SqliteTicketDesk(SqliteDatabase database, MailOptions options, TimeProvider clock) : ITicketDesk, ITicketBook
{
    private const string Columns = "number, raised_at, draft, solved_by, solved_at";
    private const string Prefix = "T-";
    private const int MaxOfRequest = 200;

    public string System => "desk";

    public async Task<DeskTicket> OpenAsync(TicketDraft draft, CancellationToken ct)
    {
        var raisedAtUtc = clock.GetUtcNow();
        var bytes = JsonSerializer.SerializeToUtf8Bytes(draft, MailRoomJson.Default.TicketDraft);
        var number = await database.WriteAsync(
            session =>
            {
                var key = Streams.KeyNear(session, draft.Request, draft.Key);
                using var insert = session.Use("INSERT OR IGNORE INTO tickets (key, request, raised_at, draft) VALUES (?1, ?2, ?3, ?4)");
                insert.Bind(1, key).Bind(2, draft.Request.Value).Bind(3, raisedAtUtc).Bind(4, bytes).Run();
                using var row = session.Use("SELECT number FROM tickets WHERE key = ?1").Bind(1, key);
                row.Step();
                return row.Int64(0);
            },
            ct);
        return new DeskTicket(Prefix + number.ToString(CultureInfo.InvariantCulture), UrlOf(number));
    }

    public Task<DeskTicket?> WithdrawAsync(TicketDraft draft, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            using var row = session.Use("SELECT number FROM tickets WHERE key = ?1").Bind(1, draft.Key);
            return row.Step() ? new DeskTicket(Prefix + row.Int64(0).ToString(CultureInfo.InvariantCulture), UrlOf(row.Int64(0))) : null;
        },
        ct);

    public Task RemarkAsync(DeskRemark remark, CancellationToken ct)
    {
        var at = clock.GetUtcNow();
        return database.WriteAsync(
            session =>
            {
                using var insert = session.Use("INSERT OR IGNORE INTO ticket_remarks (number, key, said_at, text) VALUES (?1, ?2, ?3, ?4)");
                insert.Bind(1, NumberOf(remark.Ticket) ?? 0).Bind(2, remark.Key).Bind(3, at).Bind(4, remark.Text).Run();
                return true;
            },
            ct);
    }

    public Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct) => OwnBook.LookAsync(this, keys, ct);

    public Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) => Task.FromResult(ImmutableArray<TicketRemark>.Empty);

    public Task<ImmutableArray<BookedTicket>> OfRequestAsync(RequestId request, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            using var rows = session.Use($"SELECT {Columns} FROM tickets WHERE request = ?1 ORDER BY number LIMIT ?2").Bind(1, request.Value).Bind(2, MaxOfRequest);
            var found = ImmutableArray.CreateBuilder<BookedTicket>();
            while (rows.Step())
            {
                found.Add(Read(rows));
            }

            return found.ToImmutable();
        },
        ct);

    public Task<Page<BookedTicket>> ListAsync(string? cursor, int limit, CancellationToken ct)
    {
        const string list = "tickets";
        var size = ListPlaces.PageSize(limit);
        var below = ListPlaces.ReadNumber(list, cursor);
        return database.ReadAsync(
            session =>
            {
                using var rows = session.Use($"SELECT {Columns} FROM tickets WHERE number < ?1 ORDER BY number DESC LIMIT ?2").Bind(1, below).Bind(2, size + 1);
                var page = new List<(long, BookedTicket)>();
                while (rows.Step())
                {
                    page.Add((rows.Int64(0), Read(rows)));
                }

                return ListPlaces.PageOf(list, page, size);
            },
            ct);
    }

    public async Task<BookedTicket?> FindAsync(string key, CancellationToken ct) =>
        NumberOf(key) is { } number ? await database.ReadAsync(session => Find(session, number), ct) : null;

    public async Task<BookedTicket?> SolveAsync(string key, EmailAddress by, CancellationToken ct)
    {
        var at = clock.GetUtcNow();
        return NumberOf(key) is not { } number
            ? null
            : await database.WriteAsync(
                session =>
                {
                    using var update = session.Use("UPDATE tickets SET solved_by = ?2, solved_at = ?3 WHERE number = ?1 AND solved_at IS NULL");
                    update.Bind(1, number).Bind(2, by.Value).Bind(3, at).Run();
                    return Find(session, number);
                },
                ct);
    }

    private static long? NumberOf(string key) =>
        key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && long.TryParse(key.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private BookedTicket? Find(SqliteSession session, long number)
    {
        using var rows = session.Use($"SELECT {Columns} FROM tickets WHERE number = ?1").Bind(1, number);
        return rows.Step() ? Read(rows) with { Remarks = Remarks(session, number) } : null;
    }

    private static ImmutableArray<BookedRemark> Remarks(SqliteSession session, long number)
    {
        using var rows = session.Use("SELECT key, text, said_at FROM ticket_remarks WHERE number = ?1 ORDER BY said_at, key").Bind(1, number);
        var remarks = ImmutableArray.CreateBuilder<BookedRemark>();
        while (rows.Step())
        {
            remarks.Add(new BookedRemark(rows.Text(0), rows.Text(1), rows.Utc(2)));
        }

        return remarks.ToImmutable();
    }

    private BookedTicket Read(SqliteStatement rows) => new(
        Prefix + rows.Int64(0).ToString(CultureInfo.InvariantCulture),
        UrlOf(rows.Int64(0)),
        JsonSerializer.Deserialize(rows.Bytes(2), MailRoomJson.Default.TicketDraft)!,
        rows.Utc(1),
        rows.IsNull(3) ? null : EmailAddress.Parse(rows.Text(3)),
        rows.UtcOrNull(4));

    private string UrlOf(long number) => $"{options.PublicUrl.AbsoluteUri.TrimEnd('/')}/tickets#{Prefix}{number.ToString(CultureInfo.InvariantCulture)}";
}
