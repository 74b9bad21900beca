using Approvals.Adapters.Attachments;
using Approvals.App.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Adapters.Sqlite;

public static class SqliteRegistration
{
    /// <summary>The ports that keep things, on one SQLite file. It is opened when first asked for; opening throws <see cref="DataFolderException"/>.</summary>
    public static IServiceCollection AddSqliteStores(this IServiceCollection services, SqliteOptions options) => services
        .AddSingleton(_ => SqliteDatabase.Open(options))
        .AddSingleton<IRequestStore, SqliteRequestStore>()
        .AddSingleton<IIndexStore, SqliteIndexStore>()
        .AddSingleton<IDelegationStore, SqliteDelegationStore>()
        .AddSingleton<IClaimStore, SqliteClaimStore>()
        .AddSingleton<ITopicArchive, SqliteTopicArchive>()
        .AddSingleton<ISecretStore, SqliteSecretStore>()
        .AddSingleton<ITicketLedger, SqliteTicketLedger>()
        .AddSingleton<INoteStore, SqliteNoteStore>()
        .AddSingleton<IAttachmentStore>(OpenAttachments(options))
        .AddSingleton<IAuditSource, SqliteAuditSource>();

    // Who has the database has the files beside it.
    private static Func<IServiceProvider, DiskAttachments> OpenAttachments(SqliteOptions options) => provider =>
    {
        _ = provider.GetRequiredService<SqliteDatabase>();
        return DiskAttachments.Open(Path.Combine(options.DataPath, "files"), provider.GetRequiredService<TimeProvider>());
    };

    /// <summary>The embedded mailer and ticket desk, in the same file.</summary>
    public static IServiceCollection AddEmbeddedDesk(this IServiceCollection services) => services
        .AddSingleton<SqliteMailer>()
        .AddSingleton<IMailer>(provider => provider.GetRequiredService<SqliteMailer>())
        .AddSingleton<IMailbox>(provider => provider.GetRequiredService<SqliteMailer>())
        .AddSingleton<IReceivedMails, SqliteReceivedMails>()
        .AddSingleton<SqliteTicketDesk>()
        .AddSingleton<ITicketDesk>(provider => provider.GetRequiredService<SqliteTicketDesk>())
        .AddSingleton<ITicketBook>(provider => provider.GetRequiredService<SqliteTicketDesk>());
}
