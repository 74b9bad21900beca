using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.Core.Chains;

/// <summary>Turns a planned step into people. A step that it makes can always be decided: whoever is kept out is replaced from the ladder.</summary>
public static class Assigning
{
    public sealed record Assigned(int Needed, ImmutableArray<Assignment> Assignments);

    /// <summary>Null when the role, its ladder and the desk's owners together leave too few.</summary>
    public static Assigned? Assign(StepPlan plan, EmailAddress requester, EmailAddress? beneficiary, Facts facts, DateTimeOffset at)
    {
        var role = facts.Roles.GetValueOrDefault(plan.Role, RoleHolders.Nobody);
        var holders = Available(role.Holders).ToImmutableArray();
        var eligible = holders.Where(MayDecide).ToImmutableArray();
        var keptOut = new Queue<EmailAddress>(holders.Where(person => !MayDecide(person)).Select(person => person.Mail));
        var needed = plan.Quorum.Needed(holders.Length);

        var assignments = ImmutableArray.CreateBuilder<Assignment>();
        foreach (var person in eligible)
        {
            Add(person, AssignmentReason.Role, null);
        }

        foreach (var person in Ladder(role, facts).Where(MayDecide))
        {
            if (assignments.Count >= needed)
            {
                break;
            }

            if (assignments.All(assignment => !assignment.Assignee.IsSamePersonAs(person.Mail)))
            {
                Add(person, AssignmentReason.SteppedUp, keptOut.TryDequeue(out var whose) ? whose : null);
            }
        }

        return assignments.Count >= needed ? new Assigned(needed, assignments.ToImmutable()) : null;

        bool MayDecide(Person person) => Separation.WhyBarred(person.Mail, requester, beneficiary, facts.Delegations, at) is null;

        void Add(Person person, AssignmentReason reason, EmailAddress? onBehalfOf) => assignments.Add(new Assignment
        {
            Slot = assignments.Count,
            Assignee = person.Mail,
            Reason = reason,
            OnBehalfOf = onBehalfOf,
            Clock = StepClock.Start(plan.Timing, person.Calendar, at),
        });
    }

    /// <summary>Who is asked when the holders can not be: their managers first, then the role's owner, then the desk's owners.</summary>
    internal static IEnumerable<Person> Ladder(RoleHolders role, Facts facts) =>
        Available(role.Ladder.Concat(facts.Owners));

    // Two addresses of one mailbox are one person, with one say.
    private static IEnumerable<Person> Available(IEnumerable<Person> people) => people.Where(person => person.Active).DistinctBy(person => person.Mail.ToMailbox());
}
