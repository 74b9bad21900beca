using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>Who holds a role: what the directory says, or the managers of whoever asks.</summary>
internal static class RoleLookup
{
    // Managers above managers: more than any organisation has, fewer than a cycle.
    private const int LevelsUp = 12;

    public static ValueTask<RoleHolders> HoldersAsync(IDirectory directory, RoleRef role, CancellationToken ct) =>
        role.Role == RoleRef.ManagerOfRequester ? ManagersAsync(directory, role, ct) : directory.HoldersAsync(role, ct);

    // The first manager above the requester who is still there holds the role; those above are its ladder.
    private static async ValueTask<RoleHolders> ManagersAsync(IDirectory directory, RoleRef role, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(role.Scope ?? "", out var requester))
        {
            return RoleHolders.Nobody;
        }

        var above = ImmutableArray.CreateBuilder<Person>();
        var known = await directory.FindAsync(requester, ct);
        var at = known?.Manager;
        for (var level = 0; at is { } mail && level < LevelsUp && await directory.FindAsync(mail, ct) is { } manager; level++)
        {
            if (manager.Active && manager.Mail != (known?.Mail ?? requester) && above.All(other => other.Mail != manager.Mail))
            {
                above.Add(manager);
            }

            at = manager.Manager;
        }

        return new RoleHolders([.. above.Take(1)], [.. above.Skip(1)]);
    }
}
