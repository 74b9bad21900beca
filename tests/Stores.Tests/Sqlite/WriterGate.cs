using Approvals.Adapters.Sqlite;

namespace Stores.Tests.Sqlite;

/// <summary>Holds the writer inside a write, so that others queue up behind it.</summary>
internal sealed class WriterGate : IDisposable
{
    private readonly ManualResetEventSlim inside = new();
    private readonly ManualResetEventSlim open = new();

    public WriterGate(SqliteDatabase database, CancellationToken ct = default)
    {
        Passed = database.WriteAsync(
            _ =>
            {
                inside.Set();
                open.Wait(CancellationToken.None);
            },
            ct);
        inside.Wait(CancellationToken.None);
    }

    public Task Passed { get; }

    public void Open() => open.Set();

    public void Dispose()
    {
        open.Set();
        Passed.Wait(CancellationToken.None);
        inside.Dispose();
        open.Dispose();
    }
}
