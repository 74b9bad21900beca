using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace App.Tests.Advance;

/// <summary>Lets several processes run at once, one port call at a time, in an order that a seed decides. Some calls end their process.</summary>
internal sealed class Turns(Random random, double crashes)
{
    private readonly Lock gate = new();
    private readonly List<TaskCompletionSource<bool>> waiting = [];

    /// <summary>Runs them all to their end; what they threw is theirs.</summary>
    public async Task RunAsync(IReadOnlyList<Func<Task>> processes)
    {
        var running = processes.Select(process => Task.Run(process)).ToList();
        while (running.Any(task => !task.IsCompleted))
        {
            TaskCompletionSource<bool>? next = null;
            lock (gate)
            {
                // All others stand still, so the order is that of the seed.
                if (waiting.Count > 0 && waiting.Count == running.Count(task => !task.IsCompleted))
                {
                    next = waiting[random.Next(waiting.Count)];
                    waiting.Remove(next);
                }
            }

            next?.SetResult(random.NextDouble() < crashes);
            await Task.Yield();
        }
    }

    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add(turn);
        }

        if (await turn.Task)
        {
            throw new CrashException();
        }

        return await call();
    }
}

internal sealed class TurnStore(IRequestStore store, Turns turns) : IRequestStore
{
    public Task<StoredStream?> LoadAsync(RequestId id, CancellationToken ct) => turns.CallAsync(() => store.LoadAsync(id, ct));
    public Task<StoredCommand?> FindCommandAsync(RequestId id, string commandId, CancellationToken ct) => store.FindCommandAsync(id, commandId, ct);
    public Task<AppendResult> AppendAsync(Append append, CancellationToken ct) => turns.CallAsync(() => store.AppendAsync(append, ct));
    public Task<Page<DueRequest>> ListDueAsync(DateTimeOffset upToUtc, string? cursor, int limit, CancellationToken ct) => store.ListDueAsync(upToUtc, cursor, limit, ct);
}

internal sealed class TurnClaims(IClaimStore claims, Turns turns) : IClaimStore
{
    public Task<StoredClaim?> FindAsync(string key, CancellationToken ct) => turns.CallAsync(() => claims.FindAsync(key, ct));
    public Task<bool> PutAsync(string key, RequestId holder, DateTimeOffset atUtc, StoredClaim? seen, CancellationToken ct) => turns.CallAsync(() => claims.PutAsync(key, holder, atUtc, seen, ct));
}
