using System.Net.Sockets;
using Approvals.App.Mail;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Approvals.Adapters.Smtp;

/// <summary>What the connections to SMTP and IMAP servers have in common.</summary>
internal static class MailServers
{
    public static async Task ConnectAsync(MailService client, MailServer server, CancellationToken ct)
    {
        var security = server.Security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.None => SecureSocketOptions.None,
            _ => throw new System.Diagnostics.UnreachableException(server.Security.ToString()),
        };
        await client.ConnectAsync(server.Host, server.Port, security, ct);
        if (server.User is { } user)
        {
            await client.AuthenticateAsync(user, server.Password ?? "", ct);
        }
    }

    /// <summary>The folder that answers are read from.</summary>
    public static async Task<IMailFolder> FindFolderAsync(ImapClient client, string folder, CancellationToken ct) =>
        folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? client.Inbox! : await client.GetFolderAsync(folder, ct);

    /// <summary>Whether the network or the server is to blame, and not us.</summary>
    public static bool Fault(Exception e, CancellationToken ct) =>
        e is SocketException or IOException or TimeoutException or AuthenticationException or SslHandshakeException or ProtocolException or ServiceNotConnectedException
            or ServiceNotAuthenticatedException or NotSupportedException or ImapCommandException or FolderNotFoundException
        || (e is OperationCanceledException && !ct.IsCancellationRequested);

    /// <summary>What went wrong, and what to do. No password is in it.</summary>
    /// <param name="section">The section of the settings that names the server.</param>
    public static string Explain(MailServer server, string section, Exception e)
    {
        var name = $"Approvals:Mail:{section}";
        return $"The mail server {server.Host}:{server.Port} can not be used: " + e switch
        {
            AuthenticationException => $"it refuses the sign-in. Check {name}:User and {name}:Password.",
            SslHandshakeException => $"its certificate or its TLS is not acceptable. Give it a certificate that this machine trusts, and check {name}:Host and {name}:Security.",
            NotSupportedException => $"it does not offer what {name}:Security asks for.",
            SocketException or TimeoutException or OperationCanceledException => $"it can not be reached ({CleanText.Line(e.Message, 150).TrimEnd('.')}). Check {name}:Host and {name}:Port, and the network.",
            FolderNotFoundException => $"it has no such folder. Check {name}:Folder.",
            _ => $"{CleanText.Line(e.Message, 200).TrimEnd('.')}.",
        };
    }
}
