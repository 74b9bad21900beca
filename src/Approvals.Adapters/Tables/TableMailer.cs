using System.Globalization;
using System.Text.Json;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Tables;

/// <summary>Keeps mails in the store instead of sending them: for trying the product out, and for development.</summary>
internal sealed class TableMailer(TableDatabase database, TableReceivedMails received, MailOptions options, TimeProvider clock) : IMailer, IMailbox
{
    private readonly NumberedRows mails = new(database.Desk, "mails");

    public async Task<string> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var sentAtUtc = clock.GetUtcNow();
        var kept = new KeptMail
        {
            // Its number, which is known only when it is kept.
            Id = "",
            To = mail.To,
            ReplyTo = mail.ReplyTo,
            Subject = mail.Subject,
            Headers = KeptHeaders.Of(mail, options, sentAtUtc).SetItem("Message-ID", $"<{KeptHeaders.MessageIdOf(mail, options)}>"),
            Text = mail.Text,
            Html = mail.Html,
            Thread = mail.Thread,
            SentAtUtc = sentAtUtc,
        };
        var content = JsonSerializer.SerializeToUtf8Bytes(kept, MailRoomJson.Default.KeptMail);
        var added = await mails.AddAsync(mail.Key.ToString(), content, [Keys.Escape(mail.To.Value)], ct);
        return Mail(added).Headers["Message-ID"].Trim('<', '>');
    }

    public async Task<Page<KeptMail>> ListAsync(EmailAddress? to, string? cursor, int limit, CancellationToken ct)
    {
        var size = ListPlaces.PageSize(limit);
        var list = $"mails {to}";
        var below = ListPlaces.ReadNumber(list, cursor);
        var rows = to is { } person ? await mails.ListAsync(Keys.Escape(person.Value), below, size + 1, ct) : await mails.ListAsync(below, size + 1, ct);
        var page = ListPlaces.PageOf(list, [.. rows.Select(row => (row.Number, Mail(row)))], size);
        return page with { Items = [.. await Task.WhenAll(page.Items.Select(mail => WithRepliesAsync(mail, ct)))] };
    }

    public async Task<KeptMail?> FindAsync(string id, CancellationToken ct) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await mails.FindAsync(number, ct) is { } row
            ? await WithRepliesAsync(Mail(row), ct)
            : null;

    private async Task<KeptMail> WithRepliesAsync(KeptMail mail, CancellationToken ct) =>
        mail.ReplyTo is { } address ? mail with { Replies = await received.AtAsync(address, ct) } : mail;

    private static KeptMail Mail(Numbered row)
    {
        var mail = JsonSerializer.Deserialize(row.Content, MailRoomJson.Default.KeptMail)!;
        return mail with { Id = row.Number.ToString(CultureInfo.InvariantCulture), Headers = mail.Headers.WithComparers(StringComparer.OrdinalIgnoreCase) };
    }
}
