using System.Diagnostics;
using Approvals.Adapters.Sqlite;
using Approvals.Core.Audit;
using Approvals.Core.Requests;
using Xunit;

namespace Stores.Tests.Sqlite;

public sealed class CrashTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_was_acknowledged_before_a_kill_is_there_whole_after_the_restart()
    {
        foreach (var appends in new[] { 1, 37, 400 })
        {
            using var appender = Appender.Start(folder.Path);
            Assert.True(appender.ReadAcknowledgements(appends));
            appender.Kill();
            await VerifyAsync(appender.Acknowledged);
        }
    }

    [Fact]
    public async Task A_running_server_in_another_process_keeps_this_one_out_until_it_is_killed()
    {
        using var appender = Appender.Start(folder.Path);
        appender.ReadAcknowledgements(1);
        Assert.Throws<DataFolderException>(() => SqliteDatabase.Open(folder.Options));
        appender.Kill();
        await VerifyAsync(appender.Acknowledged);
    }

    [Fact]
    public async Task A_disk_that_fills_up_while_committing_loses_nothing_and_work_goes_on_when_there_is_space()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Limits the size of files with ulimit and prlimit.");
        using var appender = Appender.StartWithFileLimit(folder.Path, kibibytes: 1500);
        while (appender.ReadAcknowledgements(1))
        {
        }

        var full = appender.Acknowledged.Values.Sum();
        using (var lift = Process.Start("prlimit", ["--pid", $"{appender.Id}", "--fsize=unlimited"]))
        {
            await lift.WaitForExitAsync(Ct);
            Assert.Equal(0, lift.ExitCode);
        }

        appender.GoOn();
        for (var more = 0; more < 100;)
        {
            more += appender.ReadAcknowledgements(1) ? 1 : 0;
        }

        appender.Kill();
        Assert.True(appender.Acknowledged.Values.Sum() > full);
        await VerifyAsync(appender.Acknowledged);
    }

    public void Dispose() => folder.Dispose();

    private async Task VerifyAsync(IReadOnlyDictionary<string, int> acknowledged)
    {
        using var database = SqliteDatabase.Open(folder.Options);
        Assert.Equal(1, await database.ReadAsync(session => session.Scalar("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), Ct));
        var store = new SqliteRequestStore(database);
        var streams = (await new SqliteAuditSource(database).ReadAllAsync(Ct).ToListAsync(Ct)).GroupBy(row => row.Request).ToDictionary(g => g.Key);
        Assert.All(acknowledged, pair => Assert.True(streams[RequestId.Parse(pair.Key)].Count() >= pair.Value));
        foreach (var (id, rows) in streams)
        {
            Assert.True(HashChain.Verify(id, rows.Select(r => new ChainLink(r.Event.Version, r.Event.Bytes, r.Event.Hash))).Intact);

            // Nothing is half there: every event came with its command, and the outbox holds the last effect only.
            var stream = await store.LoadAsync(id, Ct);
            Assert.Equal([stream!.Version], stream.Outbox.Select(o => o.Id.Version));
            Assert.NotNull(await store.FindCommandAsync(id, $"{stream.Version}", Ct));
            Assert.Null(await store.FindCommandAsync(id, $"{stream.Version + 1}", Ct));
        }
    }
}
