using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Approvals.Adapters.Sqlite;

/// <summary>
/// One connection with its prepared statements. Inside <see cref="SqliteDatabase.WriteAsync"/> and <see cref="SqliteDatabase.ReadAsync"/> it is one
/// transaction, which the database begins and ends: the work only uses statements, and does not keep the session.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, (sqlite3_stmt Handle, SqliteStatement Statement)> prepared = [];

    private SqliteSession(SqliteConnection connection) => this.connection = connection;

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(connection.Handle);
    public long LastRowId => raw.sqlite3_last_insert_rowid(connection.Handle);
    internal bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public static SqliteSession Open(string file, SqliteOpenMode mode, TimeSpan lockTimeout)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle, (int)lockTimeout.TotalMilliseconds);
            return new SqliteSession(connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteFaults.From(e);
        }
    }

    /// <summary>The statement of this text, prepared once: <c>using var rows = session.Use("…").Bind(1, id);</c> The text is a constant, values are parameters.</summary>
    public SqliteStatement Use(string sql)
    {
        if (!prepared.TryGetValue(sql, out var known))
        {
            var code = raw.sqlite3_prepare_v3(connection.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle);
            if (code != raw.SQLITE_OK)
            {
                throw SqliteFaults.From(connection.Handle!, code);
            }

            known = prepared[sql] = (handle, new SqliteStatement(connection.Handle!, handle, sql));
        }

        return known.Statement.Take();
    }

    /// <summary>Runs a statement without parameters and without an answer.</summary>
    public void Run(string sql)
    {
        using var statement = Use(sql);
        statement.Run();
    }

    public long Scalar(string sql)
    {
        using var statement = Use(sql);
        return statement.Step() ? statement.Int64(0) : throw new InvalidOperationException($"No answer: {sql}");
    }

    internal string Text(string sql)
    {
        using var statement = Use(sql);
        return statement.Step() ? statement.Text(0) : throw new InvalidOperationException($"No answer: {sql}");
    }

    /// <summary>Runs several statements that are used only once.</summary>
    internal void RunScript(string sql)
    {
        var code = raw.sqlite3_exec(connection.Handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteFaults.From(connection.Handle!, code);
        }
    }

    /// <summary>Undoes what is open, if anything is; a full disk may have undone it already.</summary>
    internal void RollBack()
    {
        if (InTransaction)
        {
            Run("ROLLBACK");
        }
    }

    public void Dispose()
    {
        foreach (var (handle, _) in prepared.Values)
        {
            handle.Dispose();
        }

        connection.Dispose();
    }
}
