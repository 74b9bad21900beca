using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tables;
using Approvals.Adapters.Telemetry;
using Approvals.Adapters.Tickets;
using Approvals.App.Mail;
using Approvals.Web.Hosting;

namespace Approvals.Server.Hosting;

/// <summary>The settings of one server, checked as a whole before anything starts.</summary>
/// <param name="Tables">Where Table Storage is, when it is the store; else SQLite is.</param>
internal sealed record ServerSettings(
    SqliteOptions Sqlite,
    TableOptions? Tables,
    string CataloguePath,
    MailOptions Mail,
    MailChannel Channel,
    string DefaultTicketSystem,
    string? TicketStandIn,
    TicketSystemsOptions TicketSystems,
    Uri? Scanner,
    WebOptions Web,
    TelemetryOptions Telemetry)
{
    public static ServerSettings Read(IConfiguration configuration, string contentRoot)
    {
        var settings = ApprovalsSettings.Read(configuration);
        return new ServerSettings(
            new SqliteOptions { DataPath = Path.GetFullPath(settings.DataPath) },
            settings.FindTables() is { } tables ? new TableOptions { ConnectionString = tables.ConnectionString, ServiceUri = tables.ServiceUri, ClientId = tables.ClientId } : null,
            settings.FindCatalogue(contentRoot),
            settings.ToMail((configuration["urls"] ?? configuration["ASPNETCORE_URLS"])?.Split(';')[0] ?? ApprovalsServer.DefaultUrl),
            settings.Mail.ToChannel(),
            settings.Tickets.Default,
            settings.Tickets.StandIn,
            settings.Tickets.ToSystems(),
            settings.FindScanner(),
            settings.ToWeb(),
            TelemetryOptions.Read(name => configuration[name]));
    }
}
