using System.Collections.Immutable;
using Approvals.App.Ports;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Tables;

/// <summary>
/// One append: the due row, then one transaction in the request's partition, then its lists (with a due row that could wait, and without the one before). The transaction is refused when the head changed, when an event of its number is there or when the command is;
/// an answer that was lost is found by the token that every row of the append carries.
/// </summary>
internal sealed class StreamWriter(Table streams, StreamReader reader, KnownHeads heads, DueRows due, ListWriter lists, ILogger log)
{
    // From the due row to the end of the transaction. Due rows that belong to no head are left alone for longer than that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<AppendResult> AppendAsync(Append append, CancellationToken ct)
    {
        var known = heads.Find(append.Id) switch
        {
            null when append.ExpectedVersion == 0 => KnownHead.None,
            { } head when head.Version == append.ExpectedVersion => head,
            _ => await reader.HeadAsync(append.Id, ct),
        };
        if (known is null || known.Version != append.ExpectedVersion)
        {
            return await RefusedAsync(append, ct);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        var next = Next(append, known);
        if (next.DueRow is { } row && row != known.DueRow && !CanWait(known, next))
        {
            await TableFaults.GuardAsync(() => PutDueAsync(row, patience.Token), ct);
        }

        ct.ThrowIfCancellationRequested();
        var token = Guid.NewGuid().ToString("n");
        if (await SubmitAsync(append, Actions(append, known, next, token), token) is not { } etag)
        {
            return await RefusedAsync(append, ct);
        }

        await FinishAsync(append, known, next with { ETag = etag });
        return new AppendResult.Appended();
    }

    private static KnownHead Next(Append append, KnownHead known)
    {
        var number = known.Number + 1;
        var dueAtUtc = append.DueAtUtc?.ToUniversalTime();
        return known with
        {
            Version = append.ExpectedVersion + append.Events.Length,
            Number = number,
            Hash = append.Events.IsEmpty ? known.Hash : append.Events[^1].Hash.ToArray(),
            DueAtUtc = dueAtUtc,
            DueRow = dueAtUtc is not { } at ? null : DueRows.Covers(known.DueRow, at) ? known.DueRow : DueRows.Key(at, append.Id, number),
            Waiting = known.Waiting.Except(append.Done).Union(append.Outbox.Select(row => row.Id)),
        };
    }

    // The head comes first: a stale one must be what the whole is refused for.
    private static List<TableTransactionAction> Actions(Append append, KnownHead known, KnownHead next, string token)
    {
        var id = append.Id;
        var head = new TableEntity(id.Value, StreamRows.Head) { ["Version"] = next.Version, ["Number"] = next.Number, ["Hash"] = next.Hash, ["Token"] = token };
        if (next.DueAtUtc is { } at)
        {
            head["DueAt"] = at.UtcTicks;
            head["DueRow"] = next.DueRow;
        }

        var actions = new List<TableTransactionAction>
        {
            known.Number == 0 ? Add(head) : new TableTransactionAction(TableTransactionActionType.UpdateReplace, head, known.ETag),
        };
        actions.AddRange(append.Events.Select(e => Add(StreamRows.Of(id, e, token))));
        if (append.Command is { } command)
        {
            actions.Add(Add(StreamRows.Of(id, command)));
        }

        actions.AddRange(append.Outbox.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, StreamRows.Of(id, row, next.Number))));
        actions.AddRange(append.Done.Where(known.Waiting.Contains)
            .Select(gone => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(id.Value, StreamRows.OutboxKey(gone)), ETag.All)));
        if (!append.Index.IsEmpty)
        {
            actions.Add(Add(ListWriter.Row(id, next.Number, append.Index)));
        }

        return actions;
    }

    /// <summary>The head's new ETag (none when the answer was lost), or null when nothing was written.</summary>
    private async Task<ETag?> SubmitAsync(Append append, List<TableTransactionAction> actions, string token)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (await streams.SubmitAsync(actions, patience.Token) is Submitted.Done done)
            {
                return done.First ?? default(ETag);
            }

            heads.Drop(append.Id);
            return await LandedAsync(append, token) ? default(ETag) : null;
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            heads.Drop(append.Id);
            return await LandedAsync(append, token) ? default(ETag) : throw new StoreUnavailableException("The table storage did not take the change. Trying again is safe.", e);
        }
    }

    // A try whose answer was lost may have written it, and others may have appended since: the event tells, and without one the head.
    private async Task<bool> LandedAsync(Append append, string token)
    {
        var key = append.Events.IsEmpty ? StreamRows.Head : StreamRows.EventKey(append.Events[0].Version);
        return (await streams.FindAsync(append.Id.Value, key, CancellationToken.None))?.GetString("Token") == token;
    }

    private async Task<AppendResult> RefusedAsync(Append append, CancellationToken ct)
    {
        heads.Drop(append.Id);
        return append.Command is { } command && await streams.FindAsync(append.Id.Value, StreamRows.CommandKey(command.CommandId), ct) is { } row
            ? new AppendResult.Duplicate(StreamRows.Command(command.CommandId, row))
            : new AppendResult.Conflict();
    }

    /// <summary>The append is done. What fails here is found again: the old due row stays, and the sweep sees what is left to write.</summary>
    private async Task FinishAsync(Append append, KnownHead known, KnownHead next)
    {
        // An append without events leaves the version as it was: the old head would look right, and its ETag is wrong.
        heads.Drop(append.Id);
        try
        {
            var others = !known.Pending.IsEmpty;
            if (!await lists.FinishAsync(append.Id, next.Number, append.Index, DueChanges(known, next), others))
            {
                log.ListsLeft(append.Id, next.Number);
                await due.PutAsync(DueRows.Key(DateTimeOffset.UtcNow, append.Id, next.Number), CancellationToken.None);
                return;
            }

            if (next.ETag != default && (!others || !append.Index.IsEmpty))
            {
                heads.Put(append.Id, next with { Pending = ImmutableSortedDictionary<long, DateTimeOffset>.Empty });
            }
        }
        catch (StoreUnavailableException e)
        {
            log.FinishFailed(e, append.Id);
        }
    }

    // A later row is written with the lists: until then the sweep comes by the earlier one.
    private static bool CanWait(KnownHead known, KnownHead next) => next.DueAtUtc is { } at && DueRows.IsBefore(known.DueRow, at);

    private static List<TableTransactionAction> DueChanges(KnownHead known, KnownHead next)
    {
        var changes = new List<TableTransactionAction>();
        if (next.DueRow is { } row && row != known.DueRow && CanWait(known, next))
        {
            changes.Add(DueRows.Put(row));
        }

        if (known.DueRow is { } old && old != next.DueRow)
        {
            changes.Add(DueRows.Remove(old));
        }

        return changes;
    }

    private async Task<bool> PutDueAsync(string row, CancellationToken ct)
    {
        await due.PutAsync(row, ct);
        return true;
    }

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);
}
