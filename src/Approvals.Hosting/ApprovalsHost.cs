using Approvals.Adapters.Attachments;
using Approvals.Adapters.Channels;
using Approvals.Adapters.Files;
using Approvals.Adapters.Graph;
using Approvals.Adapters.Mime;
using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tables;
using Approvals.Adapters.Telemetry;
using Approvals.Adapters.Tickets;
using Approvals.Adapters.Yaml;
using Approvals.App;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Approvals.Hosting;

/// <summary>All of the product that does not depend on where it runs. What is left to a host is its alarm clock: what wakes requests, and what runs by the clock.</summary>
public static class ApprovalsHost
{
    // Folded requests kept in memory: the ones in motion. A few kilobytes each.
    private const int CachedRequests = 2_000;

    /// <summary>Throws <see cref="SettingsException"/>, <see cref="TelemetryException"/>, <see cref="CatalogueException"/> or <see cref="DataFolderException"/> with what to do. The host adds an <see cref="IWake"/> and an <see cref="IAdvanceControl"/>.</summary>
    public static void AddApprovals(this IHostApplicationBuilder builder, HostSettings settings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        var isDevelopment = builder.Environment.IsDevelopment();
        var clock = isDevelopment ? new OffsetTimeProvider(TimeProvider.System, Path.Combine(settings.Sqlite.DataPath, "clock")) : TimeProvider.System;
        var catalogue = CatalogueFolder.Load(settings.CataloguePath, clock.GetUtcNow());
        if (clock is OffsetTimeProvider movable)
        {
            builder.Services.AddSingleton(movable);
        }

        builder.Services
            .AddSingleton(clock)
            .AddSingleton(settings.Mail)
            .AddStores(settings)
            .AddMailChannel(settings.Channel)
            .AddMimeReader()
            .AddCatalogue(catalogue)
            .AddGraphDirectory(settings.Directory)
            .AddHostedService<CatalogueWorker>()
            .AddAnchorFiles(settings.Sqlite.DataPath)
            .AddApprovalsApp(settings.DefaultTicketSystem, settings.TicketStandIn ?? (isDevelopment ? "desk" : null))
            .AddTicketSystems(settings.TicketSystems)
            .AddFileScanner(settings.Scanner)
            .AddTelemetry(settings.Telemetry)
            .AddApprovalsWeb(settings.Web, builder.Environment);
    }

    /// <summary>
    /// What can not be opened stops the start, not the first request. Throws <see cref="SettingsException"/>, <see cref="DataFolderException"/>, <see cref="TableStorageException"/>
    /// or <see cref="App.Moving.MoveException"/>.
    /// </summary>
    public static void OpenApprovals(this IServiceProvider services)
    {
        services.GetRequiredService<ICatalogue>();
        services.GetRequiredService<DecisionTokens>();
        TicketSystems.Check(services);
    }

    // Others may write to shared tables, so nothing is remembered of them.
    private static IServiceCollection AddStores(this IServiceCollection services, HostSettings settings) => settings.Tables is { } tables
        ? services.AddSingleton(StateCache.None).AddTableStores(tables).AddEmbeddedTableDesk()
        : services.AddSingleton(new StateCache(CachedRequests)).AddSqliteStores(settings.Sqlite).AddEmbeddedDesk();
}
