using System.Text;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using MimeKit;

namespace Approvals.Adapters.Mime;

/// <summary>A mail of ours as it goes over the wire: plain text and HTML side by side, and nothing that is fetched from elsewhere.</summary>
internal static class OutgoingMime
{
    /// <summary>Tells administrators, and a look into the mailbox, which effect a mail is.</summary>
    public const string KeyHeader = "X-Approvals-Key";

    public static MimeMessage Write(OutgoingMail mail, EmailAddress from, MailOptions options, DateTimeOffset sentAtUtc)
    {
        var message = new MimeMessage { Subject = mail.Subject, Date = sentAtUtc };
        message.From.Add(new MailboxAddress("Approvals", from.Value));
        message.To.Add(new MailboxAddress(null, mail.To.Value));
        if (mail.ReplyTo is { } replyTo)
        {
            message.ReplyTo.Add(new MailboxAddress("Approvals", replyTo.Value));
        }
        else if (from != options.Mailbox)
        {
            message.ReplyTo.Add(new MailboxAddress("Approvals", options.Mailbox.Value));
        }

        foreach (var (name, value) in mail.Headers)
        {
            message.Headers.Replace(name, Encoding.UTF8, value);
        }

        message.Headers.Replace("Message-ID", $"<{KeptHeaders.MessageIdOf(mail, options)}>");
        message.Headers.Replace(KeyHeader, mail.Key.ToString());
        message.Body = new MultipartAlternative { Part("plain", mail.Text), Part("html", mail.Html) };
        return message;
    }

    /// <summary>The same as bytes, with the line ends that mail has.</summary>
    public static byte[] Bytes(OutgoingMail mail, EmailAddress from, MailOptions options, DateTimeOffset sentAtUtc)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using var message = Write(mail, from, options, sentAtUtc);
        using var bytes = new MemoryStream();
        message.WriteTo(format, bytes, CancellationToken.None);
        return bytes.ToArray();
    }

    // Quoted-printable: no line is too long for any server, and what is plain stays readable on the way.
    private static TextPart Part(string subtype, string text)
    {
        var part = new TextPart(subtype) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.UTF8, text);
        return part;
    }
}
