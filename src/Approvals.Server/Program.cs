using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tables;
using Approvals.Adapters.Telemetry;
using Approvals.Adapters.Yaml;
using Approvals.App.Moving;
using Approvals.Hosting;
using Approvals.Server.Commands;
using Approvals.Server.Hosting;
using Approvals.Web.Hosting;
using Microsoft.AspNetCore.Connections;

if (args is ["audit", ..] and not ["audit", "anchors", _])
{
    return await AuditCommand.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
}

if (args is ["move", ..])
{
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
    var configuration = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }).Configuration;
    return await MoveCommand.RunAsync(args, configuration, Console.Out, Console.Error, stop.Token);
}

if (args is ["catalogue", ..])
{
    return await CatalogueCommand.RunAsync(args, CommandPlace.Read, Console.Out, Console.Error, CancellationToken.None);
}

try
{
    if (args is ["tickets", ..])
    {
        // With the settings of the server, wherever they come from.
        var settings = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }).Configuration;
        return await TicketsCommand.RunAsync(args, settings, AppContext.BaseDirectory, Console.Out, Console.Error, CancellationToken.None);
    }

    if (args is ["mail", ..])
    {
        var settings = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }).Configuration;
        return await MailCommand.RunAsync(args, settings, Console.Out, Console.Error, CancellationToken.None);
    }

    if (args is ["audit", "anchors", var folder])
    {
        var settings = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }).Configuration;
        var tables = HostSettings.Of((ApprovalsSettings.Read(settings) with { Store = "tables" }).FindTables()!);
        return await AuditCommand.FetchAsync(TableRegistration.ReadAnchorsAsync(tables, CancellationToken.None), folder, Console.Out, Console.Error, CancellationToken.None);
    }

    // The settings lie beside the program, wherever it is started from.
    var options = new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory };
    await using var app = ApprovalsServer.Build(WebApplication.CreateBuilder(options));
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is SettingsException or CatalogueException or DataFolderException or TableStorageException or MoveException or TelemetryException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
catch (IOException e) when (e.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{e.Message} Stop what listens there, or set ASPNETCORE_URLS to another address.");
    return 2;
}
