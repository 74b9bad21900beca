using Approvals.Adapters.Sqlite;
using Stores.Tests.Contract;

namespace Stores.Tests.Sqlite;

/// <summary>A data folder of one test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("approvals-store-").FullName;
    public string Database => System.IO.Path.Combine(Path, "approvals.db");

    public SqliteOptions Options => new() { DataPath = Path };

    public static Ports PortsOf(SqliteDatabase database) => new(
        new SqliteRequestStore(database), new SqliteIndexStore(database), new SqliteDelegationStore(database),
        new SqliteTopicArchive(database), new SqliteSecretStore(database), new SqliteAuditSource(database), new SqliteNoteStore(database));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
