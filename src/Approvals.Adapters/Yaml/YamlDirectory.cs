using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Yaml;

/// <summary>The directory of one machine: what <c>people.yaml</c> says.</summary>
internal sealed class YamlDirectory(Organisation organisation) : IDirectory, IRoleSource
{
    private readonly ImmutableArray<Person> owners = [.. organisation.Owners.Select(organisation.FindActive).OfType<Person>()];

    public ValueTask<Person?> FindAsync(EmailAddress mail, CancellationToken ct) => new(organisation.Find(mail)?.Person);

    public async ValueTask<RoleHolders> HoldersAsync(RoleRef role, CancellationToken ct) => organisation.Roles.TryGetValue(role.Role, out var spec)
        ? new RoleHolders(organisation.Active(role), await Ladder.ClimbAsync(organisation.Holders(role), spec.Owner, FindAsync, ct))
        : RoleHolders.Nobody;

    public ValueTask<ImmutableArray<Person>> OwnersAsync(CancellationToken ct) => new(owners);

    public ImmutableArray<Person> People { get; } = [.. organisation.People.Select(known => known.Person).Where(person => person.Active)];

    public Roles RolesOf(EmailAddress person) => organisation.Find(person) is { Person.Active: true } known ? known.Roles | Roles.Requester : Roles.None;
}
