using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Azure;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>
/// All delegations of the desk in one partition, with a stamp that every change renews in its transaction. They are few, asked for at every decision, and seldom changed: so they are kept in memory, and
/// the stamp tells whether they still hold. It is looked at once a second at most: what another server changed counts here a second later at the latest.
/// </summary>
internal sealed class TableDelegationStore(TableDatabase database, TimeProvider clock) : IDelegationStore
{
    private const string Partition = "delegations";

    // Before every delegation's key.
    private const string StampRow = "!";
    private static readonly TimeSpan LooksApart = TimeSpan.FromSeconds(1);
    private volatile Snapshot? known;

    public async Task<ImmutableArray<Delegation>> ListAllAsync(CancellationToken ct) => await AllAsync(ct);

    public async Task<ImmutableArray<Delegation>> ListFromAsync(EmailAddress delegator, CancellationToken ct) => [.. (await AllAsync(ct)).Where(d => d.Delegator == delegator)];

    public async Task<ImmutableArray<Delegation>> ListToAsync(EmailAddress delegatee, CancellationToken ct) => [.. (await AllAsync(ct)).Where(d => d.Delegate == delegatee)];

    public async Task PutAsync(Delegation delegation, CancellationToken ct)
    {
        AppendLimits.CheckKey(delegation.Id, "A delegation's id");
        var row = new TableEntity(Partition, Key(delegation.Delegator, delegation.Id))
        {
            ["Id"] = delegation.Id,
            ["Delegator"] = delegation.Delegator.Value,
            ["Delegate"] = delegation.Delegate.Value,
            ["FromAt"] = delegation.FromUtc.UtcTicks,
            ["UntilAt"] = delegation.UntilUtc.UtcTicks,
        };
        await ChangeAsync(new TableTransactionAction(TableTransactionActionType.UpsertReplace, row), ct);
    }

    public Task<bool> DeleteAsync(EmailAddress delegator, string id, CancellationToken ct) =>
        ChangeAsync(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(Partition, Key(delegator, id)), ETag.All), ct);

    /// <summary>False: what was to be removed is not there.</summary>
    private async Task<bool> ChangeAsync(TableTransactionAction change, CancellationToken ct)
    {
        var stamp = new TableEntity(Partition, StampRow) { ["Stamp"] = Guid.NewGuid().ToString("n") };
        try
        {
            return await database.Desk.SubmitAsync([change, new TableTransactionAction(TableTransactionActionType.UpsertReplace, stamp)], ct) is Submitted.Done;
        }
        finally
        {
            known = null;
        }
    }

    private async ValueTask<ImmutableArray<Delegation>> AllAsync(CancellationToken ct)
    {
        var now = clock.GetTimestamp();
        if (known is { } held)
        {
            if (clock.GetElapsedTime(held.SeenAt, now) < LooksApart)
            {
                return held.Delegations;
            }

            if ((await database.Desk.FindAsync(Partition, StampRow, ct))?.GetString("Stamp") == held.Stamp)
            {
                known = held with { SeenAt = now };
                return held.Delegations;
            }
        }

        // Of several answers the first has the stamp: what changes before the last one is seen at the next look.
        var (rows, _) = await database.Desk.ListAsync($"PartitionKey eq {Partition}", ct);
        var stamp = rows is [{ RowKey: StampRow } first, ..] ? first.GetString("Stamp") : null;
        var read = new Snapshot(
            [.. rows.Where(row => row.RowKey != StampRow).Select(Read).OrderBy(d => d.FromUtc).ThenBy(d => d.Delegator).ThenBy(d => d.Id, StringComparer.Ordinal)], stamp, now);
        known = read;
        return read.Delegations;
    }

    private static Delegation Read(TableEntity row) => new(
        row.GetString("Id"), EmailAddress.Parse(row.GetString("Delegator")), EmailAddress.Parse(row.GetString("Delegate")),
        StreamRows.Utc(row.GetInt64("FromAt")!.Value), StreamRows.Utc(row.GetInt64("UntilAt")!.Value));

    private static string Key(EmailAddress delegator, string id) => $"{Keys.Escape(delegator.Value, 400)}|{Keys.Escape(id, 512)}";

    private sealed record Snapshot(ImmutableArray<Delegation> Delegations, string? Stamp, long SeenAt);
}
