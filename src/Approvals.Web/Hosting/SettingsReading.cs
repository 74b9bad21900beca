using Approvals.App.Mail;
using Approvals.Core.Requests;

namespace Approvals.Web.Hosting;

/// <summary>From texts of the settings to values that are valid, or the reason why not. The same in every host.</summary>
public static class SettingsReading
{
    /// <param name="settings">What was read.</param>
    /// <param name="listensAt">Where the server listens: the address of the pages when the settings name none.</param>
    public static MailOptions ToMail(this ApprovalsSettings settings, string listensAt)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new MailOptions(Mailbox(settings.Mail.Mailbox ?? "approvals@example.com"), settings.Mail.AuthservId ?? "mx.approvals.test", Url(settings.PublicUrl ?? listensAt));
    }

    /// <summary>The folder of the catalogue: beside the program, as it is deployed; else in a folder above, as it lies in the repository.</summary>
    public static string FindCatalogue(this ApprovalsSettings settings, string contentRoot)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.CataloguePath is { } given)
        {
            return Path.GetFullPath(given);
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

    /// <summary>Where Table Storage is, with exactly one of address and connection string; null when SQLite is the store.</summary>
    public static TableSettings? FindTables(this ApprovalsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Store is "" or "sqlite")
        {
            return null;
        }

        if (settings.Store != "tables")
        {
            throw new SettingsException($"Approvals:Store is '{settings.Store}'. It must be 'sqlite' or 'tables'. Set it to one of them, or leave it out.");
        }

        return settings.Tables switch
        {
            { ConnectionString: null or "", ServiceUri: null } => throw new SettingsException(
                "Approvals:Store is 'tables', but not where they are. Set Approvals:Tables:ServiceUri (with the host's identity) or Approvals:Tables:ConnectionString."),
            { ConnectionString.Length: > 0, ServiceUri: not null } => throw new SettingsException(
                "Approvals:Tables:ConnectionString and Approvals:Tables:ServiceUri are both set. Leave one out."),
            { ServiceUri: { } uri } when !uri.IsAbsoluteUri || uri.Scheme != Uri.UriSchemeHttps => throw new SettingsException(
                $"Approvals:Tables:ServiceUri is '{uri}'. Set it to the address of the account's tables, such as https://account.table.core.windows.net."),
            var tables => tables,
        };
    }

    /// <summary>Where the virus scanner is; null: there is none.</summary>
    public static Uri? FindScanner(this ApprovalsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Files.Scanner switch
        {
            null or { OriginalString: "" } => null,
            { IsAbsoluteUri: true, Scheme: "clamd" or "http" or "https", Host.Length: > 0 } address => address,
            var other => throw new SettingsException($"Approvals:Files:Scanner is '{other.OriginalString}'. Set it to the address of a scanner, such as clamd://127.0.0.1:3310 or https://scanner.example.com/scan, or leave it out."),
        };
    }

    /// <summary>How to reach the directory, with a slash at the end of its address; null when people are those of the catalogue.</summary>
    public static GraphSettings? FindDirectory(this ApprovalsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Directory is "" or "catalogue")
        {
            return null;
        }

        if (settings.Directory != "graph")
        {
            throw new SettingsException($"Approvals:Directory is '{settings.Directory}'. It must be 'catalogue' or 'graph'. Set it to one of them, or leave it out.");
        }

        // In the clear only to this machine, and then without a token.
        var url = settings.Graph.BaseUrl;
        if (!url.IsAbsoluteUri || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            throw new SettingsException($"Approvals:Graph:BaseUrl is '{url}'. Set it to an address that begins with https://, such as https://graph.microsoft.com/v1.0/, or leave it out.");
        }

        return settings.Graph with
        {
            BaseUrl = url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/"),
            ClientId = string.IsNullOrWhiteSpace(settings.Graph.ClientId) ? null : settings.Graph.ClientId,
        };
    }

    private static EmailAddress Mailbox(string text) => EmailAddress.TryParse(text, out var address)
        ? address
        : throw new SettingsException($"Approvals:Mail:Mailbox is '{text}', which is not a mail address. Set it to the address that sends and receives.");

    // Links in mails lead there: behind a proxy it is not where the server listens.
    private static Uri Url(string text) =>
        Uri.TryCreate(text.Replace("*", "localhost").Replace("+", "localhost"), UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new SettingsException($"Approvals:PublicUrl is '{text}'. Set it to the address at which people reach the pages, such as https://approvals.example.com.");
}
