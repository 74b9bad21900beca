using Approvals.Adapters.Attachments;
using Approvals.App.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Tables;

public static class TableRegistration
{
    /// <summary>The ports that keep things, in Table Storage, which several servers may share. It is opened when first asked for; opening throws <see cref="TableStorageException"/>.</summary>
    public static IServiceCollection AddTableStores(this IServiceCollection services, TableOptions options) => services
        .AddSingleton(_ => TableDatabase.Open(options))
        .AddSingleton<IRequestStore>(provider => new TableRequestStore(
            provider.GetRequiredService<TableDatabase>(), TimeProvider.System, provider.GetRequiredService<ILogger<TableRequestStore>>()))
        .AddSingleton<IIndexStore, TableIndexStore>()
        .AddSingleton<IDelegationStore>(provider => new TableDelegationStore(provider.GetRequiredService<TableDatabase>(), TimeProvider.System))
        .AddSingleton<IClaimStore, TableClaimStore>()
        .AddSingleton<ITopicArchive, TableTopicArchive>()
        .AddSingleton<ISecretStore, TableSecretStore>()
        .AddSingleton<ITicketLedger, TableTicketLedger>()
        .AddSingleton<INoteStore, TableNoteStore>()
        .AddSingleton<IAttachmentStore>(provider => new BlobAttachments(new BlobContainer(options), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IAuditSource, TableAuditSource>();

    /// <summary>Anchors in the same tables, for a host without a disk of its own. Called after another place for them was added, it takes that one's part.</summary>
    public static IServiceCollection AddTableAnchors(this IServiceCollection services) => services.AddSingleton<IAnchorSink, TableAnchorSink>();

    /// <summary>The anchors in the tables, each as the file that it is, the latest first. Throws <see cref="TableStorageException"/>.</summary>
    public static IAsyncEnumerable<(DateOnly Day, byte[] File)> ReadAnchorsAsync(TableOptions options, CancellationToken ct) => new TableAnchorSink(TableDatabase.Open(options)).ReadAsync(ct);

    /// <summary>The embedded mailer and ticket desk, in the same tables.</summary>
    public static IServiceCollection AddEmbeddedTableDesk(this IServiceCollection services) => services
        .AddSingleton<TableReceivedMails>()
        .AddSingleton<IReceivedMails>(provider => provider.GetRequiredService<TableReceivedMails>())
        .AddSingleton<TableMailer>()
        .AddSingleton<IMailer>(provider => provider.GetRequiredService<TableMailer>())
        .AddSingleton<IMailbox>(provider => provider.GetRequiredService<TableMailer>())
        .AddSingleton<TableTicketDesk>()
        .AddSingleton<ITicketDesk>(provider => provider.GetRequiredService<TableTicketDesk>())
        .AddSingleton<ITicketBook>(provider => provider.GetRequiredService<TableTicketDesk>());
}
