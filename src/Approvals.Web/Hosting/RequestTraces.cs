using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace Approvals.Web.Hosting;

/// <summary>The HTTP side of traces, for hosts that collect them: routes instead of addresses, because addresses have decision links and people in them.</summary>
internal static class RequestTraces
{
    private static readonly string[] Personal = ["url.path", "url.query", "url.full", "user_agent.original", "client.address", "server.address"];

    /// <summary>Does nothing where nothing is collected.</summary>
    public static IServiceCollection AddRequestTraces(this IServiceCollection services) => services.ConfigureOpenTelemetryTracerProvider(traces => traces
        .AddAspNetCoreInstrumentation(http =>
        {
            http.Filter = context => !context.Request.Path.StartsWithSegments("/health");
            http.EnrichWithHttpResponse = (span, response) =>
            {
                foreach (var tag in Personal)
                {
                    span.SetTag(tag, null);
                }

                span.SetTag("url.path", RouteOf(response.HttpContext));
            };
        }));

    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unknown";
}
