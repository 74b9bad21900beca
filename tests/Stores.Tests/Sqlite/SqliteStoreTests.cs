using Approvals.Adapters.Sqlite;
using Stores.Tests.Contract;

namespace Stores.Tests.Sqlite;

public sealed class SqliteStoreTests : StoreContract, IDisposable
{
    private readonly TestFolder folder = new();
    private readonly SqliteDatabase database;

    public SqliteStoreTests()
    {
        database = SqliteDatabase.Open(folder.Options);
        Store = TestFolder.PortsOf(database);
    }

    private protected override Ports Store { get; }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }
}
