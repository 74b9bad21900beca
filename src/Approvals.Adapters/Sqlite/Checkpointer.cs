namespace Approvals.Adapters.Sqlite;

/// <summary>
/// Moves the write-ahead log into the database file, beside the writer and not in it: copying and syncing megabytes would make whoever waits for a commit wait for them too.
/// Only the small rest that the writer appended meanwhile is left to the writer, once the log has grown long; then the log begins anew.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly SqliteSession session;
    private readonly GroupWriter writer;
    private readonly int longLog;
    private readonly ManualResetEventSlim stopped = new();
    private readonly Thread thread;

    public Checkpointer(SqliteSession session, GroupWriter writer, SqliteOptions options)
    {
        (this.session, this.writer, longLog) = (session, writer, options.LongLog);
        thread = new Thread(Loop) { IsBackground = true, Name = "SQLite checkpoints" };
        thread.Start();
    }

    /// <summary>Waits for the round that runs. What is left in the log stays valid there.</summary>
    public void Dispose()
    {
        stopped.Set();
        thread.Join();
        stopped.Dispose();
        session.Dispose();
    }

    private void Loop()
    {
        var seen = 0L;
        while (!stopped.Wait(Pause))
        {
            var commits = writer.Commits;
            if (commits == seen)
            {
                continue;
            }

            try
            {
                var (pages, moved) = Run(session);
                // Later commits are seen in the next round; a log that is not wholly moved is taken up again.
                seen = pages == moved ? commits : seen;
                if (pages > longLog)
                {
                    writer.AfterNextCommit(last => Run(last));
                }
            }
            catch (Exception)
            {
                // A full disk, say: the log keeps everything, and the next round tries again. Whoever writes is told by the write.
            }
        }
    }

    private static (long Pages, long Moved) Run(SqliteSession session)
    {
        using var row = session.Use("PRAGMA wal_checkpoint(PASSIVE)");
        // Busy (somebody else moves the log, a backup say): nothing is known of the log, and the next round looks again.
        return row.Step() && row.Int64(0) == 0 ? (row.Int64(1), row.Int64(2)) : (1, 0);
    }
}
