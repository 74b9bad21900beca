using Approvals.Adapters.Graph;
using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tables;
using Approvals.Adapters.Telemetry;
using Approvals.Adapters.Tickets;
using Approvals.App.Mail;
using Approvals.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Approvals.Hosting;

/// <summary>The settings of one host, checked as a whole before anything starts.</summary>
/// <param name="Tables">Where Table Storage is, when it is the store; else SQLite is.</param>
/// <param name="Scanner">Where attached files are looked at; null: nobody looks.</param>
/// <param name="Directory">Where Graph is, when it says who people are; else the catalogue does.</param>
public sealed record HostSettings(
    SqliteOptions Sqlite,
    TableOptions? Tables,
    string CataloguePath,
    GraphOptions? Directory,
    MailOptions Mail,
    MailChannel Channel,
    string DefaultTicketSystem,
    string? TicketStandIn,
    TicketSystemsOptions TicketSystems,
    Uri? Scanner,
    WebOptions Web,
    TelemetryOptions Telemetry)
{
    /// <param name="listensAt">The address of the pages when the settings name none.</param>
    /// <exception cref="SettingsException">A setting is missing or is not what it must be. The message names it.</exception>
    /// <exception cref="TelemetryException">The same, of a standard setting of telemetry.</exception>
    public static HostSettings Read(IConfiguration configuration, string contentRoot, string listensAt)
    {
        var settings = ApprovalsSettings.Read(configuration);
        return new HostSettings(
            new SqliteOptions { DataPath = Path.GetFullPath(settings.DataPath) },
            settings.FindTables() is { } tables ? Of(tables) : null,
            settings.FindCatalogue(contentRoot),
            settings.FindDirectory() is { } graph ? new GraphOptions { Url = graph.BaseUrl, ClientId = graph.ClientId } : null,
            settings.ToMail(listensAt),
            settings.Mail.ToChannel(),
            settings.Tickets.Default,
            settings.Tickets.StandIn,
            settings.Tickets.ToSystems(),
            settings.FindScanner(),
            settings.ToWeb(),
            TelemetryOptions.Read(name => configuration[name]));
    }

    public static TableOptions Of(TableSettings tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return new TableOptions { ConnectionString = tables.ConnectionString, ServiceUri = tables.ServiceUri, ClientId = tables.ClientId };
    }
}
