using System.Collections.Concurrent;
using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Web.Tests.Work;

/// <summary>A store of nothing: to advance a request is to load it, and each load tells its test and waits for it.</summary>
internal sealed class GatedStore : IRequestStore
{
    private readonly ConcurrentDictionary<RequestId, int> running = new();

    /// <summary>What each load does; the process goes on when it has.</summary>
    public Func<RequestId, Task> OnLoad { get; set; } = _ => Task.CompletedTask;

    /// <summary>What the sweep finds.</summary>
    public ImmutableArray<DueRequest> Due { get; set; } = [];

    public Func<Task> OnSweep { get; set; } = () => Task.CompletedTask;

    public ConcurrentDictionary<RequestId, int> Loads { get; } = new();

    /// <summary>Set when a request was ever advanced twice at one time.</summary>
    public bool WasCrowded { get; private set; }

    public async Task<StoredStream?> LoadAsync(RequestId id, CancellationToken ct)
    {
        WasCrowded |= running.AddOrUpdate(id, 1, (_, n) => n + 1) > 1;
        Loads.AddOrUpdate(id, 1, (_, n) => n + 1);
        try
        {
            await OnLoad(id);
            return null;
        }
        finally
        {
            running.AddOrUpdate(id, 0, (_, n) => n - 1);
        }
    }

    public async Task<Page<DueRequest>> ListDueAsync(DateTimeOffset upToUtc, string? cursor, int limit, CancellationToken ct)
    {
        await OnSweep();
        return new Page<DueRequest>([.. Due.Take(limit)], null);
    }

    public Task<StoredCommand?> FindCommandAsync(RequestId id, string commandId, CancellationToken ct) => throw new NotSupportedException();

    public Task<AppendResult> AppendAsync(Append append, CancellationToken ct) => throw new NotSupportedException();
}
