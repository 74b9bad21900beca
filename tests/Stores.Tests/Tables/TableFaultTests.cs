using Approvals.Adapters.Tables;
using Approvals.App.Ports;
using Stores.Tests.Contract;
using Xunit;

namespace Stores.Tests.Tables;

/// <summary>The storage turns calls away, or does them and loses the answer. Nothing is lost and nothing is done twice.</summary>
public sealed class TableFaultTests(Emulator emulator) : IAsyncLifetime
{
    private const int FaultyOneIn = 4;
    private StorageProxy proxy = null!;
    private Ports store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(emulator.Address);
        store = TableStoreTests.PortsOf(TableDatabase.Open(Emulator.OptionsAt(proxy.Address) with { RetryDelay = TimeSpan.FromMilliseconds(2) }));
    }

    public ValueTask DisposeAsync() => proxy.DisposeAsync();

    [Theory]
    [InlineData((int)StorageFault.TooMany)]
    [InlineData((int)StorageFault.Busy)]
    [InlineData((int)StorageFault.Broken)]
    [InlineData((int)StorageFault.Away)]
    [InlineData((int)StorageFault.DoneButBroken)]
    [InlineData((int)StorageFault.DoneButLost)]
    public async Task Appends_land_once_and_in_order_though_one_call_in_four_fails(int kind)
    {
        const int count = 25;
        proxy.Faults = call => call.Number % FaultyOneIn == 0 ? (StorageFault)kind : StorageFault.None;
        var id = Given.NewId();
        for (var i = 0; i < count; i++)
        {
            var result = await store.Requests.AppendAsync(
                Given.Append(id, i, $"{i}") with
                {
                    Command = Given.Command($"c{i}", i + 1),
                    Outbox = [Given.Outbox(id, i + 1, 0)],
                    Done = i > 0 ? [Given.Outbox(id, i, 0).Id] : [],
                    DueAtUtc = Given.Noon.AddHours(i),
                    Index = [Given.Row("p", id.Value, $"{i}"), Given.Row($"now {i}", id.Value), .. i > 0 ? [Given.NoRow($"now {i - 1}", id.Value)] : Array.Empty<IndexChange>()],
                },
                Ct);
            Assert.IsType<AppendResult.Appended>(result);
        }

        var stream = await store.Requests.LoadAsync(id, Ct);
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i}"), stream.Texts());
        Assert.Equal([count], stream!.Outbox.Select(row => (int)row.Id.Version));
        Assert.Equal($"{count - 1}", Assert.Single((await store.Index.ListAsync("p", null, 10, Ct)).Items).Value.Text());
        Assert.Empty((await store.Index.ListAsync($"now {count - 2}", null, 10, Ct)).Items);
        Assert.Single((await store.Index.ListAsync($"now {count - 1}", null, 10, Ct)).Items);
        Assert.Equal([new DueRequest(id, Given.Noon.AddHours(count - 1))], (await store.Requests.ListDueAsync(Given.Noon.AddYears(1), null, 10, Ct)).Items);
    }

    [Theory]
    [InlineData((int)StorageFault.Silent)]
    [InlineData((int)StorageFault.DoneButSilent)]
    public async Task An_answer_that_never_comes_is_not_waited_for_and_the_append_lands_once(int kind)
    {
        var hasty = TableStoreTests.PortsOf(TableDatabase.Open(Emulator.OptionsAt(proxy.Address) with { RetryDelay = TimeSpan.FromMilliseconds(2), TryTimeout = TimeSpan.FromSeconds(2) }));
        var id = Given.NewId();
        var silent = 0;
        proxy.Faults = call => call.IsTransaction && Interlocked.Increment(ref silent) == 1 ? (StorageFault)kind : StorageFault.None;
        var append = Given.Append(id, 0, "a") with { Command = Given.Command("c", 1) };

        Assert.IsType<AppendResult.Appended>(await hasty.Requests.AppendAsync(append, Ct));
        Assert.True(silent > 0);
        Assert.Equal(["a"], (await hasty.Requests.LoadAsync(id, Ct)).Texts());
        Assert.NotNull(await hasty.Requests.FindCommandAsync(id, "c", Ct));
    }

    [Fact]
    public async Task Twenty_writers_lose_and_double_nothing_while_answers_are_lost()
    {
        var id = Given.NewId();
        await store.Requests.AppendAsync(Given.Append(id, 0, "start"), Ct);
        proxy.Faults = call => (call.Number % 6) switch { 0 => StorageFault.DoneButLost, 3 => StorageFault.Busy, _ => StorageFault.None };

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => AppendUntilDoneAsync(i), Ct)));

        proxy.Faults = _ => StorageFault.None;
        var texts = (await store.Requests.LoadAsync(id, Ct)).Texts();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}").Append("start").Order(), texts.Order());

        async Task AppendUntilDoneAsync(int writer)
        {
            var done = false;
            while (!done)
            {
                try
                {
                    var seen = await store.Requests.LoadAsync(id, Ct);
                    var append = Given.Append(id, seen!.Version, $"{writer}") with { Command = Given.Command($"c{writer}", seen.Version + 1), Index = [Given.Row("p", "k", $"{writer}")] };
                    done = await store.Requests.AppendAsync(append, Ct) is not AppendResult.Conflict;
                }
                catch (StoreUnavailableException)
                {
                    // As a caller would: try again with the same command.
                }
            }
        }
    }

    [Fact]
    public async Task Storage_that_is_away_is_said_so_by_every_port_and_comes_back_by_itself()
    {
        var id = Given.NewId();
        proxy.Faults = call => call.Number % 2 == 0 ? StorageFault.Away : StorageFault.Busy;
        Func<Task>[] calls =
        [
            () => store.Requests.LoadAsync(id, Ct), () => store.Requests.AppendAsync(Given.Append(id, 0, "a") with { DueAtUtc = Given.Noon }, Ct),
            () => store.Requests.AppendAsync(Given.Append(id, 0, "a"), Ct), () => store.Requests.FindCommandAsync(id, "c", Ct),
            () => store.Requests.ListDueAsync(Given.Noon, null, 1, Ct), () => store.Index.ListAsync("p", null, 1, Ct), () => store.Secrets.GetOrAddAsync("a", "n", new byte[1], Ct),
            () => store.Topics.SaveAsync("t", "h", "s", Ct), () => store.Audit.ReadAllAsync(Ct).ToListAsync(Ct).AsTask(),
        ];
        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(call);
        }

        proxy.Faults = _ => StorageFault.None;
        Assert.Null(await store.Requests.LoadAsync(id, Ct));
        Assert.IsType<AppendResult.Appended>(await store.Requests.AppendAsync(Given.Append(id, 0, "a"), Ct));
    }

    [Fact]
    public void Storage_that_can_not_be_opened_says_what_to_check()
    {
        var wrongKey = emulator.Options with { Retries = 0, ConnectionString = emulator.Options.ConnectionString!.Replace("Eby8", "Xby8", StringComparison.Ordinal) };
        var e = Assert.Throws<TableStorageException>(() => TableDatabase.Open(wrongKey));
        Assert.Contains("Storage Table Data Contributor", e.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionString", Assert.Throws<TableStorageException>(() => TableDatabase.Open(new TableOptions { ConnectionString = "nonsense" })).Message, StringComparison.Ordinal);
    }
}
