using Approvals.Adapters.Tables;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Microsoft.Extensions.Time.Testing;
using Stores.Tests.Contract;
using Xunit;

namespace Stores.Tests.Tables;

/// <summary>A server is stopped between two calls to the storage; another one, later, finds everything or puts it right.</summary>
public sealed class TableCrashTests(Emulator emulator) : IAsyncLifetime
{
    private readonly FakeTimeProvider later = new(DateTimeOffset.UtcNow.AddMinutes(10));
    private StorageProxy proxy = null!;
    private TableOptions options = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(emulator.Address);
        options = Emulator.OptionsAt(proxy.Address) with { Retries = 0 };
    }

    public ValueTask DisposeAsync() => proxy.DisposeAsync();

    [Fact]
    public async Task Stopped_after_any_call_an_append_is_whole_or_not_there_and_the_sweep_puts_its_lists_right()
    {
        const int most = 20;
        var (seenDone, seenNotDone) = (false, false);
        for (var after = 0; after < most; after++)
        {
            var id = Given.NewId();
            var (first, second) = Appends(id);
            var dying = Server(TimeProvider.System);
            Assert.IsType<AppendResult.Appended>(await dying.Requests.AppendAsync(first, Ct));

            // Lists are written at the same time, so calls are counted, not named.
            var from = proxy.Calls.Count + after;
            proxy.Faults = call => call.Number > from ? StorageFault.Away : StorageFault.None;
            var done = await IsDoneAsync(dying, second);
            proxy.Faults = _ => StorageFault.None;

            var next = Server(later);
            var due = (await next.Requests.ListDueAsync(Given.Noon.AddDays(9), null, 100, Ct)).Items.Where(d => d.Id == id);
            var expected = done ? second : first;
            Assert.Equal([new DueRequest(id, expected.DueAtUtc!.Value)], due);
            Assert.Equal(done ? ["a", "b"] : ["a"], (await next.Requests.LoadAsync(id, Ct)).Texts());
            await HasListsAsync(next, id, done);
            (seenDone, seenNotDone) = (seenDone || done, seenNotDone || !done);
            if (!done)
            {
                Assert.IsType<AppendResult.Appended>(await next.Requests.AppendAsync(second, Ct));
                await HasListsAsync(next, id, true);
            }
        }

        Assert.True(seenDone && seenNotDone);
    }

    [Fact]
    public async Task Lists_that_a_stopped_server_left_are_written_when_the_request_is_loaded()
    {
        var id = Given.NewId();
        await LeaveListsAsync(Given.Append(id, 0, "a") with { Index = [Given.Row("p", "k", "one")] });
        var soon = Server(TimeProvider.System);
        await soon.Requests.LoadAsync(id, Ct);
        Assert.Empty((await soon.Index.ListAsync("p", null, 10, Ct)).Items);

        var next = Server(later);
        await next.Requests.LoadAsync(id, Ct);
        Assert.Equal("one", Assert.Single((await next.Index.ListAsync("p", null, 10, Ct)).Items).Value.Text());
    }

    [Fact]
    public async Task The_last_of_many_left_changes_wins()
    {
        var id = Given.NewId();
        await LeaveListsAsync(Given.Append(id, 0, "a") with { DueAtUtc = Given.Noon, Index = [Given.Row("p", "k", "one"), Given.Row("p", "gone")] });
        await LeaveListsAsync(Given.Append(id, 1, "b") with { DueAtUtc = Given.Noon, Index = [Given.Row("p", "k", "two"), Given.NoRow("p", "gone")] });
        var next = Server(later);
        Assert.IsType<AppendResult.Appended>(await next.Requests.AppendAsync(Given.Append(id, 2, "c") with { Index = [Given.Row("q", "k", "three")] }, Ct));
        Assert.Equal([("k", "two")], (await next.Index.ListAsync("p", null, 10, Ct)).Items.Select(row => (row.Key, row.Value.Text())));
        Assert.Single((await next.Index.ListAsync("q", null, 10, Ct)).Items);
    }

    [Fact]
    public async Task A_slow_writer_of_lists_does_not_write_over_a_later_append()
    {
        var id = Given.NewId();
        var slow = Server(TimeProvider.System);
        await slow.Requests.AppendAsync(Given.Append(id, 0, "a"), Ct);
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        proxy.Hold = async call =>
        {
            if (call.Path.Contains("lists", StringComparison.Ordinal) && reached.TrySetResult())
            {
                await release.Task;
            }
        };
        var first = slow.Requests.AppendAsync(Given.Append(id, 1, "b") with { Index = [Given.Row("p", "k", "old")] }, Ct);
        await reached.Task;

        var other = Server(TimeProvider.System);
        await other.Requests.LoadAsync(id, Ct);
        var second = other.Requests.AppendAsync(Given.Append(id, 2, "c") with { Index = [Given.NoRow("p", "k"), Given.Row("p", "new")] }, Ct);
        while ((await Server(TimeProvider.System).Requests.LoadAsync(id, Ct))!.Version < 3)
        {
            // Its transaction goes through at once: only its lists wait for those before them.
        }

        release.SetResult();
        Assert.IsType<AppendResult.Appended>(await first);
        Assert.IsType<AppendResult.Appended>(await second);
        Assert.Equal(["new"], (await other.Index.ListAsync("p", null, 10, Ct)).Items.Select(row => row.Key));
    }

    [Fact]
    public async Task A_due_row_of_an_append_that_never_came_is_not_listed_and_goes_when_it_is_old()
    {
        var id = Given.NewId();
        proxy.Faults = call => call.IsTransaction ? StorageFault.Away : StorageFault.None;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Server(TimeProvider.System).Requests.AppendAsync(Given.Append(id, 0, "a") with { DueAtUtc = Given.Noon }, Ct));
        proxy.Faults = _ => StorageFault.None;
        var rows = new DueRows(TableDatabase.Open(options).Lists);

        Assert.Empty((await Server(TimeProvider.System).Requests.ListDueAsync(Given.Noon, null, 10, Ct)).Items);
        Assert.Single(await RowsAsync());
        Assert.Empty((await Server(later).Requests.ListDueAsync(Given.Noon, null, 10, Ct)).Items);
        Assert.Empty(await RowsAsync());

        async Task<List<string>> RowsAsync() => await rows.PagesAsync(Given.Noon, null, 10, Ct).SelectMany(page => page.Select(row => row.RowKey).ToAsyncEnumerable()).ToListAsync(Ct);
    }

    private Ports Server(TimeProvider clock) => TableStoreTests.PortsOf(TableDatabase.Open(options), clock);

    private static (Append First, Append Second) Appends(RequestId id) => (
        Given.Append(id, 0, "a") with { DueAtUtc = Given.Noon, Index = [Given.Row("p", id.Value, "one"), Given.Row("q", id.Value), Given.Row("r", id.Value)] },
        Given.Append(id, 1, "b") with
        {
            Command = Given.Command("c", 2),
            DueAtUtc = Given.Noon.AddDays(1),
            Index = [Given.Row("p", id.Value, "two"), Given.NoRow("q", id.Value), Given.NoRow("r", id.Value), Given.Row("s", id.Value)],
        });

    private static async Task<bool> IsDoneAsync(Ports server, Append append)
    {
        try
        {
            return await server.Requests.AppendAsync(append, Ct) is AppendResult.Appended;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static async Task HasListsAsync(Ports store, RequestId id, bool second)
    {
        Assert.Equal(second ? ["two"] : ["one"], await ValuesAsync("p"));
        Assert.Equal(second ? [] : ["row"], await ValuesAsync("q"));
        Assert.Equal(second ? [] : ["row"], await ValuesAsync("r"));
        Assert.Equal(second ? ["row"] : [], await ValuesAsync("s"));

        async Task<string[]> ValuesAsync(string partition) =>
            [.. (await store.Index.ListAsync(partition, null, 200, Ct)).Items.Where(row => row.Key == id.Value).Select(row => row.Value.Text())];
    }

    private async Task LeaveListsAsync(Append append)
    {
        var isWritten = false;
        proxy.Faults = call =>
        {
            var fault = isWritten ? StorageFault.Away : StorageFault.None;
            isWritten |= call.IsTransaction;
            return fault;
        };
        Assert.IsType<AppendResult.Appended>(await Server(TimeProvider.System).Requests.AppendAsync(append, Ct));
        proxy.Faults = _ => StorageFault.None;
    }
}
