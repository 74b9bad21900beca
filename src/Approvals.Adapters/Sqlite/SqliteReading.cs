using Approvals.App.Ports;
using Microsoft.Data.Sqlite;

namespace Approvals.Adapters.Sqlite;

/// <summary>What a command reads of a server's file while that server may be running: it takes no lock on the folder and changes nothing.</summary>
public sealed class SqliteReading : IDisposable
{
    private readonly SqliteDatabase database;

    private SqliteReading(SqliteDatabase database) => this.database = database;

    public IAuditSource Audit => new SqliteAuditSource(database);
    public ITopicArchive Topics => new SqliteTopicArchive(database);

    /// <summary>Throws <see cref="DataFolderException"/> when there is no database of this version.</summary>
    public static SqliteReading Open(SqliteOptions options)
    {
        var file = Path.Combine(Path.GetFullPath(options.DataPath), "approvals.db");
        if (!File.Exists(file))
        {
            throw new DataFolderException($"There is no database '{file}'. Set Approvals__DataPath to the data folder of the server.");
        }

        using (var session = SqliteSession.Open(file, SqliteOpenMode.ReadOnly, options.LockTimeout))
        {
            Schema.MustBeCurrent(session, file);
        }

        return new SqliteReading(SqliteDatabase.OpenReadOnly(file, options));
    }

    public void Dispose() => database.Dispose();
}
