using System.Security.Cryptography;
using System.Text;
using Approvals.App.Ports;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>The polite answer to a mail that did not count: says why, and where to decide instead. It repeats nothing of the mail.</summary>
internal sealed class ReplyAnswer(MailOptions options)
{
    public OutgoingMail Write(string key, InboundMail mail, Judgement.Refused why, EmailAddress to, string? token, Request? request)
    {
        // Somebody who is not asked learns nothing of the request.
        var shown = why.Involved ? request : null;
        var replyTo = shown is { Policy.DecisionsByMail: true } && token is not null ? options.ReplyAddress(token) : null;
        var id = IdOf(key);
        var document = new MailDocument
        {
            Title = shown is null ? "Your mail was not counted" : $"Your answer was not counted: {CleanText.Line(shown.Title, 120)}",
            Preheader = "Nothing was changed by it.",
            TakesReply = replyTo is not null,
            Body = ["Thank you for your mail. Nothing was changed by it, because " + Sentence(why.Message)],
            Action = token is null ? new("Open Approvals", options.PublicUrl.AbsoluteUri) : new("Review and decide", options.DecisionUrl(token)),
            Sections = replyTo is null ? [] : [new("Answer by mail", [], [.. MailNext.ByMail(shown!.Policy)])],
            Footer = "This is an automatic answer. Of one conversation at most two mails are answered this way.",
        };
        return new OutgoingMail
        {
            Key = id,
            To = to,
            ReplyTo = replyTo,
            Subject = document.Title,
            Text = PlainMail.Write(document),
            Html = HtmlMail.Write(document),
            Thread = request?.Id.Value ?? id.Request.Value,
            Headers = MailHeaders.Answering(id, MessageIdOf(mail), options),
        };
    }

    // Computed from the mail that is answered: it belongs to no version of the request.
    private static EffectId IdOf(string key) => new(RequestId.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)), 0, 0);

    // It goes into a header of ours, so only what can stand there does.
    private static string? MessageIdOf(InboundMail mail) => mail.MessageId.All(c => c is > ' ' and < '\x7f' and not ('<' or '>')) ? mail.MessageId : null;

    private static string Sentence(string message) => char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.') + ".";
}
