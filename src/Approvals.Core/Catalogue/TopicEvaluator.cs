using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.Core.Catalogue;

/// <summary>Makes a draft of a filled form, or says what is wrong with it. Pure: the same form, topic and context give the same answer.</summary>
public static class TopicEvaluator
{
    /// <summary>The id of the refusal that no rule of the topic gives: no decision table speaks of the form.</summary>
    public const string NoRule = "no-approval-rule";
    private const int LongestTitle = 200;

    public static Evaluation Evaluate(Topic topic, IReadOnlyDictionary<string, FieldValue> fields, EvaluationContext context)
    {
        var form = new FilledForm(topic, fields, context);
        var chain = ChainBuilder.Build(topic.Chain, form.Scene, form.Shown);
        var scene = new Scene(form.Values, context) { Chain = chain.Asked };
        form.RunChecks(scene);
        if (form.Errors is { } errors)
        {
            return new Evaluation.Invalid(errors);
        }

        var refusals = Refusals(topic, form, chain, scene, context.Taken);
        return refusals.IsEmpty ? new Evaluation.Drafted(Draft(topic, form, chain, scene)) : new Evaluation.Refused(refusals);
    }

    /// <summary>
    /// What the request will hold once it is approved, and no other may: the same text for requests that agree. Look up who holds them
    /// and give that to <see cref="Evaluate"/> in <see cref="EvaluationContext.Taken"/>.
    /// </summary>
    public static ImmutableArray<UniqueClaim> Claims(Topic topic, IReadOnlyDictionary<string, FieldValue> fields, EvaluationContext context) =>
        topic.Unique.IsEmpty ? [] : Uniqueness.Claims(topic, new FilledForm(topic, fields, context));

    private static ImmutableArray<RuleRefusal> Refusals(Topic topic, FilledForm form, BuiltChain chain, Scene scene, ImmutableDictionary<string, RequestId> taken)
    {
        var refusals = ImmutableArray.CreateBuilder<RuleRefusal>();
        foreach (var rule in topic.Refusals)
        {
            if (rule.When.Holds(scene))
            {
                refusals.Add(new RuleRefusal(rule.Id, rule.Guidance.Render(form.ShownInMarkdown), rule.Links, rule.Next) { Carried = form.Carried(rule.Next) });
            }
        }

        foreach (var claim in Uniqueness.Claims(topic, form))
        {
            if (taken.TryGetValue(claim.Key, out var holder))
            {
                var rule = topic.Unique.First(rule => rule.Id == claim.Rule);
                refusals.Add(new RuleRefusal(rule.Id, rule.Guidance.Render(form.ShownInMarkdown), rule.Links, rule.Next) { Carried = form.Carried(rule.Next), Because = holder });
            }
        }

        // Nothing is ever approved because the policy forgot a case.
        if (refusals.Count == 0 && topic.Kind == TopicKind.Request && chain is { Steps.IsEmpty: true, ApprovedByPolicy: null })
        {
            refusals.Add(new RuleRefusal(NoRule, "No rule says who approves this combination. Ask the owners of the desk to add one.", []));
        }

        return refusals.ToImmutable();
    }

    private static Draft Draft(Topic topic, FilledForm form, BuiltChain chain, Scene scene)
    {
        var shown = ImmutableArray.CreateBuilder<ShownField>(form.Values.Count);
        var values = ImmutableSortedDictionary.CreateBuilder<string, FieldValue>(StringComparer.Ordinal);
        foreach (var spec in topic.Fields)
        {
            if (form.Values.TryGetValue(spec.Name, out var value))
            {
                shown.Add(new ShownField(spec.Name, spec.Label, FieldText.Of(spec, value)));
                values.Add(spec.Name, value);
            }
        }

        // Derived values are shown like fields, but approvals are bound to what they are derived of.
        shown.AddRange(form.ShownValues());
        var policy = Policy(topic, scene) with { ApprovedBecause = chain.ApprovedByPolicy, Unique = Uniqueness.Claims(topic, form) };
        return new Draft(Title(topic, form), new Content(values.ToImmutable(), shown.ToImmutable()), policy, chain.Steps);
    }

    private static string Title(Topic topic, FilledForm form)
    {
        var title = topic.RequestTitle.Length == 0 ? topic.Title : Template.Parse(topic.RequestTitle).Render(form.Shown);
        title = title.ReplaceLineEndings(" ").Trim();
        return title.Length <= LongestTitle ? title : title[..(LongestTitle - 1)].TrimEnd() + "…";
    }

    private static Policy Policy(Topic topic, Scene scene)
    {
        var tickets = ImmutableArray.CreateBuilder<TicketOrder>();
        foreach (var ticket in topic.Tickets)
        {
            if (ticket.When is null || ticket.When.Holds(scene))
            {
                tickets.Add(new TicketOrder(ticket.Id, ticket.System, ticket.AtOnce ? TicketMoment.Submitted : TicketMoment.Approved));
            }
        }

        return new Policy
        {
            RelevantFields = topic.Policy.RelevantFields,
            RejectNeedsComment = topic.Policy.RejectNeedsComment,
            ReturnNeedsComment = topic.Policy.ReturnNeedsComment,
            NudgeEvery = topic.Policy.NudgeEvery,
            DecisionsByMail = topic.Policy.DecisionsByMail?.Holds(scene) ?? false,
            Tickets = tickets.ToImmutable(),
        };
    }
}
