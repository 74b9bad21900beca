using System.Security.Cryptography;
using Approvals.Adapters.Sqlite;
using Xunit;

namespace Stores.Tests.Sqlite;

public sealed class CheckpointTests : IDisposable
{
    private const int Size = 20_000;
    private readonly TestFolder folder = new();
    private readonly SqliteDatabase database;

    public CheckpointTests() => database = SqliteDatabase.Open(folder.Options with { LongLog = 100 });

    private long Written { get; set; }
    private long Log => new FileInfo(folder.Database + "-wal").Length;

    [Fact]
    public async Task While_one_writes_without_a_pause_the_log_is_moved_and_begins_anew()
    {
        // Without it the log would grow for as long as somebody writes.
        await WriteUntilAsync(() => Written > 4 * Log);

        Assert.Equal(Written / Size, await CountAsync());
    }

    [Fact]
    public async Task What_was_moved_while_writing_is_whole_after_a_new_start()
    {
        await WriteUntilAsync(() => new FileInfo(folder.Database).Length > 400_000);
        var before = Written / Size;
        database.Dispose();

        using var again = SqliteDatabase.Open(folder.Options);
        Assert.Equal(before, await again.ReadAsync(session => session.Scalar("SELECT count(*) FROM secrets WHERE length(value) = 20000"), TestContext.Current.CancellationToken));
        Assert.Equal(1, await again.ReadAsync(session => session.Scalar("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    // As many writes as it takes: the test's own limit is the end of it.
    private async Task WriteUntilAsync(Func<bool> reached)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!reached())
        {
            var name = $"{Written}";
            await database.WriteAsync(
                session =>
                {
                    using var insert = session.Use("INSERT INTO secrets (area, name, value) VALUES ('test', ?1, ?2)");
                    insert.Bind(1, name).Bind(2, RandomNumberGenerator.GetBytes(Size)).Run();
                },
                limit.Token);
            Written += Size;
        }
    }

    private Task<long> CountAsync() => database.ReadAsync(session => session.Scalar("SELECT count(*) FROM secrets"), TestContext.Current.CancellationToken);
}
