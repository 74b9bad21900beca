using System.Reflection;
using Approvals.App.Telemetry;
using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Approvals.Adapters.Telemetry;

public static class TelemetryRegistration
{
    /// <summary>
    /// Sends the product's own traces and metrics, and those of ASP.NET Core that the web layer adds. Clients of the outside (Graph, mail, ticket systems, storage) are left out on purpose:
    /// their addresses name people. When the options are off, nothing is added and nothing costs.
    /// </summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.IsOn)
        {
            return services;
        }

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("approvals", serviceVersion: typeof(Spans).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion))
            .WithTracing(traces => traces.AddSource(Spans.Source))
            .WithMetrics(metrics => metrics.AddMeter(Spans.Source));
        if (options.OtlpEndpoint is not null)
        {
            telemetry.WithTracing(traces => traces.AddOtlpExporter()).WithMetrics(metrics => metrics.AddOtlpExporter());
        }

        if (options.AzureMonitor is not null)
        {
            telemetry.WithTracing(traces => traces.AddAzureMonitorTraceExporter(exporter => Aim(exporter, options)))
                .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(exporter => Aim(exporter, options)));
        }

        return services.AddHostedService<PendingCounter>();
    }

    private static void Aim(AzureMonitorExporterOptions exporter, TelemetryOptions options)
    {
        exporter.ConnectionString = options.AzureMonitor;
        if (CredentialOf(options.AzureMonitorAuth) is { } credential)
        {
            exporter.Credential = credential;
        }
    }

    private static TokenCredential? CredentialOf(string? auth)
    {
        var parts = auth?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase) ?? [];
        return parts.GetValueOrDefault("Authorization") != "AAD" ? null : HostIdentity.Of(parts.GetValueOrDefault("ClientId"));
    }
}
