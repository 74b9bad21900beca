using System.Text;
using SQLitePCL;

namespace Approvals.Adapters.Sqlite;

/// <summary>
/// A prepared statement that is used again and again; <see cref="Dispose"/> only gives it back to its session.
/// Calls SQLite itself: a command of Microsoft.Data.Sqlite takes a quarter more time for a row, and allocates 600 bytes.
/// </summary>
internal sealed class SqliteStatement(sqlite3 database, sqlite3_stmt statement, string sql) : IDisposable
{
    private bool inUse;

    internal SqliteStatement Take()
    {
        if (inUse)
        {
            throw new InvalidOperationException($"This statement is in use already: {sql}");
        }

        inUse = true;
        return this;
    }

    /// <summary>Parameters count from 1, columns from 0, as in SQLite.</summary>
    public SqliteStatement Bind(int parameter, long value) => Checked(raw.sqlite3_bind_int64(statement, parameter, value));

    public SqliteStatement Bind(int parameter, long? value) =>
        value is { } known ? Bind(parameter, known) : Checked(raw.sqlite3_bind_null(statement, parameter));

    public SqliteStatement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            return Checked(raw.sqlite3_bind_null(statement, parameter));
        }

        if (value.Length > 256)
        {
            return Checked(raw.sqlite3_bind_text(statement, parameter, Encoding.UTF8.GetBytes(value)));
        }

        Span<byte> utf8 = stackalloc byte[256 * 3];
        return Checked(raw.sqlite3_bind_text(statement, parameter, utf8[..Encoding.UTF8.GetBytes(value, utf8)]));
    }

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value) =>
        Checked(value.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, parameter, 0) : raw.sqlite3_bind_blob(statement, parameter, value));

    public SqliteStatement Bind(int parameter, DateTimeOffset? value) => Bind(parameter, value?.UtcTicks);

    /// <summary>True: there is a row. False: the statement is done.</summary>
    public bool Step() => raw.sqlite3_step(statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var code => throw SqliteFaults.From(database, code),
    };

    /// <summary>Runs to the end, for statements without an answer.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Runs once more with new parameters.</summary>
    public void RunAndReset()
    {
        Run();
        raw.sqlite3_reset(statement);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;
    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);
    public byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    // The bytes of the text, not a C string: text may hold a zero character.
    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));
    public DateTimeOffset Utc(int column) => new(Int64(column), TimeSpan.Zero);
    public DateTimeOffset? UtcOrNull(int column) => IsNull(column) ? null : Utc(column);

    /// <summary>Ends what the statement reads, and gives it back.</summary>
    public void Dispose()
    {
        // Reset repeats the error of the step before, which was thrown already.
        raw.sqlite3_reset(statement);
        raw.sqlite3_clear_bindings(statement);
        inUse = false;
    }

    private SqliteStatement Checked(int code) => code == raw.SQLITE_OK ? this : throw SqliteFaults.From(database, code);
}
