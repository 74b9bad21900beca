using System.Globalization;
using System.Text;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Pages.Shared;

namespace Approvals.Web.Pages.Mailbox;

/// <summary>A reply as a mail program would send it, with the header that the mail boundary would add.</summary>
internal static class ReplyMessage
{
    /// <param name="authservId">The boundary that vouches for the sender; null: nobody does.</param>
    public static ReadOnlyMemory<byte> Write(KeptMail mail, EmailAddress from, EmailAddress replyTo, string text, string? authservId, PageContext page)
    {
        var message = new StringBuilder();
        if (authservId is not null)
        {
            Header("Authentication-Results", $"{authservId}; dmarc=pass header.from={from.Domain}");
        }

        Header("From", from.Value);
        Header("To", replyTo.Value);
        Header("Subject", $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes($"Re: {mail.Subject}"))}?=");
        Header("Date", page.Now.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture));
        Header("Message-ID", $"<{page.FreshKey()}@{from.Domain}>");
        Header("MIME-Version", "1.0");
        Header("Content-Type", "text/plain; charset=utf-8");
        Header("Content-Transfer-Encoding", "base64");
        message.Append("\r\n").Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
        return Encoding.ASCII.GetBytes(message.ToString());

        void Header(string name, string value) => message.Append(name).Append(": ").Append(value).Append("\r\n");
    }
}
