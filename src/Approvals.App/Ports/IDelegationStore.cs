using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

public interface IDelegationStore
{
    Task<ImmutableArray<Delegation>> ListAllAsync(CancellationToken ct);

    /// <summary>Delegations that the person gave.</summary>
    Task<ImmutableArray<Delegation>> ListFromAsync(EmailAddress delegator, CancellationToken ct);

    /// <summary>Delegations that the person was given.</summary>
    Task<ImmutableArray<Delegation>> ListToAsync(EmailAddress delegatee, CancellationToken ct);
    Task PutAsync(Delegation delegation, CancellationToken ct);

    /// <summary>Removes the delegator's own delegation; false when there is none of that id.</summary>
    Task<bool> DeleteAsync(EmailAddress delegator, string id, CancellationToken ct);
}
