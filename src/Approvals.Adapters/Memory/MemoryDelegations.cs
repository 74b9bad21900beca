using System.Collections.Concurrent;
using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Memory;

internal sealed class MemoryDelegations : IDelegationStore
{
    private readonly ConcurrentDictionary<(EmailAddress Delegator, string Id), Delegation> kept = new();

    public Task<ImmutableArray<Delegation>> ListAllAsync(CancellationToken ct) => List(_ => true);

    public Task<ImmutableArray<Delegation>> ListFromAsync(EmailAddress delegator, CancellationToken ct) => List(d => d.Delegator == delegator);

    public Task<ImmutableArray<Delegation>> ListToAsync(EmailAddress delegatee, CancellationToken ct) => List(d => d.Delegate == delegatee);

    public Task PutAsync(Delegation delegation, CancellationToken ct)
    {
        AppendLimits.CheckKey(delegation.Id, "A delegation's id");
        kept[(delegation.Delegator, delegation.Id)] =
            delegation with { FromUtc = delegation.FromUtc.ToUniversalTime(), UntilUtc = delegation.UntilUtc.ToUniversalTime() };
        return Task.CompletedTask;
    }

    public Task<bool> DeleteAsync(EmailAddress delegator, string id, CancellationToken ct) => Task.FromResult(kept.TryRemove((delegator, id), out _));

    private Task<ImmutableArray<Delegation>> List(Func<Delegation, bool> of) => Task.FromResult(kept.Values.Where(of)
        .OrderBy(d => d.FromUtc).ThenBy(d => d.Delegator).ThenBy(d => d.Id, StringComparer.Ordinal).ToImmutableArray());
}
