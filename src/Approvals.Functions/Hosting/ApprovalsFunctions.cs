using Approvals.Adapters.Files;
using Approvals.Adapters.Mime;
using Approvals.Adapters.Tables;
using Approvals.Adapters.Yaml;
using Approvals.App;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Functions.Alarm;
using Approvals.Functions.Http;
using Approvals.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Approvals.Functions.Hosting;

/// <summary>The product in a Functions worker: the pipeline of the web, the stores in Table Storage, and Durable Functions as the alarm clock.</summary>
internal static class ApprovalsFunctions
{
    /// <summary>Throws <see cref="SettingsException"/> or <see cref="CatalogueException"/> with what to do.</summary>
    public static void AddApprovals(this IHostApplicationBuilder builder)
    {
        var settings = FunctionsSettings.Read(builder.Configuration, builder.Environment.ContentRootPath);
        var clock = builder.Environment.IsDevelopment()
            ? new OffsetTimeProvider(TimeProvider.System, Path.Combine(settings.DataPath, "clock"))
            : TimeProvider.System;
        var catalogue = CatalogueFolder.Load(settings.CataloguePath, clock.GetUtcNow());
        if (clock is OffsetTimeProvider movable)
        {
            builder.Services.AddSingleton(movable);
        }

        builder.Services
            .AddSingleton(clock)
            .AddSingleton(settings.Mail)
            // Many instances share the tables, so nothing is remembered of them.
            .AddSingleton(StateCache.None)
            .AddTableStores(settings.Tables)
            .AddEmbeddedTableDesk()
            .AddMimeReader()
            .AddCatalogue(catalogue)
            .AddAnchorFiles(settings.DataPath)
            .AddApprovalsApp(settings.DefaultTicketSystem, settings.TicketStandIn ?? (builder.Environment.IsDevelopment() ? "desk" : null))
            .AddAlarm()
            .AddApprovalsWeb(settings.Web, builder.Environment)
            .AddSingleton<WebPipeline>();
    }

    /// <summary>What can not be opened stops the start, not the first request. Throws <see cref="TableStorageException"/>.</summary>
    public static IHost Opened(this IHost app)
    {
        app.Services.GetRequiredService<ICatalogue>();
        app.Services.GetRequiredService<DecisionTokens>();
        app.Services.GetRequiredService<WebPipeline>();
        return app;
    }

    private static IServiceCollection AddAlarm(this IServiceCollection services) => services
        .AddSingleton<DurableWake>()
        .AddSingleton<IWake>(provider => provider.GetRequiredService<DurableWake>())
        .AddSingleton<IAdvanceControl, DurableDrain>();
}
