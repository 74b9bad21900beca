using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Calendars;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App.Catalogues;

/// <summary>Who holds which role in one directory, asked once and remembered. Safe to share between threads.</summary>
public sealed class RoleBook(IDirectory directory)
{
    private readonly Lock gate = new();
    private volatile Facts known = Facts.None;
    private ImmutableDictionary<EmailAddress, Person> people = ImmutableDictionary<EmailAddress, Person>.Empty;

    /// <summary>Roles and owners, without delegations: those are of one moment.</summary>
    public async ValueTask<Facts> FactsAsync(ImmutableArray<StepPlan> chain, CancellationToken ct)
    {
        var facts = known;
        foreach (var plan in chain.Where(plan => !facts.Roles.ContainsKey(plan.Role)))
        {
            var holders = await RoleLookup.HoldersAsync(directory, plan.Role, ct);
            var owners = await directory.OwnersAsync(ct);
            lock (gate)
            {
                known = facts = known with { Roles = known.Roles.SetItem(plan.Role, holders), Owners = owners };
            }
        }

        return facts;
    }

    /// <summary>Somebody the directory does not know works round the clock and belongs nowhere.</summary>
    public async ValueTask<Person> PersonAsync(EmailAddress mail, CancellationToken ct)
    {
        if (people.TryGetValue(mail, out var person))
        {
            return person;
        }

        person = await directory.FindAsync(mail, ct) ?? new Person { Mail = mail, Name = mail.Value, Calendar = BusinessCalendar.RoundTheClock };
        ImmutableInterlocked.TryAdd(ref people, mail, person);
        return person;
    }
}
