using Approvals.Adapters.Mime;
using Approvals.App.Mail;
using Approvals.App.Ports;

namespace Approvals.Adapters.GraphMail;

/// <summary>
/// Sends through Graph: makes a draft, notes its ids, sends it, notes that it is sent; and looks into the mailbox before it repeats any of this.
/// A mail goes out twice in one case only: who sent it is killed before noting so, and the mailbox still shows a draft when <see cref="Settle"/> is over.
/// </summary>
internal sealed class GraphMailer(GraphMailboxes mailboxes, MailOptions options, INoteStore notes, TimeProvider clock) : IMailer
{
    private const string Area = "graph-mail";

    /// <summary>Graph answers before a mail has left the drafts: for so long a draft that may have been sent is not touched.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(10);

    public async Task<string> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var note = await notes.FindAsync(Area, mail.Key.ToString(), ct);
        var known = note is null ? null : MailNote.Read(note.Value);
        if (known is { IsSent: true })
        {
            return known.MessageId;
        }

        var mailbox = known is null ? mailboxes.For(mail.Thread) : mailboxes.Of(known.Mailbox);
        if (mailbox.Pace.Take() is { } wait)
        {
            throw new EffectPostponedException($"The mailbox {mailbox.Address} has sent as many mails as it may in a minute.", wait, isSystemWide: false);
        }

        try
        {
            return await SendAsync(mail, mailbox, note, known, ct);
        }
        catch (GraphException e)
        {
            throw Translate(e, mailbox);
        }
    }

    private async Task<string> SendAsync(OutgoingMail mail, GraphMailbox mailbox, Note? note, MailNote? known, CancellationToken ct)
    {
        var item = await LookAsync(mail, mailbox, known, ct);
        if (item is { IsDraft: true } && known?.SendingAtUtc + Settle - clock.GetUtcNow() is { } rest && rest > TimeSpan.Zero)
        {
            mailbox.Pace.GiveBack();
            throw new EffectPostponedException("It is not certain yet whether the mail was sent.", rest, isSystemWide: false);
        }

        if (item is { IsDraft: false })
        {
            mailbox.Pace.GiveBack();
        }
        else
        {
            item ??= await mailbox.CreateAsync(OutgoingMime.Bytes(mail, mailbox.Address, options, clock.GetUtcNow()), ct);
            await SendDraftAsync(mail, mailbox, item, note, ct);
        }

        await PutAsync(mail, Write(mailbox, item, clock.GetUtcNow()) with { IsSent = true }, ct);
        return item.MessageId;
    }

    /// <summary>What there is of the mail already. Its id may change when it is sent; its message id does not.</summary>
    private async Task<GraphItem?> LookAsync(OutgoingMail mail, GraphMailbox mailbox, MailNote? known, CancellationToken ct) =>
        (known is null ? null : await mailbox.FindAsync(known.Id, ct))
        ?? await mailbox.FindByMessageIdAsync(known?.MessageId ?? KeptHeaders.MessageIdOf(mail, options), ct);

    private async Task SendDraftAsync(OutgoingMail mail, GraphMailbox mailbox, GraphItem draft, Note? note, CancellationToken ct)
    {
        var sending = Write(mailbox, draft, clock.GetUtcNow());
        // The answer to a write may be lost, and the write not: then what is there is ours.
        if (!await notes.TryPutAsync(Area, mail.Key.ToString(), sending.Write(), note, ct)
            && await notes.FindAsync(Area, mail.Key.ToString(), ct) is var there && (there is null || MailNote.Read(there.Value) != sending))
        {
            await LeaveAsync(mailbox, draft, there, ct);
        }

        try
        {
            await mailbox.SendDraftAsync(draft.Id, ct);
        }
        catch (GraphException e) when (e.Fault is not GraphFault.Unclear)
        {
            await PutAsync(mail, sending with { SendingAtUtc = null }, ct);
            throw;
        }
    }

    // Somebody else sends the same mail at this moment, as this draft or as another.
    private static async Task LeaveAsync(GraphMailbox mailbox, GraphItem draft, Note? there, CancellationToken ct)
    {
        mailbox.Pace.GiveBack();
        if (there is not null && MailNote.Read(there.Value).Id != draft.Id)
        {
            await mailbox.DeleteAsync(draft.Id, ct);
        }

        throw new EffectPostponedException("The mail is being sent elsewhere.", Settle, isSystemWide: false);
    }

    private Task PutAsync(OutgoingMail mail, MailNote note, CancellationToken ct) => notes.PutAsync(Area, mail.Key.ToString(), note.Write(), ct);

    private static MailNote Write(GraphMailbox mailbox, GraphItem item, DateTimeOffset now) =>
        new() { Mailbox = mailbox.Address.Value, Id = item.Id, MessageId = item.MessageId, ConversationId = item.ConversationId, SendingAtUtc = now };

    private static Exception Translate(GraphException e, GraphMailbox mailbox) => e switch
    {
        { Fault: GraphFault.Busy or GraphFault.Away } => new EffectPostponedException(e.Message, e.Wait ?? UsualWait, isSystemWide: false, e),
        { Fault: GraphFault.Unclear } => new EffectFailedException(e.Message, e.Wait > Settle ? e.Wait : Settle, e),
        { Code: "ErrorInvalidRecipients" } => new UndeliverableException(e.Message, e),
        _ => new EffectFailedException(GraphWords.Explain(e, mailbox.Address), null, e),
    };
}
