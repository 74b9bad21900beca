using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App.Catalogues.Simulation;

/// <summary>The stages of a chain, each with the people it asks; in its own order.</summary>
internal sealed record Asked(string Steps, ImmutableArray<ImmutableArray<AskedStep>> Stages)
{
    public static Asked Nobody { get; } = new("passes by policy", []);

    public IEnumerable<EmailAddress> People => Stages.SelectMany(stage => stage).SelectMany(step => step.People).Distinct();

    /// <summary>One text for one set of people in one order.</summary>
    public string Named => string.Join(", ", Stages.Select(stage => string.Join(" + ", stage.Select(step => string.Join("|", step.People)))));
}

/// <param name="Needed">How many of them must answer.</param>
internal sealed record AskedStep(ImmutableArray<EmailAddress> People, int Needed);

internal sealed record Judgement(Change Change, Asked Before, Asked After, string BeforeText, string AfterText);

/// <summary>Puts a past request to a proposed catalogue.</summary>
internal sealed class Judge(IReadOnlyDictionary<string, Topic> topics, RoleBook rolesNow, RoleBook rolesProposed)
{
    public async ValueTask<Judgement> OfAsync(PastRequest past, CancellationToken ct)
    {
        var before = await AskedAsync(past, past.Chain, rolesNow, ct) ?? new Asked(Steps(past.Chain), []);
        if (topics.GetValueOrDefault(past.Topic) is not { Kind: TopicKind.Request } topic)
        {
            return No(Change.TopicGone, "there is no such topic");
        }

        var requester = await rolesProposed.PersonAsync(past.Requester, ct);
        switch (TopicEvaluator.Evaluate(topic, past.Fields, new EvaluationContext(past.AtUtc, requester)))
        {
            case Evaluation.Invalid invalid: return No(Change.NowInvalid, string.Join(" ", invalid.Errors.Take(3).Select(error => $"{error.Key}: {error.Value[0]}")));
            case Evaluation.Refused refused: return No(Change.NowRefused, $"refused: {string.Join(", ", refused.Refusals.Select(refusal => refusal.Rule))}");
            case Evaluation.Drafted drafted:
                return await AskedAsync(past, drafted.Draft.Chain, rolesProposed, ct) is { } after
                    ? Compare(before, after)
                    : No(Change.NowNobody, $"nobody could decide: {Steps(drafted.Draft.Chain)}");
            default: throw new System.Diagnostics.UnreachableException();
        }

        Judgement No(Change change, string why) => new(change, before, Asked.Nobody, before.Steps, why);
    }

    private static Judgement Compare(Asked before, Asked after)
    {
        var change = (before.Stages.IsEmpty, after.Stages.IsEmpty) switch
        {
            (true, true) => Change.Same,
            (false, true) => Change.NowPasses,
            (true, false) => Change.NowAsked,
            _ when before.Steps != after.Steps => Change.OtherSteps,
            _ => before.Named == after.Named ? Change.Same : Change.OtherPeople,
        };
        return change == Change.OtherPeople ? new(change, before, after, before.Named, after.Named) : new(change, before, after, before.Steps, after.Steps);
    }

    /// <summary>Null when a step has nobody.</summary>
    private static async ValueTask<Asked?> AskedAsync(PastRequest past, ImmutableArray<StepPlan> chain, RoleBook roles, CancellationToken ct)
    {
        var asked = chain.Where(plan => plan.SkippedBecause is null).ToImmutableArray();
        if (asked.IsEmpty)
        {
            return Asked.Nobody;
        }

        var facts = await roles.FactsAsync(asked, ct);
        var stages = ImmutableArray.CreateBuilder<ImmutableArray<AskedStep>>();
        foreach (var stage in asked.GroupBy(plan => plan.Stage).OrderBy(stage => stage.Key))
        {
            var steps = ImmutableArray.CreateBuilder<AskedStep>();
            foreach (var plan in stage)
            {
                if (Assigning.Assign(plan, past.Requester, past.Beneficiary, facts, past.AtUtc) is not { } assigned)
                {
                    return null;
                }

                steps.Add(new AskedStep([.. assigned.Assignments.Select(assignment => assignment.Assignee)], assigned.Needed));
            }

            stages.Add(steps.ToImmutable());
        }

        return new Asked(Steps(asked), stages.ToImmutable());
    }

    private static string Steps(ImmutableArray<StepPlan> chain) => string.Join(
        ", ", chain.Where(plan => plan.SkippedBecause is null).GroupBy(plan => plan.Stage).OrderBy(stage => stage.Key).Select(stage => string.Join(" + ", stage.Select(plan => Name(plan.Role)))));

    // Whose manager it is differs with each request; the rule does not.
    private static string Name(RoleRef role) => role.Role == RoleRef.ManagerOfRequester ? role.Role : role.ToString();
}
