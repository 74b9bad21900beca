using Approvals.App.Ports;
using Microsoft.Data.Sqlite;

namespace Approvals.Adapters.Sqlite;

/// <summary>
/// The database of one server: one file, one writer that commits in groups, several readers. Everything that is kept goes through here.
/// An adapter adds its tables as a step of <see cref="Schema"/>.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly DataFolder? folder;
    private readonly string file;
    private readonly GroupWriter? writer;
    private readonly Checkpointer? checkpointer;
    private readonly ReaderPool readers;
    private bool closed;

    private SqliteDatabase(DataFolder folder, SqliteOptions options)
    {
        this.folder = folder;
        file = folder.Database;
        Prepare(options);
        writer = new GroupWriter(() => OpenWriter(options), options);
        checkpointer = new Checkpointer(OpenWriter(options), writer, options);
        readers = new ReaderPool(() => OpenReader(options), options.Readers);
    }

    private SqliteDatabase(string file, SqliteOptions options)
    {
        this.file = file;
        readers = new ReaderPool(() => OpenReader(options), options.Readers);
    }

    /// <summary>Commits so far: fewer than writes, when writes come together.</summary>
    public long Commits => Writer.Commits;

    private GroupWriter Writer => writer ?? throw new InvalidOperationException("This database was opened to read.");

    public static SqliteDatabase Open(SqliteOptions options)
    {
        var folder = DataFolder.Take(options.DataPath);
        try
        {
            return new SqliteDatabase(folder, options);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Beside the server that the file belongs to.</summary>
    public static SqliteDatabase OpenReadOnly(string file, SqliteOptions options) => new(file, options);

    /// <summary>
    /// Runs the work in the writer's transaction; the answer comes when it is on disk. The work is short, touches nothing but the session, and may run twice
    /// (when another write of its group failed). If it throws, nothing of it is kept, and the caller gets the exception. Answer "no" by a value: a throw costs the whole group.
    /// Cancelled means not done.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken ct) => Writer.WriteAsync(work, ct);

    public Task WriteAsync(Action<SqliteSession> work, CancellationToken ct) =>
        Writer.WriteAsync(session => { work(session); return true; }, ct);

    /// <summary>Runs the work on one consistent state. It reads short: a page, a stream; what is long reads page by page.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken ct) => readers.ReadAsync(work, ct);

    /// <summary>Carries through what waits, folds the log into the file and lets go of the folder.</summary>
    public void Dispose()
    {
        if (closed)
        {
            return;
        }

        closed = true;
        readers.Dispose();
        checkpointer?.Dispose();
        writer?.Dispose();
        folder?.Dispose();
    }

    private void Prepare(SqliteOptions options)
    {
        try
        {
            using var session = OpenWriter(options);
            Schema.Bring(session, file);
        }
        catch (StoreUnavailableException e)
        {
            throw new DataFolderException($"The database '{file}' cannot be used. {e.Message}", e);
        }
    }

    // The last connection that closes folds the log into the file and removes it: the writer is closed last.
    private SqliteSession OpenWriter(SqliteOptions options)
    {
        var session = SqliteSession.Open(file, SqliteOpenMode.ReadWriteCreate, options.LockTimeout);
        try
        {
            if (session.Text("PRAGMA journal_mode = WAL") != "wal")
            {
                throw new StoreUnavailableException("The file system of the data folder does not allow a write-ahead log. A network drive? Use a local disk.");
            }

            session.RunScript("""
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA journal_size_limit = 67108864;
                PRAGMA cache_size = -32768;
                PRAGMA temp_store = MEMORY;
                """);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private SqliteSession OpenReader(SqliteOptions options)
    {
        var session = SqliteSession.Open(file, SqliteOpenMode.ReadOnly, options.LockTimeout);
        session.RunScript("PRAGMA cache_size = -4096");
        return session;
    }
}
