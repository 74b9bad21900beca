using System.Collections.Immutable;
using Approvals.App;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads <c>people.yaml</c>.</summary>
internal sealed class PeopleReader(Calendars calendars, Problems problems)
{
    private static readonly Dictionary<string, Roles> Access = new()
    {
        ["requester"] = Roles.Requester,
        ["approver"] = Roles.Approver,
        ["admin"] = Roles.Administrator,
        ["auditor"] = Roles.Auditor,
    };

    public Organisation Read(Node.Map file)
    {
        var reader = new MapReader(file, problems);
        var entries = reader.Entries("people");
        var known = entries.Select(entry => EmailAddress.TryParse(entry.Key, out var mail) ? mail : (EmailAddress?)null).OfType<EmailAddress>().ToHashSet();
        var domains = reader.Texts("ownDomains").Select(domain => domain.Text.ToLowerInvariant()).ToImmutableHashSet();
        var roles = reader.Entries("roles").Select(entry => Role(entry, known)).ToImmutableDictionary(role => role.Id);
        var people = entries.Select(entry => Person(entry, known)).OfType<KnownPerson>().DistinctBy(person => person.Person.Mail)
            .Select(person => WithPlace(person, domains, roles)).ToImmutableArray();
        var owners = Mails(reader, "owners", known);
        if (owners.IsEmpty)
        {
            problems.Add(file, "'owners' is missing: the people who are asked when nobody else is left. Name at least one.");
        }

        var (region, calendar) = FromGraphReader.Read(reader, calendars);
        reader.Done();
        return new Organisation(people, roles, owners, domains) { Region = region, Calendar = calendar };
    }

    private static KnownPerson WithPlace(KnownPerson known, ImmutableHashSet<string> domains, ImmutableDictionary<string, RoleSpec> roles) => known with
    {
        Person = known.Person with
        {
            External = Organisation.IsExternal(known.Person.Mail, domains),
            Roles = [.. roles.Values.Where(role => role.Holders.Values.Any(holders => holders.Contains(known.Person.Mail))).Select(role => role.Id).Order(StringComparer.Ordinal)],
        },
    };

    private KnownPerson? Person(Node.Entry entry, HashSet<EmailAddress> known)
    {
        if (!EmailAddress.TryParse(entry.Key, out var mail))
        {
            problems.Add(entry.Value.File, entry.Line, $"'{entry.Key}' is not a mail address.");
            return null;
        }

        var reader = MapReader.Of(entry.Value, problems);
        var access = Roles.None;
        foreach (var word in reader.Texts("access"))
        {
            if (!Access.TryGetValue(word.Text, out var role))
            {
                problems.Add(word, $"'access' can not be '{word.Text}'.{Nearest.Hint(word.Text, Access.Keys)} It can be: {string.Join(", ", Access.Keys)}.");
            }

            access |= role;
        }

        var calendar = Calendar(reader);
        var person = new Person
        {
            Mail = mail,
            Name = reader.Needed("name"),
            Manager = reader.Text("manager") is { } manager ? Known(reader.Take("manager")!, manager, known) : null,
            Region = reader.Text("region"),
            Calendar = calendar,
            Active = !reader.Flag("left"),
            Absences = AbsenceReader.Read(reader, calendar.Zone),
            Title = reader.Text("title"),
        };
        if (person.Manager == mail)
        {
            problems.Add(reader.Take("manager")!, "Nobody manages themselves. Name somebody else or remove 'manager'.");
        }

        reader.Done();
        return new KnownPerson(person, access);
    }

    private BusinessCalendar Calendar(MapReader reader)
    {
        var id = reader.Needed("calendar");
        if (calendars.ById.TryGetValue(id, out var calendar))
        {
            return calendar;
        }

        if (id.Length > 0)
        {
            problems.Add(reader.Take("calendar")!, $"There is no calendar '{id}'.{Nearest.Hint(id, calendars.ById.Keys)} Add it to calendars.yaml.");
        }

        return BusinessCalendar.RoundTheClock;
    }

    private RoleSpec Role(Node.Entry entry, HashSet<EmailAddress> known)
    {
        var reader = MapReader.Of(entry.Value, problems);
        var owner = reader.Needed("owner");
        var ownerMail = owner.Length == 0 ? null : Known(reader.Take("owner")!, owner, known);
        var groups = Groups(reader);
        var scoped = reader.Take("holders") is Node.Map || (reader.Take("holders") is null && reader.Take("groups") is not null);
        var holders = ImmutableDictionary.CreateBuilder<string, ImmutableArray<EmailAddress>>();
        if (scoped)
        {
            var scopes = MapReader.Of(reader.Take("holders") ?? new Node.Map(entry.Value.File, entry.Line, []), problems);
            foreach (var scope in scopes.Map.Entries)
            {
                holders[scope.Key] = Mails(scopes, scope.Key, known);
            }
        }
        else
        {
            holders[""] = Mails(reader, "holders", known);
        }

        if (groups.Keys.Any(scope => scope.Length == 0 == scoped))
        {
            problems.Add(reader.Map, $"A role without scopes has one 'group', a role with scopes has 'groups' by scope. Write '{(scoped ? "groups: { EMEA: ... }" : "group: ...")}'.");
        }

        // Whom a group stands for: a file alone knows nobody there.
        foreach (var scope in groups.Keys.Where(scope => !holders.ContainsKey(scope)))
        {
            holders[scope] = [];
        }

        foreach (var empty in holders.Where(pair => pair.Value.IsEmpty && !groups.ContainsKey(pair.Key)))
        {
            problems.Add(entry.Value.File, entry.Line, $"The role '{entry.Key}' has no holders{(empty.Key.Length == 0 ? "" : $" for {empty.Key}")}. Name at least one person.");
        }

        reader.Done();
        return new RoleSpec(entry.Key, ownerMail ?? default, scoped, holders.ToImmutable(), entry.Line) { Groups = groups };
    }

    /// <summary>The groups of Microsoft Graph, by their object ids: names are not unique there.</summary>
    private ImmutableDictionary<string, string> Groups(MapReader role)
    {
        var groups = ImmutableDictionary.CreateBuilder<string, string>();
        if (role.Text("group") is { } one)
        {
            Add("", one, role.Take("group")!);
        }

        foreach (var scope in role.Entries("groups"))
        {
            Add(scope.Key, scope.Value is Node.Scalar { Text: var text } ? text : "", scope.Value);
        }

        return groups.ToImmutable();

        void Add(string scope, string id, Node at)
        {
            if (Guid.TryParse(id, out var group))
            {
                groups[scope] = group.ToString();
            }
            else
            {
                problems.Add(at, $"'{id}' is not the object id of a group. Copy it from Entra ID: it looks like 5b0c9a5e-6c0e-4b1b-9c55-0d1f6f7d2a01.");
            }
        }
    }

    private ImmutableArray<EmailAddress> Mails(MapReader reader, string key, HashSet<EmailAddress> known) =>
        [.. reader.Texts(key).Select(item => Known(item, item.Text, known)).OfType<EmailAddress>().Distinct()];

    private EmailAddress? Known(Node at, string text, HashSet<EmailAddress> known)
    {
        if (EmailAddress.TryParse(text, out var mail) && known.Contains(mail))
        {
            return mail;
        }

        problems.Add(at, $"There is no person '{text}'.{Nearest.Hint(text, known.Select(person => person.Value))} Add them under 'people'.");
        return null;
    }
}
