using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tables;
using Approvals.App.Mail;
using Approvals.Core.Requests;
using Approvals.Web.Hosting;

namespace Approvals.Server.Hosting;

/// <summary>The settings of one server: the section <c>Approvals</c>, checked as a whole before anything starts.</summary>
/// <param name="Tables">Where Table Storage is, when it is the store; else SQLite is.</param>
internal sealed record ServerSettings(SqliteOptions Sqlite, TableOptions? Tables, string CataloguePath, MailOptions Mail, string DefaultTicketSystem)
{
    public static ServerSettings Read(IConfiguration configuration, string contentRoot)
    {
        var section = configuration.GetSection("Approvals");
        Only(section, "Mail:Channel", "embedded");
        var dataPath = Path.GetFullPath(section["DataPath"] ?? "data");
        return new ServerSettings(
            new SqliteOptions { DataPath = dataPath },
            TablesOf(section),
            CatalogueAt(section["CataloguePath"], contentRoot),
            new MailOptions(Mailbox(section["Mail:Mailbox"] ?? "approvals@example.com"), section["Mail:AuthservId"] ?? "mx.approvals.test", PublicUrl(section["PublicUrl"], configuration)),
            section["Tickets:Default"] ?? "desk");
    }

    private static TableOptions? TablesOf(IConfigurationSection section)
    {
        const string tables = "tables";
        if (section["Store"] is not { Length: > 0 } store || store == "sqlite")
        {
            return null;
        }

        if (store != tables)
        {
            throw new SettingsException($"Approvals:Store is '{store}'. This server knows 'sqlite' and '{tables}'. Set it to one of them, or leave it out.");
        }

        return (section["Tables:ConnectionString"], section["Tables:ServiceUri"]) switch
        {
            ({ Length: > 0 } text, null or "") => new TableOptions { ConnectionString = text },
            (null or "", { Length: > 0 } text) => new TableOptions { ServiceUri = ServiceUri(text), ClientId = section["Tables:ClientId"] },
            (null or "", null or "") => throw new SettingsException(
                "Approvals:Store is 'tables', but not where they are. Set Approvals:Tables:ServiceUri (with the host's identity) or Approvals:Tables:ConnectionString."),
            _ => throw new SettingsException("Approvals:Tables:ConnectionString and Approvals:Tables:ServiceUri are both set. Leave one out."),
        };
    }

    private static Uri ServiceUri(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
        ? uri
        : throw new SettingsException($"Approvals:Tables:ServiceUri is '{text}'. Set it to the address of the account's tables, such as https://account.table.core.windows.net.");

    private static void Only(IConfigurationSection section, string name, string known)
    {
        if (section[name] is { Length: > 0 } value && value != known)
        {
            throw new SettingsException($"Approvals:{name} is '{value}'. This server knows '{known}'. Set it to that, or leave it out.");
        }
    }

    private static EmailAddress Mailbox(string text) => EmailAddress.TryParse(text, out var address)
        ? address
        : throw new SettingsException($"Approvals:Mail:Mailbox is '{text}', which is not a mail address. Set it to the address that sends and receives.");

    // Links in mails lead there: behind a proxy it is not where the server listens.
    private static Uri PublicUrl(string? setting, IConfiguration configuration)
    {
        var text = setting ?? (configuration["urls"] ?? configuration["ASPNETCORE_URLS"])?.Split(';')[0] ?? ApprovalsServer.DefaultUrl;
        return Uri.TryCreate(text.Replace("*", "localhost").Replace("+", "localhost"), UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new SettingsException($"Approvals:PublicUrl is '{text}'. Set it to the address at which people reach the pages, such as https://approvals.example.com.");
    }

    // Beside the program, as it is deployed; else in a folder above, as it lies in the repository.
    private static string CatalogueAt(string? setting, string contentRoot)
    {
        if (setting is not null)
        {
            return Path.GetFullPath(setting);
        }

        foreach (var start in new[] { AppContext.BaseDirectory, contentRoot })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "catalogue", "people.yaml")))
                {
                    return Path.Combine(folder.FullName, "catalogue");
                }
            }
        }

        throw new SettingsException("No catalogue was found. Set Approvals:CataloguePath to the folder with people.yaml and topics/.");
    }
}
