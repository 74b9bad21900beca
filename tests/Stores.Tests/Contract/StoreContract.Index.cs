using Approvals.App.Ports;
using Xunit;

namespace Stores.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Index_rows_are_listed_by_key_within_their_partition()
    {
        await IndexAsync(Given.Row("inbox ann", "2"), Given.Row("inbox ann", "10", "ten"), Given.Row("inbox bo", "1"), Given.Row("inbox ann", "B"), Given.Row("inbox ann", "a"));

        var page = await Store.Index.ListAsync("inbox ann", null, 10, Ct);

        Assert.Equal(["10", "2", "B", "a"], page.Items.Select(r => r.Key));
        Assert.Equal(("inbox ann", "ten"), (page.Items[0].Partition, page.Items[0].Value.Text()));
        Assert.Null(page.Next);
        Assert.Empty((await Store.Index.ListAsync("inbox cy", null, 10, Ct)).Items);
    }

    [Fact]
    public async Task Index_rows_are_written_over_and_removed_and_an_empty_value_is_a_row()
    {
        await IndexAsync(Given.Row("p", "a", "old"), Given.Row("p", "b"), Given.Row("p", "c", ""));
        await IndexAsync(Given.Row("p", "a", "new"), Given.NoRow("p", "b"), Given.NoRow("p", "never there"));
        var page = await Store.Index.ListAsync("p", null, 10, Ct);
        Assert.Equal([("a", "new"), ("c", "")], page.Items.Select(r => (r.Key, r.Value.Text())));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(50)]
    public async Task Pages_of_index_rows_have_everything_once(int size)
    {
        await IndexAsync([.. Enumerable.Range(0, 50).Select(i => Given.Row("p", $"{i:d4}"))]);
        var all = await PagesAsync(cursor => Store.Index.ListAsync("p", cursor, size, Ct), size);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i:d4}"), all.Select(r => r.Key));
    }

    [Fact]
    public async Task A_page_goes_on_where_it_ended_though_rows_come_and_go()
    {
        await IndexAsync(Given.Row("p", "b"), Given.Row("p", "d"), Given.Row("p", "f"), Given.Row("p", "h"));
        var first = await Store.Index.ListAsync("p", null, 2, Ct);
        await IndexAsync(Given.Row("p", "a"), Given.NoRow("p", "d"), Given.Row("p", "e"), Given.NoRow("p", "f"));
        var second = await Store.Index.ListAsync("p", first.Next, 10, Ct);
        Assert.Equal(["e", "h"], second.Items.Select(r => r.Key));
    }

    [Fact]
    public async Task A_page_has_at_most_two_hundred_rows_and_at_least_one()
    {
        for (var i = 0; i < 3; i++)
        {
            await IndexAsync([.. Enumerable.Range(100 * i, 100).Select(k => Given.Row("p", $"{k:d4}"))]);
        }

        Assert.Equal(Page.MaxSize, (await Store.Index.ListAsync("p", null, 100_000, Ct)).Items.Length);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.Index.ListAsync("p", null, 0, Ct));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.Requests.ListDueAsync(Given.Noon, null, -1, Ct));
    }

    [Fact]
    public async Task A_cursor_of_another_list_or_altered_is_refused()
    {
        await IndexAsync(Given.Row("p", "a"), Given.Row("p", "b"), Given.Row("q", "a"), Given.Row("q", "b"));
        var cursor = (await Store.Index.ListAsync("p", null, 1, Ct)).Next!;
        await RefusesAlteredAsync(cursor, c => Store.Index.ListAsync("p", c, 1, Ct));
        await Assert.ThrowsAsync<InvalidCursorException>(() => Store.Index.ListAsync("q", cursor, 1, Ct));
        await Assert.ThrowsAsync<InvalidCursorException>(() => Store.Requests.ListDueAsync(Given.Noon, cursor, 1, Ct));
    }

    private Task IndexAsync(params IndexChange[] changes) => AppendedAsync(Given.Append(Given.NewId(), 0, "a") with { Index = [.. changes] });
}
