using System.Security.Cryptography;
using System.Text;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using MimeKit;

namespace Approvals.Adapters.Mime;

/// <summary>A mail that the desk sends to itself, as an answer would come: to the mailbox and a token, of the length that tokens have, which leads to nothing. It is marked as no person's.</summary>
/// <param name="MessageId">Without angle brackets.</param>
internal sealed record TestMail(EmailAddress From, EmailAddress To, string MessageId)
{
    /// <summary>Null: the mailbox's own name leaves no room for a token.</summary>
    public static TestMail? New(EmailAddress from, MailOptions options)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(DecisionTokens.Length))[..DecisionTokens.Length];
        return options.ReplyAddress(id) is { } to ? new TestMail(from, to, $"check.{id}@{options.Mailbox.Domain}") : null;
    }

    public MimeMessage Write(DateTimeOffset sentAtUtc)
    {
        var message = new MimeMessage { Subject = "Approvals: test of the mail set-up", Date = sentAtUtc, MessageId = MessageId };
        message.From.Add(new MailboxAddress("Approvals", From.Value));
        message.To.Add(new MailboxAddress(null, To.Value));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        var text = new TextPart("plain");
        text.SetText(Encoding.ASCII, "\"mail check\" sent this to see how mail comes back. Nobody needs to do anything.\n");
        message.Body = text;
        return message;
    }

    public byte[] Bytes(DateTimeOffset sentAtUtc)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using var message = Write(sentAtUtc);
        using var bytes = new MemoryStream();
        message.WriteTo(format, bytes, CancellationToken.None);
        return bytes.ToArray();
    }

    public static MailFinding NoRoom(MailOptions options) => MailFinding.Warning(
        "plus addressing",
        $"The name of {options.Mailbox} is too long for a token behind it: an answer is matched by its thread alone.",
        $"Take a mailbox whose name has at most {MailOptions.MaxLocalPart - 1 - DecisionTokens.Length} characters, and set Approvals:Mail:Mailbox.");
}
