using Approvals.App.Ports;
using Approvals.App.Watching;

namespace Approvals.App.Advance;

/// <summary>Wakes every request whose time has come. It heals lost nudges and restarts: what is due is in the store, whoever forgot it. And looks, once an hour, at the people who are asked.</summary>
public sealed class Sweeper(IRequestStore store, PeopleWatch people, IWake wake, TimeProvider clock)
{
    /// <summary>The number of requests that were woken because they are due.</summary>
    public async Task<int> SweepAsync(int most, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var woken = 0;
        string? cursor = null;
        do
        {
            var page = await store.ListDueAsync(now, cursor, Page.MaxSize, ct);
            foreach (var due in page.Items)
            {
                wake.Wake(due.Id);
            }

            woken += page.Items.Length;
            cursor = page.Next;
        }
        while (cursor is not null && woken < most);

        await people.LookAsync(ct);
        return woken;
    }
}
