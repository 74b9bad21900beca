using System.Text;
using Approvals.Adapters.Sqlite;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Microsoft.Data.Sqlite;
using Stores.Tests.Contract;
using Xunit;

namespace Stores.Tests.Sqlite;

public sealed class FaultTests : IDisposable
{
    private readonly TestFolder folder = new();
    private SqliteDatabase database;

    public FaultTests() => database = Open();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SqliteRequestStore Store => new(database);

    [Fact]
    public async Task A_full_disk_refuses_writes_keeps_everything_and_goes_on_when_there_is_space()
    {
        var (before, big, after) = (Given.NewId(), Given.NewId(), Given.NewId());
        await Store.AppendAsync(Given.Append(before, 0, "a"), Ct);
        await LimitAsync("PRAGMA max_page_count = 100");

        var full = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Store.AppendAsync(Given.Append(big, 0) with { Events = [Given.Event(1), Given.Event(2) with { Bytes = new byte[900_000] }] }, Ct));
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.Null(await Store.LoadAsync(big, Ct));
        Assert.Equal(["a"], (await Store.LoadAsync(before, Ct)).Texts());

        await LimitAsync("PRAGMA max_page_count = 1000000");
        Assert.IsType<AppendResult.Appended>(await Store.AppendAsync(Given.Append(after, 0, "b"), Ct));
        Assert.IsType<AppendResult.Appended>(await Store.AppendAsync(Given.Append(before, 1, "b"), Ct));
    }

    [Fact]
    public async Task When_the_disk_is_full_small_writes_that_still_fit_go_through_though_they_wait_beside_big_ones()
    {
        await LimitAsync("PRAGMA max_page_count = 100");
        using var gate = new WriterGate(database);
        var small = Store.AppendAsync(Given.Append(Given.NewId(), 0, "a"), Ct);
        var big = Store.AppendAsync(Given.Append(Given.NewId(), 0) with { Events = [Given.Event(1) with { Bytes = new byte[900_000] }] }, Ct);
        gate.Open();
        Assert.IsType<AppendResult.Appended>(await small);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => big);
    }

    [Fact]
    public async Task A_file_that_another_program_holds_is_told_and_the_writer_goes_on_after()
    {
        var id = Given.NewId();
        using var other = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        other.Open();
        Execute(other, "BEGIN IMMEDIATE");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.AppendAsync(Given.Append(id, 0, "a"), Ct));
        Execute(other, "ROLLBACK");
        Assert.IsType<AppendResult.Appended>(await Store.AppendAsync(Given.Append(id, 0, "a"), Ct));
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_no_bug_of_ours()
    {
        for (var i = 0; i < 50; i++)
        {
            await Store.AppendAsync(Given.Append(Given.NewId(), 0, new string('x', 2000)), Ct);
        }

        database.Dispose();
        using (var file = File.OpenWrite(folder.Database))
        {
            file.Seek(4096, SeekOrigin.Begin);
            file.Write(Encoding.ASCII.GetBytes(new string('z', 4096 * 20)));
        }

        database = Open();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.AppendAsync(Given.Append(Given.NewId(), 0, "a"), Ct));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.LoadAsync(Given.NewId(), Ct));
    }

    [Theory]
    [InlineData("DELETE FROM events WHERE pos & 0xffffff = 2")]
    [InlineData("DELETE FROM events WHERE pos & 0xffffff = 3")]
    [InlineData("DELETE FROM events")]
    [InlineData("UPDATE events SET hash = zeroblob(32) WHERE pos & 0xffffff = 3")]
    [InlineData("INSERT INTO events SELECT pos + 1, bytes, hash FROM events WHERE pos & 0xffffff = 3")]
    public async Task Events_that_were_changed_behind_the_store_s_back_are_not_served(string tampering)
    {
        var id = Given.NewId();
        await Store.AppendAsync(Given.Append(id, 0, "a", "b", "c"), Ct);
        await database.WriteAsync(session => session.Run(tampering), Ct);
        await Assert.ThrowsAsync<CorruptStreamException>(() => Store.LoadAsync(id, Ct));
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(folder.Options with { LockTimeout = TimeSpan.FromMilliseconds(20) });

    private Task LimitAsync(string pragma) => database.WriteAsync(session => session.Run(pragma), Ct);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
