using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>How mails go out and come in.</summary>
public abstract record MailChannel
{
    private MailChannel() { }

    /// <summary>Whether there is a mailbox to be read.</summary>
    public bool IsReceived => this is Smtp { Incoming: not null } or Graph;

    /// <summary>Mails are kept in the store instead of sent.</summary>
    public sealed record Embedded : MailChannel;

    /// <param name="Incoming">Null: nothing is received, and answers by mail decide nothing.</param>
    /// <param name="Folder">The folder of the mailbox that is read.</param>
    public sealed record Smtp(MailServer Outgoing, MailServer? Incoming, string Folder) : MailChannel;

    /// <summary>Mailboxes in Exchange Online, through Microsoft Graph.</summary>
    /// <param name="BaseUrl">Ends with a slash; paths are below it.</param>
    /// <param name="ClientId">Of a user-assigned identity; null: the host's own.</param>
    /// <param name="MoreMailboxes">They share the load of sending, and are read too.</param>
    /// <param name="Notifications">Whether Graph is asked to tell of new mail, at the public address.</param>
    public sealed record Graph(Uri BaseUrl, string? ClientId, ImmutableArray<EmailAddress> MoreMailboxes, bool Notifications) : MailChannel;
}

/// <param name="User">Null: the server asks for no sign-in.</param>
public sealed record MailServer(string Host, int Port, MailSecurity Security, string? User, string? Password);

/// <summary><see cref="Tls"/> from the first byte, <see cref="StartTls"/> before the sign-in, or <see cref="None"/> for a server on this machine.</summary>
public enum MailSecurity { Tls, StartTls, None }
