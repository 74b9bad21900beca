using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <param name="Mailbox">The address that sends and receives.</param>
/// <param name="AuthservId">The mail boundary whose <c>Authentication-Results</c> are trusted: the name that it writes first, or <see cref="Unnamed"/>.</param>
/// <param name="PublicUrl">Where people reach the pages; links in mails start with it.</param>
public sealed record MailOptions(EmailAddress Mailbox, string AuthservId, Uri PublicUrl)
{
    /// <summary>
    /// Stands for Exchange Online, which writes no name into its <c>Authentication-Results</c>. It puts them above all others, so the topmost ones of a mail are
    /// its own; when those name a server, it did not write them.
    /// </summary>
    public const string Unnamed = "exchange-online";

    /// <summary>The longest local part that mail systems must accept (RFC 5321).</summary>
    public const int MaxLocalPart = 64;

    public string LocalPart => Mailbox.Value[..^(Mailbox.Domain.Length + 1)];

    /// <summary>Where an answer to one assignment goes; null when the mailbox's own name leaves no room for a token.</summary>
    public EmailAddress? ReplyAddress(string token) =>
        LocalPart.Length + 1 + token.Length <= MaxLocalPart ? EmailAddress.Parse($"{LocalPart}+{token}@{Mailbox.Domain}") : null;

    /// <summary>The token of a reply address, unread; null when the address is not one of ours.</summary>
    public string? TokenOf(EmailAddress address) =>
        address.Domain == Mailbox.Domain && address.Value.StartsWith(LocalPart + "+", StringComparison.Ordinal)
            ? address.Value[(LocalPart.Length + 1)..^(Mailbox.Domain.Length + 1)]
            : null;

    public string RequestUrl(RequestId id) => $"{Base}/requests/{id}";

    public string FileUrl(RequestId id, string sha256) => $"{RequestUrl(id)}/files/{sha256}";

    public string DecisionUrl(string token) => $"{Base}/d/{token}";

    private string Base => PublicUrl.AbsoluteUri.TrimEnd('/');
}
