using Approvals.Web.Identity;
using Microsoft.Extensions.Configuration;

namespace Approvals.Web.Hosting;

/// <summary>Every setting of the product: the section <c>Approvals</c>. All hosts read these and no others; a name that is not here stops the start.</summary>
public sealed record ApprovalsSettings
{
    public const string Section = "Approvals";

    /// <summary>Where requests are kept: <c>sqlite</c> or <c>tables</c>.</summary>
    public string Store { get; init; } = "sqlite";

    /// <summary>The folder of the SQLite file, the anchors and the clock of Development.</summary>
    public string DataPath { get; init; } = "data";
    public TableSettings Tables { get; init; } = new();

    /// <summary>Topics and people. Null: beside the program, else in a folder above.</summary>
    public string? CataloguePath { get; init; }

    /// <summary>Where people reach the pages. Null: where the server listens.</summary>
    public string? PublicUrl { get; init; }

    /// <inheritdoc cref="WebOptions.Auth"/>
    public AuthMode? Auth { get; init; }
    public EntraOptions? Entra { get; init; }
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Who says who people are: <c>catalogue</c> (people.yaml) or <c>graph</c> (Microsoft Graph, with the roles of people.yaml).</summary>
    public string Directory { get; init; } = "catalogue";

    /// <summary>With the directory <c>graph</c>.</summary>
    public GraphSettings Graph { get; init; } = new();
    public MailSettings Mail { get; init; } = new();
    public TicketSettings Tickets { get; init; } = new();
    public FileSettings Files { get; init; } = new();

    /// <summary>Throws <see cref="SettingsException"/> with the setting's name.</summary>
    public static ApprovalsSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(Section);
        SettingNames.Check(section);
        try
        {
            return section.Get<ApprovalsSettings>() ?? new ApprovalsSettings();
        }
        catch (InvalidOperationException e)
        {
            // A text that is not of the setting's kind; the message names both.
            throw new SettingsException($"{e.Message} Correct it, or leave it out.");
        }
    }

    public WebOptions ToWeb() => new() { Auth = Auth, Entra = Entra, Limits = Limits };
}

/// <summary>Table Storage: the address of the service, reached by managed identity, or a connection string (the emulator).</summary>
public sealed record TableSettings
{
    /// <summary>Such as <c>https://account.table.core.windows.net</c>.</summary>
    public Uri? ServiceUri { get; init; }

    /// <summary>The client id of a user-assigned identity. Null: the host's own.</summary>
    public string? ClientId { get; init; }
    public string? ConnectionString { get; init; }
}

/// <summary>Attached files. They are kept beside the requests: in the folder of SQLite, or in the blobs of the account of Table Storage.</summary>
public sealed record FileSettings
{
    /// <summary>A virus scanner: <c>clamd://host:3310</c>, or an address that takes the bytes by POST. Null: nobody looks at files.</summary>
    public Uri? Scanner { get; init; }
}

/// <summary>Microsoft Graph, reached by managed identity.</summary>
public sealed record GraphSettings
{
    /// <summary>Another one in national clouds.</summary>
    public Uri BaseUrl { get; init; } = new("https://graph.microsoft.com/v1.0/");

    /// <inheritdoc cref="TableSettings.ClientId"/>
    public string? ClientId { get; init; }
}

public sealed record MailSettings
{
    /// <summary>How mails go out and come in: <c>embedded</c>, <c>graph</c> or <c>smtp</c>.</summary>
    public string Channel { get; init; } = "embedded";

    /// <summary>The address that sends and receives. Null: <c>approvals@example.com</c>.</summary>
    public string? Mailbox { get; init; }

    /// <summary>The mail boundary whose <c>Authentication-Results</c> are trusted; <c>exchange-online</c>, which writes no name, for the topmost ones. Null: <c>mx.approvals.test</c>.</summary>
    public string? AuthservId { get; init; }

    /// <summary>With the channel <c>graph</c>.</summary>
    public GraphMailSettings Graph { get; init; } = new();

    /// <summary>With the channel <c>smtp</c>: the server that mail goes out through.</summary>
    public MailServerSettings Smtp { get; init; } = new() { Port = 587, Security = "starttls" };

    /// <summary>With the channel <c>smtp</c>: the server that mail is read from. Without a host nothing is read.</summary>
    public ImapSettings Imap { get; init; } = new();
}

/// <summary>Mailboxes in Exchange Online, reached by managed identity.</summary>
public sealed record GraphMailSettings
{
    /// <summary>Another one in national clouds.</summary>
    public Uri BaseUrl { get; init; } = new("https://graph.microsoft.com/v1.0/");

    /// <inheritdoc cref="TableSettings.ClientId"/>
    public string? ClientId { get; init; }

    /// <summary>Addresses that share the load of sending, with commas between them.</summary>
    public string? MoreMailboxes { get; init; }

    /// <summary>Whether Graph tells of new mail, at the public address. Without, mail is found by looking every minute.</summary>
    public bool Notifications { get; init; } = true;
}

public sealed record MailServerSettings
{
    public string? Host { get; init; }
    public int Port { get; init; }

    /// <summary><c>tls</c>, <c>starttls</c>, or <c>none</c> for a server on this machine.</summary>
    public string Security { get; init; } = "";

    /// <summary>Null: without sign-in.</summary>
    public string? User { get; init; }
    public string? Password { get; init; }
}

public sealed record ImapSettings
{
    public string? Host { get; init; }
    public int Port { get; init; } = 993;

    /// <inheritdoc cref="MailServerSettings.Security"/>
    public string Security { get; init; } = "tls";
    public string? User { get; init; }
    public string? Password { get; init; }
    public string Folder { get; init; } = "INBOX";
}
