using System.Globalization;
using Approvals.App.Ports;
using Approvals.Core.Effects;

namespace Approvals.App.Moving;

/// <summary>
/// Copies the embedded mailbox and desk in the order of their numbers, so that mail 7 and T-7 are the same afterwards. Each has its key: one that is there already is not added twice.
/// How many automatic answers a thread got is not copied; counting begins anew.
/// </summary>
internal sealed class DeskMover(MovePorts from, MovePorts to, MovedTime time)
{
    private static readonly string[] Computed = ["From", "To", "Subject", "Date", "Reply-To"];

    public async Task MoveAsync(Action<string, long, long> moved, CancellationToken ct)
    {
        await MailsAsync((done, of) => moved("mails copied", done, of), ct);
        await ReceivedAsync((done, of) => moved("received mails copied", done, of), ct);
        await TicketsAsync((done, of) => moved("tickets copied", done, of), ct);
        await LedgerAsync(ct);
    }

    private async Task MailsAsync(Action<long, long> moved, CancellationToken ct)
    {
        var last = NumberOf((await from.Mailbox.ListAsync(null, null, 1, ct)).Items.FirstOrDefault()?.Id);
        for (var number = 1 + NumberOf((await to.Mailbox.ListAsync(null, null, 1, ct)).Items.FirstOrDefault()?.Id); number <= last; number++)
        {
            var mail = await from.Mailbox.FindAsync(number.ToString(CultureInfo.InvariantCulture), ct) ?? throw Missing($"Mail {number}");
            time.At = mail.SentAtUtc;
            await to.Mailer.SendAsync(Outgoing(mail), ct);
            moved(number, last);
        }
    }

    private static OutgoingMail Outgoing(KeptMail mail)
    {
        // A mail's id begins with the id of the effect that sent it.
        var messageId = mail.Headers["Message-ID"].Trim('<', '>');
        return new OutgoingMail
        {
            Key = EffectId.TryParse(messageId.Split('@', '.')[0], out var key) ? key : throw new MoveException($"Mail {mail.Id} has the id '{messageId}', which begins with no effect's id. Tell who maintains the product."),
            To = mail.To,
            ReplyTo = mail.ReplyTo,
            Subject = mail.Subject,
            Text = mail.Text,
            Html = mail.Html,
            Thread = mail.Thread,
            Headers = [.. mail.Headers.Where(header => !Computed.Contains(header.Key, StringComparer.OrdinalIgnoreCase))],
        };
    }

    private async Task ReceivedAsync(Action<long, long> moved, CancellationToken ct)
    {
        var all = new List<ReceivedMail>();
        string? cursor = null;
        do
        {
            var page = await from.Received.ListAsync(cursor, Page.MaxSize, ct);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        all.Reverse();
        for (var i = 0; i < all.Count; i++)
        {
            await to.Received.KeepAsync(all[i], ct);
            moved(i + 1, all.Count);
        }
    }

    private async Task TicketsAsync(Action<long, long> moved, CancellationToken ct)
    {
        var last = TicketOf((await from.Tickets.ListAsync(null, 1, ct)).Items.FirstOrDefault()?.Key);
        for (var number = Math.Max(1, TicketOf((await to.Tickets.ListAsync(null, 1, ct)).Items.FirstOrDefault()?.Key)); number <= last; number++)
        {
            var ticket = await from.Tickets.FindAsync($"T-{number}", ct) ?? throw Missing($"Ticket T-{number}");
            time.At = ticket.RaisedAtUtc;
            await to.Desk.OpenAsync(ticket.Draft, ct);
            foreach (var remark in ticket.Remarks)
            {
                time.At = remark.SaidAtUtc;
                await to.Desk.RemarkAsync(new DeskRemark(remark.Key, ticket.Key, remark.Text), ct);
            }

            if (ticket is { SolvedBy: { } by, SolvedAtUtc: { } at })
            {
                time.At = at;
                await to.Tickets.SolveAsync(ticket.Key, by, ct);
            }

            moved(number, last);
        }
    }

    /// <summary>What was tried at the systems of tickets: without it, an attempt whose end nobody knows would be made a second time.</summary>
    private async Task LedgerAsync(CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = await from.Ledger.ListAsync(cursor, Page.MaxSize, ct);
            foreach (var entry in page.Items)
            {
                // A run that was stopped may have copied it as it was then.
                var known = await to.Ledger.FindAsync(entry.Key, ct);
                if (!await to.Ledger.TryWriteAsync(entry with { Tag = known?.Tag }, ct))
                {
                    throw new MoveException($"Somebody else works on ticket {entry.Key} in the target. Stop every server there, then run the move again.");
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private static MoveException Missing(string what) => new($"{what} is missing in the source, though later ones are there. Restore it from a backup.");

    private static long NumberOf(string? id) => id is null ? 0 : long.Parse(id, CultureInfo.InvariantCulture);

    private static long TicketOf(string? key) => key is null ? 0 : long.Parse(key.AsSpan("T-".Length), CultureInfo.InvariantCulture);
}
