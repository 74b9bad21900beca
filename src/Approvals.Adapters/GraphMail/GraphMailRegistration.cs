using Approvals.App.Mail;
using Approvals.App.Ports;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace Approvals.Adapters.GraphMail;

internal static class GraphMailRegistration
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A <see cref="TokenCredential"/> among the services takes the place of the host's identity.</summary>
    public static IServiceCollection AddGraphMail(this IServiceCollection services, MailChannel.Graph channel)
    {
        services.AddMailboxes(channel);
        return services
            .AddSingleton<GraphSecret>()
            .AddSingleton<GraphSubscriptions>()
            .AddSingleton<IMailer, GraphMailer>()
            .AddSingleton<IMailIntake, GraphIntake>()
            .AddSingleton<IMailNotices, GraphNotices>();
    }

    /// <inheritdoc cref="AddGraphMail"/>
    public static IServiceCollection AddGraphMailCheck(this IServiceCollection services, MailChannel.Graph channel)
    {
        services.AddMailboxes(channel);
        return services.AddSingleton(channel).AddSingleton<GraphScopeCheck>().AddSingleton<GraphSubscriptionCheck>().AddSingleton<IMailCheck, GraphMailCheck>();
    }

    private static void AddMailboxes(this IServiceCollection services, MailChannel.Graph channel)
    {
        services.AddGraphClient(channel);
        services
            .AddSingleton(provider => new GraphMailboxes(
                GraphMailNames.Mailboxes(provider.GetRequiredService<MailOptions>(), channel), provider.GetRequiredService<GraphClient>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new NoticeAddress(GraphMailNames.NoticeUrl(provider.GetRequiredService<MailOptions>(), channel)));
    }

    private static void AddGraphClient(this IServiceCollection services, MailChannel.Graph channel)
    {
        services.AddSingleton(provider => new GraphIdentity(provider.GetService<TokenCredential>() ?? HostIdentity.Of(channel.ClientId), channel.BaseUrl));
        var client = services.AddHttpClient<GraphClient>(http =>
        {
            http.BaseAddress = channel.BaseUrl;
            http.DefaultRequestHeaders.UserAgent.ParseAdd("Approvals");
            // The pipeline ends calls that take too long.
            http.Timeout = Timeout.InfiniteTimeSpan;
        });
        // Its loggers know every header and every address.
        client.RemoveAllLoggers();
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false }).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        client.AddResilienceHandler("graph-mail", pipeline => pipeline
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = GraphClient.CircuitRest,
                ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome is { Exception: HttpRequestException or TimeoutRejectedException } or { Result.StatusCode: >= System.Net.HttpStatusCode.InternalServerError }),
            })
            .AddTimeout(CallTimeout));
        client.AddHttpMessageHandler(provider => new GraphToken(provider.GetRequiredService<GraphIdentity>()));
    }
}
