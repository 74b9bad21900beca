using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tables;
using Approvals.Adapters.Telemetry;
using Approvals.Adapters.Yaml;
using Approvals.App.Ports;
using Approvals.Hosting;
using Approvals.Server.Work;
using Approvals.Web.Hosting;

namespace Approvals.Server.Hosting;

/// <summary>The whole product as one process: the pages and the API, the store, and the workers that carry out what is due.</summary>
public static class ApprovalsServer
{
    public const string DefaultUrl = "http://localhost:7071";

    /// <summary>Throws <see cref="SettingsException"/>, <see cref="TelemetryException"/>, <see cref="CatalogueException"/>, <see cref="DataFolderException"/>, <see cref="TableStorageException"/> or <see cref="App.Moving.MoveException"/> with what to do; nothing is started then.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        if (builder.Configuration["urls"] is null && builder.Configuration["ASPNETCORE_URLS"] is null)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        var url = (builder.Configuration["urls"] ?? builder.Configuration["ASPNETCORE_URLS"])?.Split(';')[0] ?? DefaultUrl;
        var settings = HostSettings.Read(builder.Configuration, builder.Environment.ContentRootPath, url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddApprovals(settings);
        builder.Services.AddWork(settings);

        var app = builder.Build();
        app.Services.OpenApprovals();
        app.UseApprovalsWeb();
        return app;
    }

    private static void AddWork(this IServiceCollection services, HostSettings settings)
    {
        services
            .AddSingleton<WorkQueue>()
            .AddSingleton<IWake>(provider => provider.GetRequiredService<WorkQueue>())
            // Looking costs in tables that others share: less often there than in our own file.
            .AddSingleton(new SweepPace(TimeSpan.FromSeconds(settings.Tables is null ? 1 : 5)))
            .AddSingleton<SweepWorker>()
            .AddSingleton<IAdvanceControl>(provider => provider.GetRequiredService<SweepWorker>())
            .AddHostedService<AdvanceWorker>()
            .AddHostedService(provider => provider.GetRequiredService<SweepWorker>())
            .AddHostedService<AnchorWorker>()
            .AddHostedService<TicketWorker>();
        if (settings.Channel.IsReceived)
        {
            services.AddHostedService<MailWorker>();
        }
    }
}
