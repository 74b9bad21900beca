using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Azure;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>
/// Writes the list changes of appends. They lie in other partitions, so no transaction holds them together; instead, the changes of one request are written by one writer at a time,
/// in the order of its appends: a row <c>X|</c> waits until those before it are gone. Whoever wrote it works on it for <see cref="Patience"/> at most; after <see cref="Lease"/>
/// without a sign of life they are dead, and whoever finds the row claims it and goes on. Writing twice writes the same.
/// </summary>
internal sealed class ListWriter(Table streams, Table lists, TimeProvider clock)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    // How long an append waits for the lists of the one before it; then the sweep does it.
    private const int Looks = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static TableEntity Row(RequestId id, long number, ImmutableArray<IndexChange> changes) =>
        new TableEntity(id.Value, StreamRows.ListsKey(number)).With("Changes", PendingLists.Write(changes));

    public bool IsLeft(DateTimeOffset lastSign) => clock.GetUtcNow() - lastSign > Lease;

    /// <summary>Writes the changes of our own append when those before it are written, and with the last of them the due rows. False: they are left to the sweep.</summary>
    public async Task<bool> FinishAsync(RequestId id, long number, ImmutableArray<IndexChange> changes, IReadOnlyList<TableTransactionAction> dueRows, bool othersBefore)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (!changes.IsEmpty && othersBefore && !await IsOurTurnAsync(id, number, patience.Token))
            {
                return false;
            }

            await ApplyAsync(changes, dueRows, patience.Token);
            if (!changes.IsEmpty)
            {
                await streams.RemoveAsync(id.Value, StreamRows.ListsKey(number), patience.Token);
            }

            return true;
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Writes what dead writers left. False: somebody may still be at work on it.</summary>
    public async Task<bool> HealAsync(RequestId id, CancellationToken ct)
    {
        var (rows, _) = await streams.ListAsync($"PartitionKey eq {id.Value} and RowKey ge {StreamRows.Lists} and RowKey lt {StreamRows.End}", ct, TableLimits.MaxRows);
        var left = rows.TakeWhile(row => IsLeft(row.Timestamp!.Value)).ToList();
        if (left.Count == 0)
        {
            return rows.Count == 0;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        var claims = left.Select(row => new TableTransactionAction(
            TableTransactionActionType.UpdateMerge, new TableEntity(row.PartitionKey, row.RowKey) { ["Claims"] = (row.GetInt32("Claims") ?? 0) + 1 }, row.ETag));
        if (await streams.SubmitAsync([.. claims], patience.Token) is not Submitted.Done)
        {
            return false;
        }

        // Of several changes to one row the last wins.
        var changes = left.SelectMany(row => PendingLists.Read(row.Bytes("Changes"))).GroupBy(c => (c.Partition, c.Key)).Select(same => same.Last());
        await ApplyAsync(changes, [], patience.Token);
        await streams.SubmitAsync([.. left.Select(row => Removal(row.PartitionKey, row.RowKey))], patience.Token);
        return left.Count == rows.Count;
    }

    private async Task<bool> IsOurTurnAsync(RequestId id, long number, CancellationToken ct)
    {
        string[] keys = ["PartitionKey", "RowKey", "Timestamp"];
        for (var look = 0; look < Looks; look++)
        {
            var (before, _) = await streams.ListAsync(
                $"PartitionKey eq {id.Value} and RowKey ge {StreamRows.Lists} and RowKey lt {StreamRows.ListsKey(number)}", ct, 1, keys);
            if (before.Count == 0)
            {
                return true;
            }

            if (IsLeft(before[0].Timestamp!.Value))
            {
                await HealAsync(id, ct);
                continue;
            }

            await Task.Delay(Pause, ct);
        }

        return false;
    }

    private async Task ApplyAsync(IEnumerable<IndexChange> changes, IReadOnlyList<TableTransactionAction> dueRows, CancellationToken ct)
    {
        foreach (var batch in Batches([.. changes.Select(Action), .. dueRows]))
        {
            await ApplyAsync(batch, ct);
        }
    }

    private async Task ApplyAsync(List<TableTransactionAction> batch, CancellationToken ct)
    {
        while (batch.Count > 1)
        {
            switch (await lists.SubmitAsync(batch, ct))
            {
                case Submitted.Done:
                    return;
                case Submitted.Refused { Status: 404, At: { } at } when batch[at].ActionType == TableTransactionActionType.Delete:
                    // It is gone, as it should be.
                    batch.RemoveAt(at);
                    break;
                case var refused:
                    throw new StoreUnavailableException($"Lists could not be written: {refused}.");
            }
        }

        if (batch is [{ ActionType: TableTransactionActionType.Delete, Entity: var gone }])
        {
            await lists.RemoveAsync(gone.PartitionKey, gone.RowKey, ct);
        }
        else if (batch is [{ Entity: TableEntity row }])
        {
            await lists.PutAsync(row, ct);
        }
    }

    private static TableTransactionAction Action(IndexChange change)
    {
        var key = ListRows.Key(change.Partition, change.Key);
        return change.Value is { } value
            ? new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(ListRows.Partition, key).With("Value", value.Span))
            : Removal(ListRows.Partition, key);
    }

    private static IEnumerable<List<TableTransactionAction>> Batches(List<TableTransactionAction> actions)
    {
        const int mostBytes = 3 * 1024 * 1024;
        var batch = new List<TableTransactionAction>();
        var bytes = 0L;
        foreach (var action in actions)
        {
            var more = TableLimits.WireBytes(action.Entity);
            if (batch.Count == TableLimits.MaxRows || (batch.Count > 0 && bytes + more > mostBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(action);
            bytes += more;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static TableTransactionAction Removal(string partition, string key) =>
        new(TableTransactionActionType.Delete, new TableEntity(partition, key), ETag.All);
}
