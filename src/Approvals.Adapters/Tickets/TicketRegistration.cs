using System.Net.Http.Headers;
using Approvals.Adapters.GitLab;
using Approvals.Adapters.Jira;
using Approvals.Adapters.ServiceNow;
using Approvals.Adapters.TicketMail;
using Approvals.Adapters.Webhook;
using Approvals.Adapters.Zendesk;
using Approvals.App.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Approvals.Adapters.Tickets;

public static class TicketRegistration
{
    /// <summary>The ticket systems of the settings, each with a client, a time-out and a circuit of its own. The store's <see cref="ITicketLedger"/> must be added too.</summary>
    public static IServiceCollection AddTicketSystems(this IServiceCollection services, TicketSystemsOptions options)
    {
        if (options.Zendesk is { } zendesk)
        {
            services.AddSingleton(zendesk).AddRemote<ZendeskTickets>(options, zendesk.Url, new("Basic", ZendeskTickets.Basic(zendesk)), TicketHooks.Zendesk(zendesk.HookSecret));
        }

        if (options.ServiceNow is { } serviceNow)
        {
            services.AddSingleton(serviceNow).AddRemote<ServiceNowTickets>(options, serviceNow.Url, new("Basic", ServiceNowTickets.Basic(serviceNow)), TicketHooks.Standard("servicenow", serviceNow.HookSecret));
        }

        if (options.Jira is { } jira)
        {
            services.AddSingleton(jira).AddRemote<JiraTickets>(options, jira.Url, new("Basic", JiraTickets.Basic(jira)), TicketHooks.Jira(jira.HookSecret));
        }

        if (options.GitLab is { } gitLab)
        {
            services.AddSingleton(gitLab).AddRemote<GitLabTickets>(options, gitLab.Url, new("Bearer", gitLab.Token), TicketHooks.GitLab(gitLab.HookSecret));
        }

        if (options.Webhook is { } webhook)
        {
            services.AddSingleton(webhook).AddRemote<WebhookTickets>(options, webhook.Url, null, TicketHooks.Standard("webhook", webhook.HookSecret));
        }

        if (options.Mail is { } mail)
        {
            services.AddSingleton(mail).AddSingleton<QueueMail>().AddDesk<QueueMail>(options, null);
        }

        return services;
    }

    private static void AddRemote<T>(this IServiceCollection services, TicketSystemsOptions options, Uri url, AuthenticationHeaderValue? authorization, ITicketHook? hook)
        where T : class, IRemoteTickets
    {
        var circuit = new CircuitBreakerStateProvider();
        var client = services.AddHttpClient<T>(http =>
        {
            http.BaseAddress = url;
            http.DefaultRequestHeaders.Authorization = authorization;
            http.DefaultRequestHeaders.UserAgent.ParseAdd("Approvals");
            // The pipeline ends calls that take too long.
            http.Timeout = Timeout.InfiniteTimeSpan;
        });
        // Its loggers know every header.
        client.RemoveAllLoggers();
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false }).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        client.AddResilienceHandler("tickets", pipeline => pipeline
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = RemoteHttp.CircuitRest,
                StateProvider = circuit,
                ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome is { Exception: HttpRequestException or TimeoutRejectedException } or { Result.StatusCode: >= System.Net.HttpStatusCode.InternalServerError }),
            })
            .AddTimeout(options.CallTimeout));
        services.AddDesk<T>(options, circuit);
        services.AddSingleton<ITicketProbe>(provider => (ITicketProbe)provider.GetRequiredService<T>());
        if (hook is not null)
        {
            services.AddSingleton(hook);
        }
    }

    private static void AddDesk<T>(this IServiceCollection services, TicketSystemsOptions options, CircuitBreakerStateProvider? circuit)
        where T : class, IRemoteTickets => services.AddSingleton<ITicketDesk>(provider => new RemoteDesk(
            provider.GetRequiredService<T>(),
            provider.GetRequiredService<ITicketLedger>(),
            new RemotePace { SettleFor = options.CallTimeout + options.SearchLag, Circuit = circuit },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RemoteDesk>>()));
}
