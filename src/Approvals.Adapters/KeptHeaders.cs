using System.Collections.Immutable;
using System.Globalization;
using Approvals.App.Mail;
using Approvals.App.Ports;

namespace Approvals.Adapters;

/// <summary>All headers of a mail as it would be sent.</summary>
internal static class KeptHeaders
{
    public static ImmutableSortedDictionary<string, string> Of(OutgoingMail mail, MailOptions options, DateTimeOffset sentAtUtc)
    {
        var headers = mail.Headers.ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase)
            .SetItem("From", options.Mailbox.Value)
            .SetItem("To", mail.To.Value)
            .SetItem("Subject", mail.Subject)
            .SetItem("Date", sentAtUtc.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture));
        return mail.ReplyTo is { } replyTo ? headers.SetItem("Reply-To", replyTo.Value) : headers;
    }

    /// <summary>Without angle brackets. A mail without one is named by its key.</summary>
    public static string MessageIdOf(OutgoingMail mail, MailOptions options) =>
        mail.Headers.TryGetValue("Message-ID", out var id) ? id.Trim('<', '>') : $"{mail.Key}@{options.Mailbox.Domain}";
}
