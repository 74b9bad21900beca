using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Requests;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Tables;

/// <summary>What is due, each row held against its head. On the way it tidies what stopped servers left: rows that no head names, and lists that were not written.</summary>
internal sealed class DueList(DueRows due, StreamReader reader, ListWriter lists, ILogger log)
{
    private const int AtOnce = 16;
    private const int LeastRead = 32;

    public async Task<Page<DueRequest>> ListAsync(DateTimeOffset upToUtc, string? cursor, int limit, CancellationToken ct)
    {
        var size = ListPlaces.PageSize(limit);
        var found = new List<(DueRequest Due, DueRequest Row)>();
        await foreach (var rows in due.PagesAsync(upToUtc, cursor, Math.Max(size + 1, LeastRead), ct))
        {
            found.AddRange(await LookAsync(rows, upToUtc, ct));
            if (found.Count > size)
            {
                break;
            }
        }

        return new Page<DueRequest>([.. found.Take(size).Select(f => f.Due)], found.Count > size ? ListPlaces.AfterDue(found[size - 1].Row) : null);
    }

    private async Task<IEnumerable<(DueRequest Due, DueRequest Row)>> LookAsync(IReadOnlyList<TableEntity> rows, DateTimeOffset upToUtc, CancellationToken ct)
    {
        var due = new (DueRequest, DueRequest)?[rows.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(Enumerable.Range(0, rows.Count), options, async (i, inner) => due[i] = await LookAsync(rows[i], upToUtc, inner));
        return due.OfType<(DueRequest, DueRequest)>();
    }

    private async Task<(DueRequest Due, DueRequest Row)?> LookAsync(TableEntity row, DateTimeOffset upToUtc, CancellationToken ct)
    {
        if (DueRows.TryParse(row.RowKey) is not (var id, var at))
        {
            log.StrangeDueRow(row.PartitionKey, row.RowKey);
            return null;
        }

        try
        {
            var head = await reader.HeadAsync(id, ct);
            var tidy = head is null || head.Pending.IsEmpty || (lists.IsLeft(head.Pending.First().Value) && await HealAsync(id, ct));
            if (head?.DueRow == row.RowKey)
            {
                return head.DueAtUtc is { } dueAtUtc && dueAtUtc <= upToUtc ? (new DueRequest(id, dueAtUtc), new DueRequest(id, at)) : null;
            }

            // A young one may belong to an append that is under way.
            if (tidy && lists.IsLeft(row.Timestamp!.Value))
            {
                // Whoever moved the due time may have stopped before they wrote the row that the head names: then this one stands for it, once.
                var isMissing = head?.DueRow is { } named && await due.AddAsync(named, ct);
                await due.RemoveAsync(row.RowKey, ct);
                return isMissing && head!.DueAtUtc is { } moved && moved <= upToUtc ? (new DueRequest(id, moved), new DueRequest(id, at)) : null;
            }

            return null;
        }
        catch (CorruptStreamException e)
        {
            // Whoever works on it says more; the others go on.
            log.HeadUnreadable(e, id);
            return (new DueRequest(id, at), new DueRequest(id, at));
        }
    }

    private async Task<bool> HealAsync(RequestId id, CancellationToken ct)
    {
        if (await lists.HealAsync(id, ct))
        {
            log.Healed(id);
            return true;
        }

        return false;
    }
}
