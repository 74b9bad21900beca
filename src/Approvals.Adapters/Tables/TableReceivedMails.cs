using System.Collections.Immutable;
using System.Text.Json;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

internal sealed class TableReceivedMails(TableDatabase database) : IReceivedMails
{
    private const int MaxReplies = 20;
    private const string AnswersRow = "A";
    private readonly NumberedRows received = new(database.Desk, "received");

    public async Task<ReceivedMail?> FindAsync(string key, CancellationToken ct) => await received.FindAsync(key, ct) is { } row ? Read(row) : null;

    public async Task<ReceivedMail> KeepAsync(ReceivedMail mail, CancellationToken ct)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(mail, MailRoomJson.Default.ReceivedMail);
        string?[] lists = [mail.ReplyTo is { } address ? Keys.Escape(address.Value) : null, mail.Request is { } request ? Of(request) : null];
        return Read(await received.AddAsync(mail.Key, content, [.. lists.OfType<string>()], ct));
    }

    /// <summary>The answered mails of a thread are one row, changed under its ETag: a thread has few.</summary>
    public async Task<bool> ClaimAnswerAsync(string thread, string key, int limit, CancellationToken ct)
    {
        var partition = $"answers|{Keys.Hash(thread)}";
        var mail = Keys.Hash(key);
        while (true)
        {
            var row = await database.Desk.FindAsync(partition, AnswersRow, ct);
            var answered = row?.GetString("Mails").Split(',') ?? [];
            if (answered.Contains(mail))
            {
                return true;
            }

            if (answered.Length >= limit)
            {
                return false;
            }

            var next = new TableEntity(partition, AnswersRow) { ["Mails"] = string.Join(',', answered.Append(mail)) };
            _ = row is null ? await database.Desk.AddAsync(next, ct) : await database.Desk.ReplaceAsync(next, row.ETag, ct);
        }
    }

    public async Task<Page<ReceivedMail>> ListAsync(string? cursor, int limit, CancellationToken ct)
    {
        const string list = "received";
        var size = ListPlaces.PageSize(limit);
        var rows = await received.ListAsync(ListPlaces.ReadNumber(list, cursor), size + 1, ct);
        return ListPlaces.PageOf(list, [.. rows.Select(row => (row.Number, Read(row)))], size);
    }

    /// <summary>What came in at a reply address, the oldest first.</summary>
    public async Task<ImmutableArray<ReceivedMail>> AtAsync(EmailAddress replyTo, CancellationToken ct) =>
        [.. (await received.ListAsync(Keys.Escape(replyTo.Value), long.MaxValue, Page.MaxSize, ct)).Reverse().Take(MaxReplies).Select(Read)];

    public async Task<ImmutableArray<ReceivedMail>> OfRequestAsync(RequestId request, int most, CancellationToken ct) =>
        [.. (await received.ListAsync(Of(request), long.MaxValue, most, ct)).Select(Read)];

    private static string Of(RequestId request) => $"request|{request}";

    private static ReceivedMail Read(Numbered row) => JsonSerializer.Deserialize(row.Content, MailRoomJson.Default.ReceivedMail)!;
}
