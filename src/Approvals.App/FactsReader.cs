using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>Asks the directory and the delegations for what a decision needs to know of the world.</summary>
public sealed class FactsReader(IDirectory directory, IDelegationStore delegations)
{
    // Managers above managers: more than any organisation has, fewer than a cycle.
    private const int LevelsUp = 12;

    public async Task<Facts> ReadAsync(Question question, CancellationToken ct)
    {
        var roles = ImmutableDictionary.CreateBuilder<RoleRef, RoleHolders>();
        foreach (var plan in question.Chain)
        {
            if (plan.SkippedBecause is null && !roles.ContainsKey(plan.Role))
            {
                roles.Add(plan.Role, await RoleLookup.HoldersAsync(directory, plan.Role, ct));
            }
        }

        var delegations = await DelegationsAsync(question, ct);
        return new Facts
        {
            Roles = roles.ToImmutable(),
            People = await PeopleAsync([.. question.People, .. delegations.Where(d => question.StandIns.Contains(d.Delegator)).Select(d => d.Delegate)], ct),
            Delegations = delegations,
            Owners = await directory.OwnersAsync(ct),
        };
    }

    private async Task<ImmutableDictionary<EmailAddress, Person>> PeopleAsync(ImmutableArray<EmailAddress> named, CancellationToken ct)
    {
        var people = ImmutableDictionary.CreateBuilder<EmailAddress, Person>();
        foreach (var mail in named)
        {
            var level = 0;
            for (EmailAddress? at = mail; at is { } one && !people.ContainsKey(one) && level < LevelsUp; level++)
            {
                if (await directory.FindAsync(one, ct) is not { } person)
                {
                    break;
                }

                people.Add(one, person);
                at = person.Manager;
            }
        }

        return people.ToImmutable();
    }

    private async Task<ImmutableArray<Delegation>> DelegationsAsync(Question question, CancellationToken ct)
    {
        var found = ImmutableArray.CreateBuilder<Delegation>();
        found.AddRange(await delegations.ListFromAsync(question.Requester, ct));
        if (question.Beneficiary is { } beneficiary && beneficiary != question.Requester)
        {
            found.AddRange(await delegations.ListFromAsync(beneficiary, ct));
        }

        if (question.Actor is { } actor)
        {
            found.AddRange(await delegations.ListToAsync(actor, ct));
        }

        foreach (var assignee in question.StandIns.Where(person => person != question.Requester && person != question.Beneficiary))
        {
            found.AddRange(await delegations.ListFromAsync(assignee, ct));
        }

        return found.ToImmutable();
    }
}

/// <param name="Chain">Steps that may open, or whose ladder may be climbed.</param>
/// <param name="People">Those whose managers and calendars matter.</param>
/// <param name="Actor">The person who acts: they may stand in for somebody.</param>
public sealed record Question(ImmutableArray<StepPlan> Chain, EmailAddress Requester, EmailAddress? Beneficiary, EmailAddress? Actor, ImmutableArray<EmailAddress> People)
{
    /// <summary>Those whose stand-ins matter, because somebody looks after the people who are asked.</summary>
    public ImmutableArray<EmailAddress> StandIns { get; init; } = [];

    /// <summary>What must be known to let time pass, and to see what became of the people who are asked.</summary>
    public static Question OfTime(Request request)
    {
        var question = About(request, null);
        return question with { StandIns = question.People };
    }

    /// <summary>What must be known to do something with a request as it is.</summary>
    public static Question About(Request request, EmailAddress? actor, params IEnumerable<EmailAddress> named) => new(
        [.. request.Steps.Where(step => step.Status is StepStatus.Waiting or StepStatus.Open).Select(step => step.Plan)],
        request.Requester,
        request.Beneficiary,
        actor,
        [.. request.Steps.SelectMany(step => step.Assignments).Where(a => a.IsOpen).SelectMany(a => new[] { a.Assignee, a.StandIn }).OfType<EmailAddress>().Concat(named).Distinct()]);
}
