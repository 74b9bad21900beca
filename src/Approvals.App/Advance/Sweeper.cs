using Approvals.App.Attachments;
using Approvals.App.Ports;
using Approvals.App.Watching;
using Approvals.Core.Requests;

namespace Approvals.App.Advance;

/// <summary>Wakes every request whose time has come. It heals lost nudges and restarts: what is due is in the store, whoever forgot it. And looks, once an hour, at the people who are asked and at the files that nobody kept.</summary>
public sealed class Sweeper(IRequestStore store, PeopleWatch people, IWake wake, TimeProvider clock, AttachmentSweep? files = null)
{
    private const int AtOnce = 8;

    /// <summary>The number of requests that were found because they are due.</summary>
    public Task<int> SweepAsync(int most, CancellationToken ct) => SweepAsync(most, (_, _) => Task.FromResult(true), ct);

    /// <summary>For alarm clocks whose ring costs much.</summary>
    /// <param name="isToWake">Is asked about each request that was found, several at once, whether it must be woken.</param>
    public async Task<int> SweepAsync(int most, Func<RequestId, CancellationToken, Task<bool>> isToWake, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var woken = 0;
        string? cursor = null;
        do
        {
            var page = await store.ListDueAsync(now, cursor, Page.MaxSize, ct);
            await Parallel.ForEachAsync(page.Items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (due, token) =>
            {
                if (await isToWake(due.Id, token))
                {
                    wake.Wake(due.Id);
                }
            });

            woken += page.Items.Length;
            cursor = page.Next;
        }
        while (cursor is not null && woken < most);

        await people.LookAsync(ct);
        if (files is not null)
        {
            await files.SweepDueAsync(ct);
        }

        return woken;
    }
}
