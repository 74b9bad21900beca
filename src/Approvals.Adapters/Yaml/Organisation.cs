using System.Collections.Immutable;
using Approvals.App;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Yaml;

/// <summary>People and roles as the file says.</summary>
/// <param name="OwnDomains">Whoever has a mail address elsewhere is external. None: nobody is.</param>
internal sealed record Organisation(
    ImmutableArray<KnownPerson> People, ImmutableDictionary<string, RoleSpec> Roles, ImmutableArray<EmailAddress> Owners, ImmutableHashSet<string> OwnDomains)
{
    private readonly Dictionary<EmailAddress, KnownPerson> byMail = People.ToDictionary(person => person.Person.Mail);

    public KnownPerson? Find(EmailAddress mail) => byMail.GetValueOrDefault(mail);

    public Person? FindActive(EmailAddress mail) => Find(mail)?.Person is { Active: true } person ? person : null;

    public static bool IsExternal(EmailAddress mail, ImmutableHashSet<string> ownDomains) => !ownDomains.IsEmpty && !ownDomains.Contains(mail.Domain);

    public ImmutableArray<Person> Active(RoleRef role) =>
        Roles.TryGetValue(role.Role, out var spec) && spec.Holders.TryGetValue(role.Scope ?? "", out var holders) ? [.. holders.Select(FindActive).OfType<Person>()] : [];
}

internal sealed record KnownPerson(Person Person, Roles Roles);

/// <param name="Holders">By scope; the scope of a role without scopes is empty.</param>
/// <param name="Line">Where it stands in its file.</param>
internal sealed record RoleSpec(string Id, EmailAddress Owner, bool IsScoped, ImmutableDictionary<string, ImmutableArray<EmailAddress>> Holders, int Line);
