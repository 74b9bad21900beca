using Approvals.Adapters.Memory;
using Approvals.Adapters.Sqlite;
using Approvals.App.Moving;
using Stores.Tests.Contract;
using Stores.Tests.Moving;

namespace Stores.Tests.Sqlite;

/// <summary>A data folder of one test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("approvals-store-").FullName;
    public string Database => System.IO.Path.Combine(Path, "approvals.db");

    public SqliteOptions Options => new() { DataPath = Path };

    public static Ports PortsOf(SqliteDatabase database) => new(
        new SqliteRequestStore(database), new SqliteIndexStore(database), new SqliteDelegationStore(database),
        new SqliteTopicArchive(database), new SqliteSecretStore(database), new SqliteAuditSource(database), new SqliteClaimStore(database),
        new SqliteNoteStore(database));

    public static MovePorts MovePortsOf(SqliteDatabase database, TimeProvider? clock = null)
    {
        var store = PortsOf(database);
        var mailer = new SqliteMailer(database, WorkedDesk.Mail, clock ?? TimeProvider.System);
        var desk = new SqliteTicketDesk(database, WorkedDesk.Mail, clock ?? TimeProvider.System);
        return new MovePorts(store.Requests, store.Audit, store.Delegations, store.Topics, store.Secrets, store.Claims, mailer, mailer, new SqliteReceivedMails(database), desk, desk, new SqliteTicketLedger(database),
            new MemoryAttachments(clock ?? TimeProvider.System));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
