using System.Collections.Immutable;
using Approvals.App;
using Approvals.Core.Calendars;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Yaml;

/// <summary>People and roles as the file says.</summary>
/// <param name="OwnDomains">Whoever has a mail address elsewhere is external. None: nobody is.</param>
internal sealed record Organisation(
    ImmutableArray<KnownPerson> People, ImmutableDictionary<string, RoleSpec> Roles, ImmutableArray<EmailAddress> Owners, ImmutableHashSet<string> OwnDomains)
{
    private readonly Dictionary<EmailAddress, KnownPerson> byMail = People.ToDictionary(person => person.Person.Mail);

    /// <summary>How the region of people whom a directory knows, and the file does not, follows from an attribute there.</summary>
    public AttributeMap<string>? Region { get; init; }

    /// <summary>The same for their calendar: its holidays, and its hours where the directory knows none.</summary>
    public AttributeMap<BusinessCalendar>? Calendar { get; init; }

    public KnownPerson? Find(EmailAddress mail) => byMail.GetValueOrDefault(mail);

    public Person? FindActive(EmailAddress mail) => Find(mail)?.Person is { Active: true } person ? person : null;

    public bool IsExternal(EmailAddress mail) => IsExternal(mail, OwnDomains);

    public static bool IsExternal(EmailAddress mail, ImmutableHashSet<string> ownDomains) => !ownDomains.IsEmpty && !ownDomains.Contains(mail.Domain);

    public ImmutableArray<Person> Active(RoleRef role) => [.. Holders(role).Select(FindActive).OfType<Person>()];

    /// <summary>As the file names them, whoever left of them too.</summary>
    public ImmutableArray<EmailAddress> Holders(RoleRef role) =>
        Roles.TryGetValue(role.Role, out var spec) && spec.Holders.TryGetValue(role.Scope ?? "", out var holders) ? holders : [];
}

internal sealed record KnownPerson(Person Person, Roles Roles);

/// <param name="Holders">By scope; the scope of a role without scopes is empty.</param>
/// <param name="Line">Where it stands in its file.</param>
internal sealed record RoleSpec(string Id, EmailAddress Owner, bool IsScoped, ImmutableDictionary<string, ImmutableArray<EmailAddress>> Holders, int Line)
{
    /// <summary>By scope: the group whose members hold the role where a directory knows groups, in place of <see cref="Holders"/>.</summary>
    public ImmutableDictionary<string, string> Groups { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>What an attribute of people in a directory means here.</summary>
/// <param name="Attribute">Such as <c>country</c>.</param>
/// <param name="Values">By the attribute's value, in any case.</param>
/// <param name="Otherwise">For every other value, and for none.</param>
internal sealed record AttributeMap<T>(string Attribute, ImmutableDictionary<string, T> Values, T? Otherwise)
    where T : class
{
    public T? Of(IReadOnlyDictionary<string, string> attributes) =>
        attributes.TryGetValue(Attribute, out var value) && Values.TryGetValue(value, out var found) ? found : Otherwise;
}
