using System.Collections.Immutable;
using Approvals.App;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Yaml;

/// <summary>People and roles as the file says.</summary>
internal sealed record Organisation(ImmutableArray<KnownPerson> People, ImmutableDictionary<string, RoleSpec> Roles, ImmutableArray<EmailAddress> Owners)
{
    private readonly Dictionary<EmailAddress, KnownPerson> byMail = People.ToDictionary(person => person.Person.Mail);

    public KnownPerson? Find(EmailAddress mail) => byMail.GetValueOrDefault(mail);

    public Person? FindActive(EmailAddress mail) => Find(mail)?.Person is { Active: true } person ? person : null;

    public ImmutableArray<Person> Active(RoleRef role) =>
        Roles.TryGetValue(role.Role, out var spec) && spec.Holders.TryGetValue(role.Scope ?? "", out var holders) ? [.. holders.Select(FindActive).OfType<Person>()] : [];
}

/// <param name="Title">What they do.</param>
internal sealed record KnownPerson(Person Person, Roles Roles, string? Title);

/// <param name="Holders">By scope; the scope of a role without scopes is empty.</param>
/// <param name="Line">Where it stands in its file.</param>
internal sealed record RoleSpec(string Id, EmailAddress Owner, bool IsScoped, ImmutableDictionary<string, ImmutableArray<EmailAddress>> Holders, int Line);
