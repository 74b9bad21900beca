using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>
/// A delegation is a row with its delegator. A second one, with the delegate, only points there: it is written before and removed after, has a name of its own for each write, and counts
/// only as long as the delegation names it.
/// </summary>
internal sealed class TableDelegationStore(TableDatabase database) : IDelegationStore
{
    public async Task<ImmutableArray<Delegation>> ListFromAsync(EmailAddress delegator, CancellationToken ct)
    {
        var (rows, _) = await database.Desk.ListAsync($"PartitionKey eq {From(delegator)}", ct);
        return Ordered(rows.Select(Read));
    }

    public async Task<ImmutableArray<Delegation>> ListToAsync(EmailAddress delegatee, CancellationToken ct)
    {
        var (pointers, _) = await database.Desk.ListAsync($"PartitionKey eq {To(delegatee)}", ct);
        var rows = await Task.WhenAll(pointers.Select(async pointer =>
            await database.Desk.FindAsync(From(EmailAddress.Parse(pointer.GetString("Delegator"))), Keys.Escape(pointer.GetString("Id")), ct) is { } row
            && row.GetString("Pointer") == pointer.RowKey ? row : null));
        return Ordered(rows.OfType<TableEntity>().Select(Read));
    }

    public async Task PutAsync(Delegation delegation, CancellationToken ct)
    {
        AppendLimits.CheckKey(delegation.Id, "A delegation's id");
        var before = await database.Desk.FindAsync(From(delegation.Delegator), Keys.Escape(delegation.Id), ct);
        var pointer = Guid.NewGuid().ToString("n");
        await database.Desk.PutAsync(
            new TableEntity(To(delegation.Delegate), pointer) { ["Delegator"] = delegation.Delegator.Value, ["Id"] = delegation.Id }, ct);
        await database.Desk.PutAsync(
            new TableEntity(From(delegation.Delegator), Keys.Escape(delegation.Id))
            {
                ["Id"] = delegation.Id,
                ["Delegator"] = delegation.Delegator.Value,
                ["Delegate"] = delegation.Delegate.Value,
                ["FromAt"] = delegation.FromUtc.UtcTicks,
                ["UntilAt"] = delegation.UntilUtc.UtcTicks,
                ["Pointer"] = pointer,
            },
            ct);
        await RemovePointerAsync(before, ct);
    }

    public async Task<bool> DeleteAsync(EmailAddress delegator, string id, CancellationToken ct)
    {
        if (await database.Desk.FindAsync(From(delegator), Keys.Escape(id), ct) is not { } row || !await database.Desk.RemoveAsync(row.PartitionKey, row.RowKey, ct))
        {
            return false;
        }

        await RemovePointerAsync(row, ct);
        return true;
    }

    private async Task RemovePointerAsync(TableEntity? row, CancellationToken ct)
    {
        if (row is not null)
        {
            await database.Desk.RemoveAsync(To(EmailAddress.Parse(row.GetString("Delegate"))), row.GetString("Pointer"), ct);
        }
    }

    private static ImmutableArray<Delegation> Ordered(IEnumerable<Delegation> delegations) =>
        [.. delegations.OrderBy(d => d.FromUtc).ThenBy(d => d.Delegator).ThenBy(d => d.Id, StringComparer.Ordinal)];

    private static Delegation Read(TableEntity row) => new(
        row.GetString("Id"), EmailAddress.Parse(row.GetString("Delegator")), EmailAddress.Parse(row.GetString("Delegate")),
        StreamRows.Utc(row.GetInt64("FromAt")!.Value), StreamRows.Utc(row.GetInt64("UntilAt")!.Value));

    private static string From(EmailAddress delegator) => $"from|{Keys.Escape(delegator.Value)}";

    private static string To(EmailAddress delegatee) => $"to|{Keys.Escape(delegatee.Value)}";
}
