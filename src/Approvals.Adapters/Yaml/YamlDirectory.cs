using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Yaml;

/// <summary>The directory of one machine: what <c>people.yaml</c> says.</summary>
internal sealed class YamlDirectory(Organisation organisation) : IDirectory, IRoleSource
{
    private const int HighestLadder = 50;
    private readonly ImmutableArray<Person> owners = [.. organisation.Owners.Select(organisation.FindActive).OfType<Person>()];

    public ValueTask<Person?> FindAsync(EmailAddress mail, CancellationToken ct) => new(organisation.Find(mail)?.Person);

    public ValueTask<RoleHolders> HoldersAsync(RoleRef role, CancellationToken ct)
    {
        if (!organisation.Roles.TryGetValue(role.Role, out var spec))
        {
            return new(RoleHolders.Nobody);
        }

        return new(new RoleHolders(organisation.Active(role), Ladder(role, spec)));
    }

    public ValueTask<ImmutableArray<Person>> OwnersAsync(CancellationToken ct) => new(owners);

    public ImmutableArray<Person> People { get; } = [.. organisation.People.Select(known => known.Person).Where(person => person.Active)];

    public Roles RolesOf(EmailAddress person) => organisation.Find(person) is { Person.Active: true } known ? known.Roles | Roles.Requester : Roles.None;

    // The managers of the holders, level by level, also of holders who left; then the owner of the role. Nobody stands on it twice.
    private ImmutableArray<Person> Ladder(RoleRef role, RoleSpec spec)
    {
        var ladder = ImmutableArray.CreateBuilder<Person>();
        var holders = spec.Holders.GetValueOrDefault(role.Scope ?? "", []);
        var seen = holders.ToHashSet();
        var level = holders;
        while (!level.IsEmpty && ladder.Count < HighestLadder)
        {
            level = [.. level.Select(mail => organisation.Find(mail)?.Person.Manager).OfType<EmailAddress>().Where(seen.Add)];
            ladder.AddRange(level.Select(organisation.FindActive).OfType<Person>());
        }

        if (seen.Add(spec.Owner) && organisation.FindActive(spec.Owner) is { } owner)
        {
            ladder.Add(owner);
        }

        return ladder.ToImmutable();
    }
}
