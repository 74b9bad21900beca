using System.Collections.Immutable;
using System.Net;
using System.Text;
using Approvals.Adapters.Tickets;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.TicketMail;

/// <summary>
/// A ticket as a plain mail to the address of a queue. The mailer sends one mail for each key; how the queue stands can not be asked. Answers go to the person
/// who asked.
/// </summary>
internal sealed class QueueMail(IMailer mailer, QueueMailOptions options) : IRemoteTickets
{
    public string System => "mail";

    public bool IsRepeatSafe => true;

    public async Task<DeskTicket> CreateAsync(TicketDraft draft, CancellationToken ct)
    {
        var to = To(draft.Queue);
        var text = new StringBuilder();
        foreach (var (name, value) in draft.Fields.Where(field => field.Value.Length > 0).Select(field => (field.Key, field.Value)).Prepend(("Priority", draft.Priority)).Prepend(("Category", draft.Category ?? "")))
        {
            text.Append(value.Length == 0 ? "" : $"{name}: {value}\n");
        }

        await SendAsync(draft, to, draft.Subject, text.Append('\n').Append(draft.Body).ToString(), ct);
        return new DeskTicket($"{to} {draft.Key}", null);
    }

    public Task<DeskTicket?> FindAsync(TicketDraft draft, CancellationToken ct) => Task.FromResult<DeskTicket?>(null);

    public Task<bool> IsSaidAsync(string ticket, string marker, CancellationToken ct) => Task.FromResult(false);

    public async Task RemarkAsync(DeskRemark remark, CancellationToken ct)
    {
        if (!Core.Effects.EffectId.TryParse(remark.Key, out var id))
        {
            throw new RemoteException(RemoteFault.Refused, "The remark has no key of an effect.");
        }

        var to = To(remark.Ticket.Split(' ')[0]);
        await HandOverAsync(new OutgoingMail { Key = id, To = to, Subject = $"About {remark.Ticket.Split(' ')[^1]}", Text = remark.Text, Html = Html(remark.Text), Thread = id.Request.Value }, ct);
    }

    public Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct) => Task.FromResult<ImmutableArray<TicketLook>?>(null);

    public Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) => Task.FromResult(ImmutableArray<TicketRemark>.Empty);

    private Task SendAsync(TicketDraft draft, EmailAddress to, string subject, string text, CancellationToken ct) => HandOverAsync(
        new OutgoingMail
        {
            Key = draft.Order ?? throw new RemoteException(RemoteFault.Refused, "The draft has no effect that ordered it."),
            To = to,
            ReplyTo = draft.Copy ?? draft.Requester,
            Subject = subject,
            Text = text,
            Html = Html(text),
            Thread = draft.Request.Value,
        },
        ct);

    private async Task HandOverAsync(OutgoingMail mail, CancellationToken ct)
    {
        try
        {
            await mailer.SendAsync(mail, ct);
        }
        catch (EffectFailedException e)
        {
            throw new RemoteException(RemoteFault.Refused, e.Message, e.RetryAfter, e);
        }
        catch (EffectPostponedException e)
        {
            throw new RemoteException(RemoteFault.Busy, e.Message, e.Wait, e);
        }
    }

    private EmailAddress To(string? queue) => (queue is null ? options.To : EmailAddress.TryParse(queue, out var to) ? to : null)
        ?? throw new RemoteException(RemoteFault.Refused, "The template names no queue, and Approvals:Tickets:Mail:To is not set. Set one of them.");

    private static string Html(string text) => $"<!doctype html><html><body><pre style=\"white-space:pre-wrap\">{WebUtility.HtmlEncode(text)}</pre></body></html>";
}
