using System.Net;
using Approvals.App.Mail;
using Approvals.Core.Requests;

namespace Approvals.Web.Hosting;

/// <summary>The settings of mail, checked. The same in every host.</summary>
public static class MailChannelReading
{
    public static MailChannel ToChannel(this MailSettings mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return mail.Channel switch
        {
            "" or "embedded" => new MailChannel.Embedded(),
            "smtp" => new MailChannel.Smtp(
                Server("Smtp", mail.Smtp.Host, mail.Smtp.Port, mail.Smtp.Security, mail.Smtp.User, mail.Smtp.Password)
                    ?? throw new SettingsException("Approvals:Mail:Channel is 'smtp', but Approvals:Mail:Smtp:Host is not set. Set it to the server that mail goes out through."),
                Server("Imap", mail.Imap.Host, mail.Imap.Port, mail.Imap.Security, mail.Imap.User, mail.Imap.Password),
                mail.Imap.Folder),
            "graph" => Graph(mail),
            var other => throw new SettingsException($"Approvals:Mail:Channel is '{other}'. It must be 'embedded', 'graph' or 'smtp'. Set it to one of them, or leave it out."),
        };
    }

    private static MailChannel.Graph Graph(MailSettings mail)
    {
        var missing = new[] { (mail.Mailbox, "Approvals:Mail:Mailbox", "the address of the mailbox in Exchange Online"), (mail.AuthservId, "Approvals:Mail:AuthservId", "what your mail boundary writes first in Authentication-Results") };
        foreach (var (_, name, what) in missing.Where(setting => string.IsNullOrWhiteSpace(setting.Item1)))
        {
            throw new SettingsException($"Approvals:Mail:Channel is 'graph', but {name} is not set. Set it to {what}.");
        }

        var url = mail.Graph.BaseUrl;
        if (!url.IsAbsoluteUri || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsThisMachine(url.IdnHost))))
        {
            throw new SettingsException($"Approvals:Mail:Graph:BaseUrl is '{url}'. Set it to an address that begins with https://, such as https://graph.microsoft.com/v1.0/, or leave it out.");
        }

        var more = (mail.Graph.MoreMailboxes ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => EmailAddress.TryParse(text, out var address)
            ? address
            : throw new SettingsException($"Approvals:Mail:Graph:MoreMailboxes has '{text}', which is not a mail address. Set it to addresses with commas between them, or leave it out."));
        return new MailChannel.Graph(
            url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/"), string.IsNullOrEmpty(mail.Graph.ClientId) ? null : mail.Graph.ClientId, [.. more], mail.Graph.Notifications);
    }

    private static MailServer? Server(string section, string? host, int port, string security, string? user, string? password)
    {
        var name = $"Approvals:Mail:{section}";
        if (string.IsNullOrEmpty(host))
        {
            return null;
        }

        if (port is < 1 or > IPEndPoint.MaxPort)
        {
            throw new SettingsException($"{name}:Port is {port}. Set it to a port, from 1 to {IPEndPoint.MaxPort}.");
        }

        var kind = security switch
        {
            "tls" => MailSecurity.Tls,
            "starttls" => MailSecurity.StartTls,
            "none" when IsThisMachine(host) => MailSecurity.None,
            "none" => throw new SettingsException($"{name}:Security is 'none', and '{host}' is another machine: anybody between could read and change the mail. Set it to 'tls' or 'starttls'."),
            _ => throw new SettingsException($"{name}:Security is '{security}'. Set it to 'tls', 'starttls' or, for a server on this machine, 'none'."),
        };
        return user is { Length: > 0 } && string.IsNullOrEmpty(password)
            ? throw new SettingsException($"{name}:User is set, but {name}:Password is not. Set both or none.")
            : new MailServer(host, port, kind, string.IsNullOrEmpty(user) ? null : user, password);
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
