using Approvals.Adapters.Tables;
using Approvals.App.Ports;
using Approvals.Functions.Alarm;
using Approvals.Functions.Http;
using Approvals.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;

namespace Approvals.Functions.Hosting;

/// <summary>The product in a Functions worker: the pipeline of the web behind one trigger, and Durable Functions as the alarm clock.</summary>
internal static class ApprovalsFunctions
{
    // The worker's own source: its spans hang on what the host says of the caller, so a command, the orchestration that it wakes and the effects are one trace. They have ids only.
    private const string Invocations = "Microsoft.Azure.Functions.Worker";

    /// <summary>Throws as <see cref="FunctionsSettings.Read"/> and <see cref="ApprovalsHost.AddApprovals"/> do.</summary>
    public static void AddApprovalsFunctions(this IHostApplicationBuilder builder)
    {
        builder.AddApprovals(FunctionsSettings.Read(builder.Configuration, builder.Environment.ContentRootPath));
        builder.Services
            .ConfigureOpenTelemetryTracerProvider(traces => traces.AddSource(Invocations))
            .AddTableAnchors()
            .AddSingleton<DurableWake>()
            .AddSingleton<IWake>(provider => provider.GetRequiredService<DurableWake>())
            .AddSingleton<IAdvanceControl, DurableDrain>()
            .AddSingleton<WebPipeline>();
    }

    /// <summary>Throws as <see cref="ApprovalsHost.OpenApprovals"/> does.</summary>
    public static IHost Opened(this IHost app)
    {
        app.Services.OpenApprovals();
        app.Services.GetRequiredService<WebPipeline>();
        return app;
    }
}
