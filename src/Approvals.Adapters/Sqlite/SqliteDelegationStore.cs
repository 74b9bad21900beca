using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Sqlite;

internal sealed class SqliteDelegationStore(SqliteDatabase database) : IDelegationStore
{
    private const string Columns = "SELECT id, delegator, delegate, from_at, until_at FROM delegations";

    public Task<ImmutableArray<Delegation>> ListFromAsync(EmailAddress delegator, CancellationToken ct) =>
        ListAsync($"{Columns} WHERE delegator = ?1 ORDER BY from_at, delegator, id", delegator, ct);

    public Task<ImmutableArray<Delegation>> ListToAsync(EmailAddress delegatee, CancellationToken ct) =>
        ListAsync($"{Columns} WHERE delegate = ?1 ORDER BY from_at, delegator, id", delegatee, ct);

    public Task PutAsync(Delegation delegation, CancellationToken ct)
    {
        AppendLimits.CheckKey(delegation.Id, "A delegation's id");
        return database.WriteAsync(
            session =>
            {
                using var put = session.Use("REPLACE INTO delegations (id, delegator, delegate, from_at, until_at) VALUES (?1, ?2, ?3, ?4, ?5)");
                put.Bind(1, delegation.Id).Bind(2, delegation.Delegator.Value).Bind(3, delegation.Delegate.Value)
                    .Bind(4, delegation.FromUtc).Bind(5, delegation.UntilUtc).Run();
            },
            ct);
    }

    public Task<bool> DeleteAsync(EmailAddress delegator, string id, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            using var delete = session.Use("DELETE FROM delegations WHERE delegator = ?1 AND id = ?2");
            delete.Bind(1, delegator.Value).Bind(2, id).Run();
            return session.Changes > 0;
        },
        ct);

    private Task<ImmutableArray<Delegation>> ListAsync(string sql, EmailAddress of, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            using var rows = session.Use(sql).Bind(1, of.Value);
            var found = ImmutableArray.CreateBuilder<Delegation>();
            while (rows.Step())
            {
                found.Add(new Delegation(rows.Text(0), EmailAddress.Parse(rows.Text(1)), EmailAddress.Parse(rows.Text(2)), rows.Utc(3), rows.Utc(4)));
            }

            return found.ToImmutable();
        },
        ct);
}
