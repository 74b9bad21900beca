using Approvals.App.Ports;
using Approvals.Functions.Alarm;
using Approvals.Functions.Http;
using Approvals.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Approvals.Functions.Hosting;

/// <summary>The product in a Functions worker: the pipeline of the web behind one trigger, and Durable Functions as the alarm clock.</summary>
internal static class ApprovalsFunctions
{
    /// <summary>Throws as <see cref="FunctionsSettings.Read"/> and <see cref="ApprovalsHost.AddApprovals"/> do.</summary>
    public static void AddApprovalsFunctions(this IHostApplicationBuilder builder)
    {
        builder.AddApprovals(FunctionsSettings.Read(builder.Configuration, builder.Environment.ContentRootPath));
        builder.Services
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
