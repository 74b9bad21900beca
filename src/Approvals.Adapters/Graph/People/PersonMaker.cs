using System.Collections.Concurrent;
using System.Collections.Immutable;
using Approvals.Adapters.Yaml;
using Approvals.Core.Calendars;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Graph.People;

/// <summary>Puts together what Graph and people.yaml know of somebody. Graph says who they are, who manages them and whether they are here; the file may add region, calendar and absences.</summary>
internal sealed class PersonMaker(Organisation organisation)
{
    // People who keep the same hours share a calendar, which remembers the days it has worked out.
    private readonly ConcurrentDictionary<string, BusinessCalendar> calendars = new();

    public Organisation Organisation { get; } = organisation;

    /// <summary>The groups that stand for roles.</summary>
    public ImmutableArray<string> Groups { get; } = [.. organisation.Roles.Values.SelectMany(role => role.Groups.Values).Distinct().Order(StringComparer.Ordinal)];

    public Person Make(GraphPerson known)
    {
        var file = known.Addresses.Select(Organisation.Find).FirstOrDefault(found => found is not null)?.Person;
        return new Person
        {
            Mail = known.Mail,
            // Who writes from outside of our domains is not vouched for by them.
            Aliases = [.. known.Aliases.Where(alias => !Organisation.IsExternal(alias))],
            Name = known.Name,
            Title = known.Title ?? file?.Title,
            Manager = (known.Manager ?? file?.Manager) is { } manager && manager != known.Mail ? manager : null,
            Region = file?.Region ?? Organisation.Region?.Of(known.Attributes),
            Calendar = Calendar(known.Mailbox, file?.Calendar ?? Organisation.Calendar?.Of(known.Attributes)),
            Roles = [.. Organisation.Roles.Values.Where(role => Holds(known, role)).Select(role => role.Id).Order(StringComparer.Ordinal)],
            External = known.IsGuest || Organisation.IsExternal(known.Mail),
            Active = known.IsEnabled && file?.Active != false,
            Absences = [.. known.Mailbox.Absences, .. file?.Absences ?? []],
        };
    }

    /// <summary>Nobody has this address. In one of our domains, or when the file names them: they left. Else they are a stranger: null.</summary>
    public Person? Unknown(EmailAddress mail) => Organisation.Find(mail)?.Person is { } file ? file with { Active = false }
        : Organisation.IsExternal(mail) ? null
        : new Person { Mail = mail, Name = mail.Value, Calendar = BusinessCalendar.RoundTheClock, Active = false };

    private static bool Holds(GraphPerson person, RoleSpec role) =>
        role.Holders.Any(scope => role.Groups.TryGetValue(scope.Key, out var group) ? person.Groups.Contains(group) : person.Addresses.Any(address => scope.Value.Contains(address)));

    /// <summary>Zone and hours of the mailbox, holidays of the catalogue's calendar; what the mailbox does not say is the calendar's. With neither: round the clock.</summary>
    private BusinessCalendar Calendar(Mailbox mailbox, BusinessCalendar? calendar)
    {
        if (mailbox.Zone is null && mailbox.Week.IsEmpty)
        {
            return calendar ?? BusinessCalendar.RoundTheClock;
        }

        var zone = mailbox.Zone ?? calendar?.Zone ?? TimeZoneInfo.Utc;
        var week = mailbox.Week.IsEmpty ? (calendar ?? BusinessCalendar.RoundTheClock).Week : mailbox.Week;
        return calendars.GetOrAdd(
            $"{calendar?.Id}|{zone.Id}|{string.Join(' ', week.Select(hours => $"{(int)hours.Day}{hours.Opens:HHmm}-{hours.Closes:HHmm}"))}",
            _ => new BusinessCalendar(calendar?.Id ?? "mailbox", zone, week, calendar?.Holidays ?? []));
    }
}
