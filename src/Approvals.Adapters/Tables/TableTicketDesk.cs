using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Approvals.Adapters.Tickets;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Tables;

/// <summary>The embedded ticket desk: keys T-1, T-2, …, one ticket for each draft's key.</summary>
internal sealed class TableTicketDesk(TableDatabase database, MailOptions options, TimeProvider clock) : ITicketDesk, ITicketBook
{
    private const string Prefix = "T-";
    private const int MaxOfRequest = 200;
    private readonly NumberedRows tickets = new(database.Desk, "tickets");

    public string System => "desk";

    public async Task<DeskTicket> OpenAsync(TicketDraft draft, CancellationToken ct)
    {
        var added = await tickets.AddAsync(draft.Key, Write(new KeptTicket(draft, clock.GetUtcNow(), null, null)), [draft.Request.Value], ct);
        return new DeskTicket(KeyOf(added.Number), UrlOf(added.Number));
    }

    public async Task<DeskTicket?> WithdrawAsync(TicketDraft draft, CancellationToken ct) =>
        await tickets.FindAsync(draft.Key, ct) is { } row ? new DeskTicket(KeyOf(row.Number), UrlOf(row.Number)) : null;

    public async Task RemarkAsync(DeskRemark remark, CancellationToken ct)
    {
        var at = clock.GetUtcNow();
        while (NumberOf(remark.Ticket) is { } number && await tickets.FindAsync(number, ct) is { } row)
        {
            var ticket = Read(row);
            if (ticket.Remarks.Any(known => known.Key == remark.Key)
                || await tickets.ReplaceAsync(row, Write(Kept(ticket) with { Remarks = ticket.Remarks.Add(new BookedRemark(remark.Key, remark.Text, at)) }), ct))
            {
                return;
            }
        }
    }

    public Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct) => OwnBook.LookAsync(this, keys, ct);

    public Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) => Task.FromResult(ImmutableArray<TicketRemark>.Empty);

    public async Task<ImmutableArray<BookedTicket>> OfRequestAsync(RequestId request, CancellationToken ct) =>
        [.. (await tickets.ListAsync(request.Value, long.MaxValue, MaxOfRequest, ct)).Reverse().Select(Read)];

    public async Task<Page<BookedTicket>> ListAsync(string? cursor, int limit, CancellationToken ct)
    {
        const string list = "tickets";
        var size = ListPlaces.PageSize(limit);
        var rows = await tickets.ListAsync(ListPlaces.ReadNumber(list, cursor), size + 1, ct);
        return ListPlaces.PageOf(list, [.. rows.Select(row => (row.Number, Read(row)))], size);
    }

    public async Task<BookedTicket?> FindAsync(string key, CancellationToken ct) =>
        NumberOf(key) is { } number && await tickets.FindAsync(number, ct) is { } row ? Read(row) : null;

    public async Task<BookedTicket?> SolveAsync(string key, EmailAddress by, CancellationToken ct)
    {
        var at = clock.GetUtcNow();
        while (NumberOf(key) is { } number && await tickets.FindAsync(number, ct) is { } row)
        {
            var ticket = Read(row);
            if (ticket.IsSolved)
            {
                return ticket;
            }

            await tickets.ReplaceAsync(row, Write(Kept(ticket) with { SolvedBy = by, SolvedAtUtc = at }), ct);
        }

        return null;
    }

    private static long? NumberOf(string key) =>
        key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && long.TryParse(key.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private BookedTicket Read(Numbered row)
    {
        var kept = JsonSerializer.Deserialize(row.Content, MailRoomJson.Default.KeptTicket)!;
        return new BookedTicket(KeyOf(row.Number), UrlOf(row.Number), kept.Draft, kept.RaisedAtUtc, kept.SolvedBy, kept.SolvedAtUtc) { Remarks = kept.Remarks.IsDefault ? [] : kept.Remarks };
    }

    private static KeptTicket Kept(BookedTicket ticket) => new(ticket.Draft, ticket.RaisedAtUtc, ticket.SolvedBy, ticket.SolvedAtUtc) { Remarks = ticket.Remarks };

    private static byte[] Write(KeptTicket ticket) => JsonSerializer.SerializeToUtf8Bytes(ticket, MailRoomJson.Default.KeptTicket);

    private static string KeyOf(long number) => Prefix + number.ToString(CultureInfo.InvariantCulture);

    private string UrlOf(long number) => $"{options.PublicUrl.AbsoluteUri.TrimEnd('/')}/tickets#{KeyOf(number)}";
}

internal sealed record KeptTicket(TicketDraft Draft, DateTimeOffset RaisedAtUtc, EmailAddress? SolvedBy, DateTimeOffset? SolvedAtUtc)
{
    public ImmutableArray<BookedRemark> Remarks { get; init; } = [];
}
