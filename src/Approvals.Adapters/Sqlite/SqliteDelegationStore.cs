using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Sqlite;

/// <summary>
/// Every decision asks for delegations, people seldom change them, and the database belongs to this process alone: so they are read once,
/// and again after a change.
/// </summary>
internal sealed class SqliteDelegationStore(SqliteDatabase database) : IDelegationStore
{
    private readonly Lock gate = new();
    private Known? known;
    private long changes;

    public async Task<ImmutableArray<Delegation>> ListAllAsync(CancellationToken ct) => [.. (await KnownAsync(ct)).From.SelectMany(given => given)];

    public async Task<ImmutableArray<Delegation>> ListFromAsync(EmailAddress delegator, CancellationToken ct) =>
        [.. (await KnownAsync(ct)).From[delegator]];

    public async Task<ImmutableArray<Delegation>> ListToAsync(EmailAddress delegatee, CancellationToken ct) =>
        [.. (await KnownAsync(ct)).To[delegatee]];

    public async Task PutAsync(Delegation delegation, CancellationToken ct)
    {
        AppendLimits.CheckKey(delegation.Id, "A delegation's id");
        await ChangeAsync(
            session =>
            {
                using var put = session.Use("REPLACE INTO delegations (id, delegator, delegate, from_at, until_at) VALUES (?1, ?2, ?3, ?4, ?5)");
                put.Bind(1, delegation.Id).Bind(2, delegation.Delegator.Value).Bind(3, delegation.Delegate.Value)
                    .Bind(4, delegation.FromUtc).Bind(5, delegation.UntilUtc).Run();
                return true;
            },
            ct);
    }

    public Task<bool> DeleteAsync(EmailAddress delegator, string id, CancellationToken ct) => ChangeAsync(
        session =>
        {
            using var delete = session.Use("DELETE FROM delegations WHERE delegator = ?1 AND id = ?2");
            delete.Bind(1, delegator.Value).Bind(2, id).Run();
            return session.Changes > 0;
        },
        ct);

    private async Task<bool> ChangeAsync(Func<SqliteSession, bool> change, CancellationToken ct)
    {
        try
        {
            return await database.WriteAsync(change, ct);
        }
        finally
        {
            // Also after a fault: what is not known for certain is read anew.
            lock (gate)
            {
                changes++;
                known = null;
            }
        }
    }

    private async ValueTask<Known> KnownAsync(CancellationToken ct)
    {
        long before;
        lock (gate)
        {
            if (known is not null)
            {
                return known;
            }

            before = changes;
        }

        var read = await database.ReadAsync(Read, ct);
        lock (gate)
        {
            // A change since may not be in it: then it answers this once, and is not kept.
            if (changes == before)
            {
                known = read;
            }
        }

        return read;
    }

    private static Known Read(SqliteSession session)
    {
        using var rows = session.Use("SELECT id, delegator, delegate, from_at, until_at FROM delegations ORDER BY from_at, delegator, id");
        var all = new List<Delegation>();
        while (rows.Step())
        {
            all.Add(new Delegation(rows.Text(0), EmailAddress.Parse(rows.Text(1)), EmailAddress.Parse(rows.Text(2)), rows.Utc(3), rows.Utc(4)));
        }

        return new Known(all.ToLookup(delegation => delegation.Delegator), all.ToLookup(delegation => delegation.Delegate));
    }

    private sealed record Known(ILookup<EmailAddress, Delegation> From, ILookup<EmailAddress, Delegation> To);
}
