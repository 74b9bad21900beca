using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>
/// Who people are, who manages them, and who holds a role now. Every person comes with their working time (zone, hours and holidays in one
/// <see cref="Person.Calendar"/>) and their <see cref="Person.Absences"/> as they are known now: both are read when somebody is asked and before each reminder.
/// An implementation may remember what it read for some minutes. When it can not be asked, and nothing is remembered, every member throws <see cref="StoreUnavailableException"/>:
/// whoever wanted to know tries again later, and nothing is decided meanwhile.
/// </summary>
public interface IDirectory
{
    /// <summary>
    /// Null: unknown here. <see cref="Person.Mail"/> is the one address they are known by, which may be another than the one asked for. People who left are returned with <see cref="Person.Active"/> false.
    /// </summary>
    ValueTask<Person?> FindAsync(EmailAddress mail, CancellationToken ct);

    /// <summary>The active holders of a role and the ladder behind them; <see cref="RoleHolders.Nobody"/> for an unknown or empty role.</summary>
    ValueTask<RoleHolders> HoldersAsync(RoleRef role, CancellationToken ct);

    /// <summary>The desk's owners: asked when a role leaves nobody.</summary>
    ValueTask<ImmutableArray<Person>> OwnersAsync(CancellationToken ct);
}
