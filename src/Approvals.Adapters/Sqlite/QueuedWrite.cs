namespace Approvals.Adapters.Sqlite;

/// <summary>A write that waits for the writer. Its caller may give up until it is begun; then it is carried through, so that nobody is told "cancelled" of something done.</summary>
internal abstract class QueuedWrite
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Left = 2;
    private int phase;

    /// <summary>False: the caller left.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref phase, Begun, Waiting) == Waiting;

    protected bool TryLeave() => Interlocked.CompareExchange(ref phase, Left, Waiting) == Waiting;

    /// <summary>Does the work, inside a transaction. May be called again after the transaction was undone.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>The transaction is on disk.</summary>
    public abstract void Succeed();
    public abstract void Fail(Exception fault);
}

internal sealed class QueuedWrite<T>(Func<SqliteSession, T> work) : QueuedWrite
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration registration;
    private T? result;

    public Task<T> Done => done.Task;

    public void LeaveOn(CancellationToken ct) => registration = ct.UnsafeRegister(
        static (self, token) =>
        {
            var write = (QueuedWrite<T>)self!;
            if (write.TryLeave())
            {
                write.done.TrySetCanceled(token);
            }
        },
        this);

    public override void Run(SqliteSession session) => result = work(session);

    public override void Succeed()
    {
        registration.Unregister();
        done.TrySetResult(result!);
    }

    public override void Fail(Exception fault)
    {
        registration.Unregister();
        done.TrySetException(fault);
    }
}
