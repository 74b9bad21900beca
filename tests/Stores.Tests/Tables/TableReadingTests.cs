using Approvals.Adapters.Tables;
using Approvals.App.Ports;
using Stores.Tests.Contract;
using Xunit;

namespace Stores.Tests.Tables;

/// <summary>Reading what is long, while it changes.</summary>
public sealed class TableReadingTests(Emulator emulator)
{
    private readonly TableDatabase database = TableDatabase.Open(emulator.Options);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Ports Store => field ??= TableStoreTests.PortsOf(database);

    [Fact]
    public async Task A_stream_longer_than_one_answer_is_read_whole_while_others_append()
    {
        const int batches = 12, size = 95, more = 40;
        var id = Given.NewId();
        for (var i = 0; i < batches; i++)
        {
            await AppendAsync(i * size, size);
        }

        var writing = Task.Run(WriteAsync, Ct);
        var reads = 0;
        do
        {
            var stream = (await Store.Requests.LoadAsync(id, Ct))!;
            reads++;
            Assert.Equal(stream.Version, stream.Events.Length);
            Assert.Equal([stream.Version], stream.Outbox.Select(row => row.Id.Version));
        }
        while (!writing.IsCompleted);
        await writing;
        TestContext.Current.TestOutputHelper?.WriteLine($"{reads} reads during {more} appends.");
        Assert.Equal((batches * size) + more, (await Store.Requests.LoadAsync(id, Ct))!.Version);

        async Task WriteAsync()
        {
            // A server of its own, so that the reader learns nothing from it.
            var writer = TableStoreTests.PortsOf(database);
            for (var i = 0; i < more; i++)
            {
                await AppendOnAsync(writer, (batches * size) + i, 1);
            }
        }

        Task AppendAsync(int version, int count) => AppendOnAsync(Store, version, count);

        // The outbox always has one row, of the last version.
        async Task AppendOnAsync(Ports store, int version, int count) => Assert.IsType<AppendResult.Appended>(await store.Requests.AppendAsync(
            Given.Append(id, version, [.. Enumerable.Range(0, count).Select(i => $"{i}")]) with
            {
                Outbox = [Given.Outbox(id, version + count, 0)],
                Done = version > 0 ? [Given.Outbox(id, version, 0).Id] : [],
            },
            Ct));
    }

    [Fact]
    public async Task Thousands_of_list_rows_come_in_pages_each_once_and_in_order()
    {
        const int count = 3000;
        foreach (var chunk in Enumerable.Range(0, count).Chunk(300))
        {
            await Store.Requests.AppendAsync(Given.Append(Given.NewId(), 0, "a") with { Index = [.. chunk.Select(i => Given.Row("p", $"{i:d5}"))] }, Ct);
        }

        var keys = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Store.Index.ListAsync("p", cursor, Page.MaxSize, Ct);
            keys.AddRange(page.Items.Select(row => row.Key));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i:d5}"), keys);
    }

    [Fact]
    public async Task Hundreds_of_due_requests_over_many_hours_come_in_pages_the_most_overdue_first()
    {
        const int count = 250;
        var ids = Enumerable.Range(0, count).Select(_ => Given.NewId()).ToList();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), Ct, async (i, ct) =>
            await Store.Requests.AppendAsync(Given.Append(ids[i], 0, "a") with { DueAtUtc = Given.Noon.AddMinutes(-7 * i) }, ct));

        var found = new List<DueRequest>();
        string? cursor = null;
        do
        {
            var page = await Store.Requests.ListDueAsync(Given.Noon, cursor, 60, Ct);
            found.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Reverse(ids), found.Select(due => due.Id));
    }

    [Fact]
    public async Task Every_character_that_a_key_may_have_comes_back()
    {
        var text = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Except("/\\#?"));
        var id = Given.NewId();
        await Store.Requests.AppendAsync(Given.Append(id, 0, "a") with { Command = Given.Command(text, 1), Index = [Given.Row(text, text), Given.Row(text, "a"), Given.Row("%2F", "%2F")] }, Ct);

        Assert.Equal(Given.Command(text, 1), await Store.Requests.FindCommandAsync(id, text, Ct));
        Assert.Equal([text, "a"], (await Store.Index.ListAsync(text, null, 10, Ct)).Items.Select(row => row.Key));
        Assert.Equal(["%2F"], (await Store.Index.ListAsync("%2F", null, 10, Ct)).Items.Select(row => row.Key));
        await Store.Requests.AppendAsync(Given.Append(id, 1, "b") with { Index = [Given.NoRow(text, text), Given.NoRow("%2F", "%2F")] }, Ct);
        Assert.Equal(["a"], (await Store.Index.ListAsync(text, null, 10, Ct)).Items.Select(row => row.Key));
        Assert.Empty((await Store.Index.ListAsync("%2F", null, 10, Ct)).Items);
    }

    [Fact]
    public async Task A_strange_row_among_the_due_ones_holds_nobody_up()
    {
        await database.Lists.PutAsync(new Azure.Data.Tables.TableEntity(ListRows.Partition, "!D|0strange"), Ct);
        var id = Given.NewId();
        await Store.Requests.AppendAsync(Given.Append(id, 0, "a") with { DueAtUtc = Given.Noon }, Ct);
        Assert.Equal([id], (await Store.Requests.ListDueAsync(Given.Noon, null, 10, Ct)).Items.Select(due => due.Id));
    }

    [Fact]
    public async Task A_stream_with_a_hole_is_reported_and_not_read_around()
    {
        var id = Given.NewId();
        await Store.Requests.AppendAsync(Given.Append(id, 0, "a", "b", "c"), Ct);
        await database.Streams.RemoveAsync(id.Value, "E|0000000002", Ct);
        await Assert.ThrowsAsync<Approvals.Core.Audit.CorruptStreamException>(() => Store.Requests.LoadAsync(id, Ct));
    }
}
