using Approvals.Adapters.Attachments;
using Approvals.Adapters.Channels;
using Approvals.Adapters.Files;
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
using Approvals.Server.Work;
using Approvals.Web.Hosting;

namespace Approvals.Server.Hosting;

/// <summary>The whole product as one process: the pages and the API, the store, and the workers that carry out what is due.</summary>
public static class ApprovalsServer
{
    public const string DefaultUrl = "http://localhost:7071";

    // Folded requests kept in memory: the ones in motion. A few kilobytes each.
    private const int CachedRequests = 2_000;

    /// <summary>Throws <see cref="SettingsException"/>, <see cref="TelemetryException"/>, <see cref="CatalogueException"/>, <see cref="DataFolderException"/>, <see cref="TableStorageException"/> or <see cref="App.Moving.MoveException"/> with what to do; nothing is started then.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        if (builder.Configuration["urls"] is null && builder.Configuration["ASPNETCORE_URLS"] is null)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        var settings = ServerSettings.Read(builder.Configuration, builder.Environment.ContentRootPath);
        var clock = Clock(builder.Environment, settings.Sqlite.DataPath);
        var catalogue = CatalogueFolder.Load(settings.CataloguePath, clock.GetUtcNow());
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        AddClock(builder.Services, clock);
        builder.Services
            .AddSingleton(settings.Mail)
            .AddStores(settings)
            .AddMailChannel(settings.Channel)
            .AddMimeReader()
            .AddCatalogue(catalogue)
            .AddAnchorFiles(settings.Sqlite.DataPath)
            .AddApprovalsApp(settings.DefaultTicketSystem, settings.TicketStandIn ?? (builder.Environment.IsDevelopment() ? "desk" : null))
            .AddTicketSystems(settings.TicketSystems)
            .AddFileScanner(settings.Scanner)
            .AddWork(settings.Channel)
            .AddTelemetry(settings.Telemetry)
            .AddApprovalsWeb(settings.Web, builder.Environment);

        var app = builder.Build();
        // What can not be opened must stop the start, not the first request.
        app.Services.GetRequiredService<ICatalogue>();
        app.Services.GetRequiredService<DecisionTokens>();
        TicketSystems.Check(app.Services);
        app.UseApprovalsWeb();
        return app;
    }

    private static TimeProvider Clock(IHostEnvironment environment, string dataPath)
    {
        if (!environment.IsDevelopment())
        {
            return TimeProvider.System;
        }

        return new OffsetTimeProvider(TimeProvider.System, Path.Combine(dataPath, "clock"));
    }

    private static void AddClock(IServiceCollection services, TimeProvider clock)
    {
        services.AddSingleton(clock);
        if (clock is OffsetTimeProvider movable)
        {
            services.AddSingleton(movable);
        }
    }

    // Others may write to shared tables, so nothing is remembered of them, and looking there costs: less often than in our own file.
    private static IServiceCollection AddStores(this IServiceCollection services, ServerSettings settings) => settings.Tables is { } tables
        ? services.AddSingleton(StateCache.None).AddSingleton(new SweepPace(TimeSpan.FromSeconds(5))).AddTableStores(tables).AddEmbeddedTableDesk()
        : services.AddSingleton(new StateCache(CachedRequests)).AddSingleton(new SweepPace(TimeSpan.FromSeconds(1))).AddSqliteStores(settings.Sqlite).AddEmbeddedDesk();

    private static IServiceCollection AddWork(this IServiceCollection services, MailChannel channel) => (channel.IsReceived ? services.AddHostedService<MailWorker>() : services)
        .AddSingleton<WorkQueue>()
        .AddSingleton<IWake>(provider => provider.GetRequiredService<WorkQueue>())
        .AddSingleton<SweepWorker>()
        .AddSingleton<IAdvanceControl>(provider => provider.GetRequiredService<SweepWorker>())
        .AddHostedService<AdvanceWorker>()
        .AddHostedService(provider => provider.GetRequiredService<SweepWorker>())
        .AddHostedService<AnchorWorker>()
        .AddHostedService<CatalogueWorker>()
        .AddHostedService<TicketWorker>();
}
