using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tables;
using Approvals.App.Mail;
using Approvals.Web.Hosting;

namespace Approvals.Server.Hosting;

/// <summary>The settings of one server, checked as a whole before anything starts.</summary>
/// <param name="Tables">Where Table Storage is, when it is the store; else SQLite is.</param>
internal sealed record ServerSettings(
    SqliteOptions Sqlite, TableOptions? Tables, string CataloguePath, MailOptions Mail, string DefaultTicketSystem, string? TicketStandIn, WebOptions Web)
{
    public static ServerSettings Read(IConfiguration configuration, string contentRoot)
    {
        var settings = ApprovalsSettings.Read(configuration);
        Only(settings.Mail.Channel, "Mail:Channel", "embedded");
        return new ServerSettings(
            new SqliteOptions { DataPath = Path.GetFullPath(settings.DataPath) },
            settings.FindTables() is { } tables ? new TableOptions { ConnectionString = tables.ConnectionString, ServiceUri = tables.ServiceUri, ClientId = tables.ClientId } : null,
            settings.FindCatalogue(contentRoot),
            settings.ToMail((configuration["urls"] ?? configuration["ASPNETCORE_URLS"])?.Split(';')[0] ?? ApprovalsServer.DefaultUrl),
            settings.Tickets.Default,
            settings.Tickets.StandIn,
            settings.ToWeb());
    }

    private static void Only(string value, string name, string known)
    {
        if (value.Length > 0 && value != known)
        {
            throw new SettingsException($"Approvals:{name} is '{value}'. This server knows '{known}'. Set it to that, or leave it out.");
        }
    }
}
