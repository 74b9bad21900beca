using Approvals.Adapters.Sqlite;
using Approvals.App.Ports;
using Stores.Tests.Contract;
using Xunit;

namespace Stores.Tests.Sqlite;

public sealed class GroupCommitTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly SqliteDatabase database;
    private readonly SqliteRequestStore store;

    public GroupCommitTests()
    {
        database = SqliteDatabase.Open(folder.Options with { MaxGroup = 50, MaxWaiting = 200 });
        store = new SqliteRequestStore(database);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_is_committed_together_in_groups_of_bounded_size()
    {
        using var gate = new WriterGate(database);
        var appends = Enumerable.Range(0, 99).Select(_ => store.AppendAsync(Given.Append(Given.NewId(), 0, "a"), Ct)).ToList();
        var before = database.Commits;
        gate.Open();

        Assert.All(await Task.WhenAll(appends), r => Assert.IsType<AppendResult.Appended>(r));
        // Groups also end when they take long, so on a slow machine there may be more of them.
        Assert.InRange(database.Commits - before, 2, 50);
    }

    [Fact]
    public async Task A_write_that_throws_fails_alone()
    {
        using var gate = new WriterGate(database);
        var good = Enumerable.Range(0, 5).Select(_ => Given.NewId()).ToList();
        var writes = new List<Task>();
        foreach (var id in good)
        {
            writes.Add(store.AppendAsync(Given.Append(id, 0, "a"), Ct));
        }

        var half = Given.NewId();
        var bad = database.WriteAsync(
            session =>
            {
                AppendWriter.Write(session, Given.Append(half, 0, "half"));
                throw new FormatException("a bug");
            },
            Ct);
        var after = store.AppendAsync(Given.Append(Given.NewId(), 0, "b"), Ct);
        gate.Open();

        await Assert.ThrowsAsync<FormatException>(() => bad);
        await Task.WhenAll([.. writes, after]);
        Assert.Null(await store.LoadAsync(half, Ct));
        foreach (var id in good)
        {
            Assert.Equal(["a"], (await store.LoadAsync(id, Ct)).Texts());
        }
    }

    [Fact]
    public async Task Writes_of_one_group_see_each_other_in_order()
    {
        using var gate = new WriterGate(database);
        var id = Given.NewId();
        var results = new[] { Given.Append(id, 0, "a"), Given.Append(id, 0, "late"), Given.Append(id, 1, "b") }.Select(a => store.AppendAsync(a, Ct)).ToList();
        gate.Open();

        Assert.IsType<AppendResult.Appended>(await results[0]);
        Assert.IsType<AppendResult.Conflict>(await results[1]);
        Assert.IsType<AppendResult.Appended>(await results[2]);
        Assert.Equal(["a", "b"], (await store.LoadAsync(id, Ct)).Texts());
    }

    [Fact]
    public async Task A_caller_who_gives_up_while_waiting_has_written_nothing_and_holds_up_nobody()
    {
        using var gate = new WriterGate(database);
        using var giveUp = new CancellationTokenSource();
        var (left, stayed) = (Given.NewId(), Given.NewId());
        var leaving = store.AppendAsync(Given.Append(left, 0, "a"), giveUp.Token);
        var staying = store.AppendAsync(Given.Append(stayed, 0, "a"), Ct);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        gate.Open();

        Assert.IsType<AppendResult.Appended>(await staying);
        Assert.Null(await store.LoadAsync(left, Ct));
    }

    [Fact]
    public async Task A_caller_who_gives_up_when_the_write_is_begun_learns_that_it_was_done()
    {
        using var giveUp = new CancellationTokenSource();
        using var gate = new WriterGate(database, giveUp.Token);
        await giveUp.CancelAsync();
        gate.Open();
        await gate.Passed;
    }

    [Fact]
    public async Task More_writes_than_may_wait_are_turned_away_and_those_that_wait_go_through()
    {
        using var gate = new WriterGate(database);
        var waiting = Enumerable.Range(0, 200).Select(_ => store.AppendAsync(Given.Append(Given.NewId(), 0, "a"), Ct)).ToList();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AppendAsync(Given.Append(Given.NewId(), 0, "a"), Ct));
        gate.Open();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Closing_carries_through_what_waits_and_takes_no_more()
    {
        var id = Given.NewId();
        using var gate = new WriterGate(database);
        var waiting = store.AppendAsync(Given.Append(id, 0, "a"), Ct);
        var closing = Task.Run(database.Dispose, Ct);
        gate.Open();
        await closing;

        Assert.IsType<AppendResult.Appended>(await waiting);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AppendAsync(Given.Append(id, 1, "b"), Ct));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.LoadAsync(id, Ct));
    }

    [Fact]
    public async Task Reading_does_not_wait_for_the_writer()
    {
        var id = Given.NewId();
        await store.AppendAsync(Given.Append(id, 0, "a"), Ct);
        using var gate = new WriterGate(database);
        Assert.Equal(["a"], (await store.LoadAsync(id, Ct)).Texts());
        gate.Open();
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }
}
