using System.Diagnostics;
using Approvals.App.Ports;

namespace Approvals.Adapters.Sqlite;

/// <summary>
/// The one thread that writes. Whatever waits when it comes around is committed together, with one sync of the disk; a write that comes alone is committed at once.
/// A write that throws undoes the group; then each of the group runs by itself, so that it fails alone.
/// </summary>
internal sealed class GroupWriter : IDisposable
{
    // A group ends early when its work takes long: the first must not wait for the bulk of the last.
    private static readonly TimeSpan MaxWork = TimeSpan.FromMilliseconds(10);

    private readonly Func<SqliteSession> open;
    private readonly SqliteOptions options;
    private readonly object gate = new();
    private readonly Queue<QueuedWrite> waiting = new();
    private readonly List<QueuedWrite> group = [];
    private readonly Thread thread;
    private SqliteSession? session;
    private Action<SqliteSession>? afterCommit;
    private long commits;
    private bool closing;

    public GroupWriter(Func<SqliteSession> open, SqliteOptions options)
    {
        (this.open, this.options) = (open, options);
        session = open();
        thread = new Thread(Loop) { IsBackground = true, Name = "SQLite writer" };
        thread.Start();
    }

    /// <summary>Commits so far.</summary>
    public long Commits => Volatile.Read(ref commits);

    /// <summary>Runs this once on the writer's connection, outside of a transaction, when the next group is committed and answered. It may fail.</summary>
    public void AfterNextCommit(Action<SqliteSession> work) => Volatile.Write(ref afterCommit, work);

    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(ct);
        }

        var write = new QueuedWrite<T>(work);
        lock (gate)
        {
            if (closing)
            {
                throw new StoreUnavailableException("The server is shutting down.");
            }

            if (waiting.Count >= options.MaxWaiting)
            {
                throw new StoreUnavailableException("Too many writes wait for the disk.");
            }

            write.LeaveOn(ct);
            waiting.Enqueue(write);
            if (waiting.Count == 1)
            {
                Monitor.Pulse(gate);
            }
        }

        return write.Done;
    }

    /// <summary>Carries through what waits, then ends.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closing = true;
            Monitor.Pulse(gate);
        }

        thread.Join();
        session?.Dispose();
    }

    private void Loop()
    {
        while (WaitForWork())
        {
            group.Clear();
            if (TryCommitGroup() is { } fault)
            {
                FailOrRunAlone(fault);
            }
            else
            {
                group.ForEach(w => w.Succeed());
                RunAfterCommit();
            }
        }
    }

    // Whatever a write throws: it must not stop the writer.
    private Exception? TryCommitGroup()
    {
        try
        {
            CommitGroup();
            return null;
        }
        catch (Exception e)
        {
            Undo();
            return e;
        }
    }

    private void RunAfterCommit()
    {
        try
        {
            Interlocked.Exchange(ref afterCommit, null)?.Invoke(session!);
        }
        catch (Exception)
        {
            // Upkeep must not stop the writer: whoever asked for it asks again.
        }
    }

    private bool WaitForWork()
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !closing)
            {
                Monitor.Wait(gate);
            }

            return waiting.Count > 0;
        }
    }

    private void CommitGroup()
    {
        var begun = Stopwatch.GetTimestamp();
        while (group.Count < options.MaxGroup && (group.Count == 0 || Stopwatch.GetElapsedTime(begun) < MaxWork) && TakeNext() is { } write)
        {
            group.Add(write);
            if (group.Count == 1)
            {
                Begin();
            }

            write.Run(session!);
        }

        Commit();
    }

    private QueuedWrite? TakeNext()
    {
        lock (gate)
        {
            while (waiting.TryDequeue(out var write))
            {
                if (write.TryBegin())
                {
                    return write;
                }
            }

            return null;
        }
    }

    // A bad write must not take the others of its group with it.
    private void FailOrRunAlone(Exception fault)
    {
        if (group is [var only])
        {
            only.Fail(fault);
            return;
        }

        foreach (var write in group)
        {
            try
            {
                Begin();
                write.Run(session!);
                Commit();
                write.Succeed();
            }
            catch (Exception e)
            {
                Undo();
                write.Fail(e);
            }
        }
    }

    private void Begin()
    {
        session ??= open();
        session.Run("BEGIN IMMEDIATE");
    }

    private void Commit()
    {
        if (group.Count > 0)
        {
            session!.Run("COMMIT");
            Volatile.Write(ref commits, commits + 1);
        }
    }

    private void Undo()
    {
        try
        {
            session?.RollBack();
        }
        catch (Exception)
        {
            // Closing undoes it too; the next write opens anew.
            session?.Dispose();
            session = null;
        }
    }
}
