using Approvals.Adapters.Memory;
using Approvals.App.Advance;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Watching;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Approvals.Server.Work;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Web.Tests.Work;

/// <summary>Who works on what, and when: real threads, a clock that is moved by hand, and no waiting but for what must come.</summary>
public sealed class WorkTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly GatedStore store = new();
    private readonly FakeTimeProvider clock = new();
    private readonly WorkQueue queue = new(capacity: 100);
    private readonly Sweeper sweeper;
    private readonly AdvanceWorker worker;
    private readonly SweepWorker sweep;

    public WorkTests()
    {
        var advancer = new Advancer(new RequestStreams(store, StateCache.None), null!, null!, RetrySchedule.Default, clock, NullLogger<Advancer>.Instance);
        sweeper = new Sweeper(store, new PeopleWatch(new MemoryStore(), new MemoryNotes(), new MemoryDelegations(), null!, null!, queue, clock), queue, clock);
        worker = new AdvanceWorker(queue, advancer, NullLogger<AdvanceWorker>.Instance);
        sweep = new SweepWorker(sweeper, queue, store, new SweepPace(TimeSpan.FromSeconds(1)), clock, NullLogger<SweepWorker>.Instance);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await sweep.StopAsync(CancellationToken.None);
        await worker.StopAsync(CancellationToken.None);
        sweep.Dispose();
        worker.Dispose();
    }

    [Fact]
    public void A_new_request_is_queued_as_any_other()
    {
        var id = RequestId.FromBytes(new byte[16]);
        ((IWake)queue).WakeNew(id);
        Assert.True(queue.Reader.TryRead(out var read));
        Assert.Equal(id, read);
    }

    [Fact]
    public async Task One_worker_at_a_time_for_a_request_however_many_wake_it()
    {
        store.OnLoad = async _ => await Task.Yield();
        await worker.StartAsync(Ct);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(
            async () =>
            {
                for (var i = 0; i < 2_000; i++)
                {
                    queue.Wake(Id((i + thread) % 5));
                    if (i % 100 == 0)
                    {
                        await Task.Yield();
                    }
                }
            },
            Ct)));
        await IdleAsync();
        Assert.False(store.WasCrowded);
        Assert.Equal(5, store.Loads.Count);
    }

    [Fact]
    public async Task A_wake_while_it_runs_makes_it_run_once_more_and_ten_wakes_do_too()
    {
        var (entered, leave) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        store.OnLoad = async _ =>
        {
            entered.Release();
            await leave.WaitAsync(Ct);
        };
        await worker.StartAsync(Ct);
        queue.Wake(Id(1));
        Assert.True(await entered.WaitAsync(Patience, Ct));
        for (var i = 0; i < 10; i++)
        {
            queue.Wake(Id(1));
        }

        Assert.False(queue.IdleAsync(Ct).IsCompleted);
        leave.Release();
        Assert.True(await entered.WaitAsync(Patience, Ct));
        leave.Release();
        await IdleAsync();
        Assert.Equal(2, store.Loads[Id(1)]);
    }

    [Fact]
    public async Task A_full_queue_loses_wakes_and_the_sweep_finds_them()
    {
        for (var n = 0; n < 150; n++)
        {
            queue.Wake(Id(n));
        }

        await worker.StartAsync(Ct);
        await IdleAsync();
        Assert.Equal(100, store.Loads.Count);
        store.Due = [.. Enumerable.Range(0, 150).Select(Id).Where(id => !store.Loads.ContainsKey(id)).Select(id => new DueRequest(id, clock.GetUtcNow()))];
        Assert.Equal(50, await sweeper.SweepAsync(10_000, Ct));
        await IdleAsync();
        Assert.Equal(150, store.Loads.Count);
    }

    [Fact]
    public async Task A_wake_that_finds_the_queue_full_while_its_request_runs_leaves_the_queue_usable()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        store.OnLoad = id => id == Id(1_000) ? WaitAsync() : Task.CompletedTask;
        queue.Begin(Id(1_000));
        queue.Wake(Id(1_000));
        for (var n = 0; n < 100; n++)
        {
            queue.Wake(Id(n));
        }

        // No place for it to go back to: the sweep's matter.
        queue.End(Id(1_000));
        await worker.StartAsync(Ct);
        await IdleAsync();
        Assert.False(store.Loads.ContainsKey(Id(1_000)));
        queue.Wake(Id(1_000));
        await entered.Task.WaitAsync(Patience, Ct);
        leave.SetResult();
        await IdleAsync();

        Task WaitAsync()
        {
            entered.SetResult();
            return leave.Task;
        }
    }

    [Fact]
    public async Task A_drain_returns_when_nothing_is_due_and_nothing_runs()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        store.Due = [new DueRequest(Id(1), clock.GetUtcNow())];
        store.OnLoad = async _ =>
        {
            entered.SetResult();
            await leave.Task;
            store.Due = [];
        };
        await worker.StartAsync(Ct);
        var drain = ((IAdvanceControl)sweep).DrainAsync(Ct);
        await entered.Task.WaitAsync(Patience, Ct);
        Assert.False(drain.IsCompleted);
        leave.SetResult();
        await drain.WaitAsync(Patience, Ct);
        Assert.Equal(1, store.Loads[Id(1)]);
    }

    [Fact]
    public async Task A_drain_does_not_wait_for_what_always_fails()
    {
        store.Due = [new DueRequest(Id(1), clock.GetUtcNow()), new DueRequest(Id(2), clock.GetUtcNow())];
        store.OnLoad = id =>
        {
            if (id == Id(1))
            {
                throw new StoreUnavailableException("away");
            }

            store.Due = [store.Due[0]];
            return Task.CompletedTask;
        };
        await worker.StartAsync(Ct);
        await ((IAdvanceControl)sweep).DrainAsync(Ct).WaitAsync(Patience, Ct);
        Assert.Equal(1, store.Loads[Id(2)]);
        Assert.InRange(store.Loads[Id(1)], 1, 2);
    }

    [Fact]
    public async Task A_stop_finishes_what_has_begun_and_begins_nothing_more()
    {
        var (entered, leave) = (new SemaphoreSlim(0), new TaskCompletionSource());
        store.OnLoad = _ =>
        {
            entered.Release();
            return leave.Task;
        };
        await worker.StartAsync(Ct);
        for (var n = 0; n < 3 * AdvanceWorker.Workers; n++)
        {
            queue.Wake(Id(n));
        }

        Assert.True(await entered.WaitAsync(Patience, Ct));
        var stop = worker.StopAsync(CancellationToken.None);
        Assert.False(stop.IsCompleted);
        leave.SetResult();
        await stop.WaitAsync(Patience, Ct);
        // One for each worker at most, and none after them.
        Assert.InRange(store.Loads.Count, 1, AdvanceWorker.Workers);
        Assert.All(store.Loads.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_request_that_always_fails_is_tried_once_a_sweep_and_holds_up_nobody()
    {
        var failing = Enumerable.Range(0, 40).Select(Id).ToHashSet();
        store.Due = [.. failing.Select(id => new DueRequest(id, clock.GetUtcNow())), new DueRequest(Id(999), clock.GetUtcNow())];
        store.OnLoad = id => failing.Contains(id) ? throw new InvalidOperationException("a bug") : Task.CompletedTask;
        await worker.StartAsync(Ct);
        for (var n = 1; n <= 5; n++)
        {
            await sweeper.SweepAsync(10_000, Ct);
            await IdleAsync();
            Assert.Equal(41, store.Loads.Count);
            Assert.All(store.Loads.Values, times => Assert.Equal(n, times));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sweep_that_fails_is_followed_by_the_next(bool byTimeout)
    {
        var swept = new SemaphoreSlim(0);
        store.OnSweep = () =>
        {
            swept.Release();
            throw byTimeout ? new TaskCanceledException("The storage did not answer in time.") : new StoreUnavailableException("away");
        };
        await sweep.StartAsync(Ct);
        Assert.True(await swept.WaitAsync(Patience, Ct));
        await UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return swept.CurrentCount > 0;
        });
        Assert.False(sweep.ExecuteTask!.IsCompleted);
    }

    private static RequestId Id(int n) => RequestId.FromBytes([.. BitConverter.GetBytes(n), .. new byte[12]]);

    private Task IdleAsync() => queue.IdleAsync(Ct).WaitAsync(Patience, Ct);

    // What another thread is about to do anyway.
    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var end = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            end.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
