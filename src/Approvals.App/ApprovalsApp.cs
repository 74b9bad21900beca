using Approvals.App.Advance;
using Approvals.App.Audit;
using Approvals.App.Digests;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Tickets;
using Approvals.Core.Effects;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.App;

public static class ApprovalsApp
{
    /// <summary>The use cases. The host adds the ports, <see cref="MailOptions"/>, a <see cref="TimeProvider"/> and a <see cref="StateCache"/>.</summary>
    public static IServiceCollection AddApprovalsApp(this IServiceCollection services, string defaultTicketSystem) => services
        .AddSingleton<ChangeFeed>()
        .AddSingleton<RequestStreams>()
        .AddSingleton<FactsReader>()
        .AddSingleton<RequestService>()
        .AddSingleton<RequestQueries>()
        .AddSingleton(RetrySchedule.Default)
        // The key is read once, when the first of these is made at start.
        .AddSingleton(provider => DecisionTokens.LoadAsync(provider.GetRequiredService<ISecretStore>(), CancellationToken.None).GetAwaiter().GetResult())
        .AddSingleton<MailComposer>()
        .AddSingleton<TicketComposer>()
        .AddSingleton<InboundMailService>()
        .AddSingleton(provider => new TicketDesks(provider.GetServices<ITicketDesk>(), defaultTicketSystem))
        .AddSingleton<EffectRunner>()
        .AddSingleton<Delegating>()
        .AddSingleton<DigestSender>()
        .AddSingleton<Advancer>()
        .AddSingleton<Sweeper>()
        .AddSingleton<AnchorJob>()
        .AddSingleton<AuditExport>();
}
