using System.Collections.Concurrent;
using Approvals.App.Ports;

namespace Approvals.Adapters.Sqlite;

/// <summary>Connections that only read, each with its statements prepared. A read is one transaction: it sees one state, and holds up no writer.</summary>
internal sealed class ReaderPool(Func<SqliteSession> open, int size) : IDisposable
{
    private readonly ConcurrentStack<SqliteSession> idle = new();
    private readonly SemaphoreSlim free = new(size);
    private volatile bool closing;

    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken ct)
    {
        await free.WaitAsync(ct);
        try
        {
            return Read(work);
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        closing = true;
        for (var i = 0; i < size; i++)
        {
            free.Wait();
        }

        while (idle.TryPop(out var session))
        {
            session.Dispose();
        }

        free.Release(size);
    }

    private T Read<T>(Func<SqliteSession, T> work)
    {
        if (closing)
        {
            throw new StoreUnavailableException("The server is shutting down.");
        }

        var session = idle.TryPop(out var known) ? known : open();
        var whole = false;
        try
        {
            session.Run("BEGIN");
            var result = work(session);
            session.Run("COMMIT");
            whole = true;
            return result;
        }
        finally
        {
            // After a fault the connection may be in any state: a new one is cheap.
            if (whole)
            {
                idle.Push(session);
            }
            else
            {
                session.Dispose();
            }
        }
    }
}
