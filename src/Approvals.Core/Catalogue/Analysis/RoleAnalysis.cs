using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Catalogue.Analysis;

/// <summary>Steps that could end with nobody who may decide, once the person who asks and the one it is for are kept out.</summary>
public static class RoleAnalysis
{
    // Only those who could be asked can make a difference by being kept out; of more than these, the first stand for the rest.
    private const int MostPeople = 60;
    private const int MostManaged = 1000;
    private const int MostFindings = 10;

    /// <param name="topic">A topic that loads.</param>
    /// <param name="facts">Who holds each role of its steps, and the owners.</param>
    /// <param name="people">Those who may ask; the managers of the first thousand are looked at.</param>
    /// <param name="anybody">Somebody who holds no role, to ask for what others approve.</param>
    /// <param name="atUtc">Now.</param>
    public static ImmutableArray<Finding> Of(Topic topic, Facts facts, ImmutableArray<Person> people, Person anybody, DateTimeOffset atUtc)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(anybody);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var step in topic.Chain.Steps)
        {
            // The manager of whoever asks is looked up for that person alone.
            var stuck = step.Role == RoleRef.ManagerOfRequester
                ? people.Take(MostManaged).Select(person => Stuck(step, RoleOf(person), facts, [person], anybody, atUtc))
                : Roles(topic, step, people).Select(role => Stuck(step, role, facts, null, anybody, atUtc));
            findings.AddRange(stuck.OfType<Finding>().Take(MostFindings).Select(found => found with { Topic = topic.Id }));
        }

        return findings.ToImmutable();
    }

    /// <summary>The role of a step, in every scope that it may be looked up in.</summary>
    public static IEnumerable<RoleRef> Roles(Topic topic, StepSpec step, ImmutableArray<Person> people)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(step);
        return step.Role == RoleRef.ManagerOfRequester ? people.Take(MostManaged).Select(RoleOf)
            : step.ScopeField is not { } scope ? [new RoleRef(step.Role)] : topic.Field(scope) is { } field ? field.Choices.Select(choice => new RoleRef(step.Role, choice.Value)) : [];
    }

    private static RoleRef RoleOf(Person asking) => new(RoleRef.ManagerOfRequester, asking.Mail.Value);

    // Without requesters, everybody who could be asked, and somebody who could not.
    private static Finding? Stuck(StepSpec step, RoleRef role, Facts facts, IEnumerable<Person>? requesters, Person anybody, DateTimeOffset atUtc)
    {
        var plan = new StepPlan { Number = 1, Name = step.Name, Role = role, Stage = 1, Quorum = step.Quorum, Timing = step.Timing };
        var holders = facts.Roles.GetValueOrDefault(role, RoleHolders.Nobody);
        var pool = holders.Holders.Concat(holders.Ladder).Concat(facts.Owners).Where(person => person.Active).DistinctBy(person => person.Mail.ToMailbox()).Take(MostPeople).ToList();
        foreach (var requester in requesters ?? pool.Prepend(anybody))
        {
            foreach (var beneficiary in pool.Cast<Person?>().Prepend(null))
            {
                if (Assigning.Assign(plan, requester.Mail, beneficiary?.Mail, facts, atUtc) is null)
                {
                    var who = requester == anybody ? "whoever asks" : $"when {requester.Mail} asks";
                    var whom = beneficiary is null ? "" : $" for {beneficiary.Mail}";
                    return new Finding(FindingKind.Nobody, null, $"chain/steps/{step.Id}",
                        $"Nobody could decide the step '{step.Name}' ({role}) {who}{whom}: {pool.Count} {(pool.Count == 1 ? "person is" : "people are")} left with its ladder and the owners. Add a holder, a manager above them, or another owner of the desk.")
                    {
                        Requester = requester == anybody ? null : requester.Mail,
                    };
                }
            }
        }

        return null;
    }
}
