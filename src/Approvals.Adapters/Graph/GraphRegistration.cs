using Approvals.Adapters.Graph.People;
using Approvals.App.Ports;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Adapters.Graph;

public static class GraphRegistration
{
    /// <summary>People as Microsoft Graph knows them, in place of those of the catalogue, which must be added before.</summary>
    /// <param name="services">With the catalogue.</param>
    /// <param name="options">Null: people are those of the catalogue, and nothing is added.</param>
    public static IServiceCollection AddGraphDirectory(this IServiceCollection services, GraphOptions? options) => options is null ? services : services
        .AddGraph(options, options.ToCredential())
        .AddSingleton<GraphUsers>()
        .AddSingleton<GraphDirectory>()
        .AddSingleton<IDirectory>(provider => provider.GetRequiredService<GraphDirectory>());

    /// <summary>A client with a time-out of its own. Nothing repeats a call behind its back: <see cref="GraphHttp"/> does, as Graph asks for it.</summary>
    internal static IServiceCollection AddGraph(this IServiceCollection services, GraphOptions options, TokenCredential? credential)
    {
        var client = services.AddHttpClient(nameof(GraphHttp), http =>
        {
            http.BaseAddress = options.Url;
            http.Timeout = options.CallTimeout;
            http.DefaultRequestHeaders.UserAgent.ParseAdd("Approvals");
        });
        // Its loggers know every address.
        client.RemoveAllLoggers();
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false }).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        if (credential is not null)
        {
            client.AddHttpMessageHandler(() => new GraphSignIn(credential, options.Url));
        }

        return services.AddSingleton(provider => new GraphHttp(provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(GraphHttp)), provider.GetRequiredService<TimeProvider>()));
    }
}
