using System.Security.Cryptography;
using Approvals.App.Ports;
using Xunit;

namespace Stores.Tests.Contract;

/// <summary>What every store promises. Each store passes all of it.</summary>
public abstract partial class StoreContract
{
    private protected abstract Ports Store { get; }

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_that_was_never_written_is_not_there()
    {
        Assert.Null(await Store.Requests.LoadAsync(Given.NewId(), Ct));
        Assert.Null(await Store.Requests.FindCommandAsync(Given.NewId(), "c", Ct));
    }

    [Fact]
    public async Task What_was_appended_is_loaded_byte_for_byte()
    {
        var id = Given.NewId();
        var bytes = RandomNumberGenerator.GetBytes(5000);
        var hash = SHA256.HashData(bytes);
        var result = await Store.Requests.AppendAsync(Given.Append(id, 0) with { Events = [new StoredEvent(1, bytes, hash)] }, Ct);

        Assert.IsType<AppendResult.Appended>(result);
        var stream = await Store.Requests.LoadAsync(id, Ct);
        Assert.Equal(1, stream!.Version);
        Assert.Equal(bytes, stream.Events[0].Bytes.ToArray());
        Assert.Equal(hash, stream.Events[0].Hash.ToArray());
    }

    [Fact]
    public async Task Appends_follow_each_other_without_a_gap()
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "a", "b"));
        await AppendedAsync(Given.Append(id, 2, "c"));
        await AppendedAsync(Given.Append(id, 3, "d", "e", "f"));

        var stream = await Store.Requests.LoadAsync(id, Ct);
        Assert.Equal(6, stream!.Version);
        Assert.Equal([1L, 2, 3, 4, 5, 6], stream.Events.Select(e => e.Version));
        Assert.Equal(["a", "b", "c", "d", "e", "f"], stream.Texts());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_append_that_expects_another_version_is_a_conflict_and_writes_nothing(int expected)
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "a", "b") with { Outbox = [Given.Outbox(id, 2, 0)] });

        var result = await Store.Requests.AppendAsync(
            Given.Append(id, expected, "x") with
            {
                Command = Given.Command("late", expected + 1),
                Outbox = [Given.Outbox(id, 3, 0)],
                Done = [Given.Outbox(id, 2, 0).Id],
                Index = [Given.Row("of " + id, "k")],
            },
            Ct);

        Assert.IsType<AppendResult.Conflict>(result);
        var stream = await Store.Requests.LoadAsync(id, Ct);
        Assert.Equal(["a", "b"], stream.Texts());
        Assert.Equal([Given.Outbox(id, 2, 0).Id], stream!.Outbox.Select(o => o.Id));
        Assert.Null(await Store.Requests.FindCommandAsync(id, "late", Ct));
        Assert.Empty((await Store.Index.ListAsync("of " + id, null, 10, Ct)).Items);
    }

    [Fact]
    public async Task An_append_to_a_request_that_is_not_there_is_a_conflict()
    {
        var id = Given.NewId();
        Assert.IsType<AppendResult.Conflict>(await Store.Requests.AppendAsync(Given.Append(id, 4, "x"), Ct));
        Assert.Null(await Store.Requests.LoadAsync(id, Ct));
    }

    [Fact]
    public async Task Of_many_who_append_at_once_on_one_version_exactly_one_wins()
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "start"));

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Store.Requests.AppendAsync(Given.Append(id, 1, $"{i}"), Ct), Ct)));

        Assert.Single(results.OfType<AppendResult.Appended>());
        Assert.Equal(19, results.OfType<AppendResult.Conflict>().Count());
        Assert.Equal(2, (await Store.Requests.LoadAsync(id, Ct))!.Version);
    }

    [Fact]
    public async Task Twenty_writers_who_try_again_on_conflict_lose_nothing()
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "start"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => AppendUntilDoneAsync(i), Ct)));

        var texts = (await Store.Requests.LoadAsync(id, Ct)).Texts();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}").Append("start").Order(), texts.Order());

        async Task AppendUntilDoneAsync(int writer)
        {
            AppendResult result;
            do
            {
                var seen = await Store.Requests.LoadAsync(id, Ct);
                result = await Store.Requests.AppendAsync(Given.Append(id, seen!.Version, $"{writer}"), Ct);
            }
            while (result is AppendResult.Conflict);
        }
    }

    [Fact]
    public async Task Changing_the_bytes_after_an_append_changes_no_history()
    {
        var id = Given.NewId();
        var bytes = "before"u8.ToArray();
        await AppendedAsync(Given.Append(id, 0) with { Events = [new StoredEvent(1, bytes, new byte[32])] });
        bytes[0] = (byte)'X';
        Assert.Equal(["before"], (await Store.Requests.LoadAsync(id, Ct)).Texts());
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_does_nothing()
    {
        var id = Given.NewId();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Requests.AppendAsync(Given.Append(id, 0, "x"), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Requests.LoadAsync(id, cancelled.Token));
        Assert.Null(await Store.Requests.LoadAsync(id, Ct));
    }

    private async Task AppendedAsync(Append append) =>
        Assert.IsType<AppendResult.Appended>(await Store.Requests.AppendAsync(append, Ct));
}
