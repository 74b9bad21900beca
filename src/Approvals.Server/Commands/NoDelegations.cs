using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Server.Commands;

/// <summary>A command knows the files and no store: nobody stands in for anybody.</summary>
internal sealed class NoDelegations : IDelegationStore
{
    public static NoDelegations Instance { get; } = new();

    public Task<ImmutableArray<Delegation>> ListAllAsync(CancellationToken ct) => Task.FromResult<ImmutableArray<Delegation>>([]);

    public Task<ImmutableArray<Delegation>> ListFromAsync(EmailAddress delegator, CancellationToken ct) => Task.FromResult<ImmutableArray<Delegation>>([]);

    public Task<ImmutableArray<Delegation>> ListToAsync(EmailAddress delegatee, CancellationToken ct) => Task.FromResult<ImmutableArray<Delegation>>([]);

    public Task PutAsync(Delegation delegation, CancellationToken ct) => throw new NotSupportedException("A command changes nothing.");

    public Task<bool> DeleteAsync(EmailAddress delegator, string id, CancellationToken ct) => throw new NotSupportedException("A command changes nothing.");
}
