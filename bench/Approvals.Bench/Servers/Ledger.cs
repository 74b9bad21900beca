using Microsoft.Data.Sqlite;

namespace Approvals.Bench.Servers;

/// <summary>What a stopped server left on disk.</summary>
internal sealed class Ledger : IDisposable
{
    public static readonly string[] Tables = ["streams", "events", "commands", "outbox", "lists", "mails", "tickets"];
    private readonly SqliteConnection connection;

    public Ledger(string dataPath)
    {
        File = new FileInfo(Path.Combine(dataPath, "approvals.db"));
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File.FullName, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
    }

    public FileInfo File { get; }

    public long Count(string table) => Ask($"SELECT count(*) FROM {table}");

    public long Ask(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar());
    }

    /// <summary>The first column, in its order.</summary>
    public List<string> Texts(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }

    public void Dispose() => connection.Dispose();
}
