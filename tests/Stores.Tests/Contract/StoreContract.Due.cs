using Approvals.App.Ports;
using Approvals.Core.Requests;
using Xunit;

namespace Stores.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task What_is_due_is_listed_up_to_the_given_time_the_most_overdue_first()
    {
        await DueAsync(Given.Id(1), Given.Noon.AddMinutes(3));
        await DueAsync(Given.Id(2), Given.Noon);
        await DueAsync(Given.Id(3), Given.Noon.AddDays(-400));
        await DueAsync(Given.Id(4), null);
        await DueAsync(Given.Id(5), Given.Noon.AddMinutes(3).AddTicks(1));

        var page = await Store.Requests.ListDueAsync(Given.Noon.AddMinutes(3), null, 10, Ct);

        Assert.Equal([Given.Id(3), Given.Id(2), Given.Id(1)], page.Items.Select(d => d.Id));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Pages_of_due_requests_have_everything_once_also_when_times_are_equal()
    {
        for (byte i = 0; i < 25; i++)
        {
            await DueAsync(Given.Id((byte)(100 - i)), Given.Noon.AddMinutes(i / 10));
        }

        var all = await PagesAsync(cursor => Store.Requests.ListDueAsync(Given.Noon.AddHours(1), cursor, 4, Ct), 4);

        Assert.Equal(25, all.Count);
        Assert.Equal(all.OrderBy(d => d.DueAtUtc).ThenBy(d => d.Id).Select(d => d.Id), all.Select(d => d.Id));
        Assert.Equal(25, all.Select(d => d.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_later_append_moves_the_due_time_and_may_end_it()
    {
        var id = Given.Id(1);
        await DueAsync(id, Given.Noon);
        await AppendedAsync(Given.Append(id, 1, "b") with { DueAtUtc = Given.Noon.AddHours(1) });
        Assert.Equal([new DueRequest(id, Given.Noon.AddHours(1))], (await Store.Requests.ListDueAsync(Given.Noon.AddDays(1), null, 10, Ct)).Items);

        await AppendedAsync(Given.Append(id, 2, "c"));
        Assert.Empty((await Store.Requests.ListDueAsync(Given.Noon.AddDays(1), null, 10, Ct)).Items);
    }

    [Fact]
    public async Task A_cursor_of_due_requests_that_was_altered_is_refused()
    {
        await DueAsync(Given.Id(1), Given.Noon);
        await DueAsync(Given.Id(2), Given.Noon);
        var cursor = (await Store.Requests.ListDueAsync(Given.Noon, null, 1, Ct)).Next!;
        await RefusesAlteredAsync(cursor, c => Store.Requests.ListDueAsync(Given.Noon, c, 1, Ct));
    }

    private Task DueAsync(RequestId id, DateTimeOffset? at) => AppendedAsync(Given.Append(id, 0, "a") with { DueAtUtc = at });

    private static async Task<List<T>> PagesAsync<T>(Func<string?, Task<Page<T>>> list, int size)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            var page = await list(cursor);
            Assert.InRange(page.Items.Length, 1, size);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    private static async Task RefusesAlteredAsync(string cursor, Func<string, Task> list)
    {
        await list(cursor);
        for (var i = 0; i < cursor.Length; i++)
        {
            var altered = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            await Assert.ThrowsAsync<InvalidCursorException>(() => list(altered));
        }

        foreach (var strange in new[] { "", "x", cursor + "A", cursor + "=", cursor[..^1], cursor + " ", "ü", new string('A', 5000) })
        {
            await Assert.ThrowsAsync<InvalidCursorException>(() => list(strange));
        }
    }
}
