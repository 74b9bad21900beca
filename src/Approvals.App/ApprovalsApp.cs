using Approvals.App.Advance;
using Approvals.App.Attachments;
using Approvals.App.Audit;
using Approvals.App.Backlogs;
using Approvals.App.Catalogues;
using Approvals.App.Digests;
using Approvals.App.Mail;
using Approvals.App.Moving;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Telemetry;
using Approvals.App.Tickets;
using Approvals.App.Topics;
using Approvals.App.Watching;
using Approvals.Core.Effects;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.App;

public static class ApprovalsApp
{
    /// <summary>The use cases. The host adds the ports, <see cref="MailOptions"/>, a <see cref="TimeProvider"/> and a <see cref="StateCache"/>.</summary>
    public static IServiceCollection AddApprovalsApp(this IServiceCollection services, string defaultTicketSystem, string? ticketStandIn = null) => services
        .AddSingleton<ChangeFeed>()
        .AddSingleton<RequestStreams>()
        .AddSingleton<FactsReader>()
        .AddSingleton<TopicShelf>()
        .AddSingleton<Claims>()
        .AddSingleton<RequestService>()
        .AddSingleton<RequestQueries>()
        .AddSingleton(RetrySchedule.Default)
        // The key is read once, when the first of these is made at start.
        .AddSingleton(provider => OpenAsync(provider.GetRequiredService<ISecretStore>()).GetAwaiter().GetResult())
        .AddSingleton(provider => FileReceipts.LoadAsync(provider.GetRequiredService<ISecretStore>(), CancellationToken.None).GetAwaiter().GetResult())
        .AddSingleton<AttachmentDesk>()
        .AddSingleton<AttachmentSweep>()
        .AddSingleton<MailComposer>()
        .AddSingleton<TicketComposer>()
        .AddSingleton<InboundMailService>()
        .AddSingleton(provider => new TicketDesks(provider.GetServices<ITicketDesk>(), defaultTicketSystem, ticketStandIn))
        .AddSingleton<TicketLines>()
        .AddSingleton<EffectRunner>()
        .AddSingleton<Delegating>()
        .AddSingleton<DigestSender>()
        .AddSingleton<Advancer>()
        .AddSingleton<TicketDrain>()
        .AddSingleton<TicketWatch>()
        .AddSingleton<TicketOverview>()
        .AddSingleton<PeopleWatch>()
        .AddSingleton<Sweeper>()
        .AddSingleton<CatalogueCheck>()
        .AddSingleton<CataloguePreview>()
        .AddSingleton<CatalogueHistory>()
        .AddSingleton<PendingRequests>()
        .AddSingleton<BacklogReader>()
        .AddSingleton<AnchorJob>()
        .AddSingleton<AuditExport>();

    private static async Task<DecisionTokens> OpenAsync(ISecretStore store)
    {
        await MoveMarks.CheckAsync(store, CancellationToken.None);
        return await DecisionTokens.LoadAsync(store, CancellationToken.None);
    }
}
