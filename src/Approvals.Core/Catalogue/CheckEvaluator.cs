using System.Collections.Immutable;

namespace Approvals.Core.Catalogue;

/// <summary>Judges a form by a topic of kind check. Pure: the same form, topic and context give the same verdict.</summary>
public static class CheckEvaluator
{
    public static CheckOutcome Evaluate(Topic topic, IReadOnlyDictionary<string, FieldValue> fields, EvaluationContext context)
    {
        var form = new FilledForm(topic, fields, context);
        form.RunChecks(form.Scene);
        if (form.Errors is { } errors)
        {
            return new CheckOutcome.Invalid(errors);
        }

        var parts = Parts(topic.Check, form);
        var reasons = Deciding(topic.Check, parts, form);
        return new CheckOutcome.Judged(reasons.Max(reason => reason.Verdict), reasons, topic.Check.Mode == CheckMode.Single ? [] : parts, form.ShownValues());
    }

    private static ImmutableArray<PartOutcome> Parts(CheckPolicy policy, FilledForm form)
    {
        var parts = ImmutableArray.CreateBuilder<PartOutcome>(policy.Parts.Length);
        var stopped = false;
        foreach (var part in policy.Parts)
        {
            var applies = part.When is null || part.When.Holds(form.Scene);
            if (stopped || !applies)
            {
                parts.Add(new PartOutcome(part.Id, part.Title, null, applies, []));
                continue;
            }

            var reasons = Fired(part, form);
            var verdict = reasons.Max(reason => reason.Verdict);
            parts.Add(new PartOutcome(part.Id, part.Title, verdict, true, reasons));
            stopped = policy.Mode == CheckMode.Steps && !LetsPass(verdict);
        }

        return parts.ToImmutable();
    }

    private static ImmutableArray<CheckReason> Fired(CheckPart part, FilledForm form)
    {
        var fired = part.Rules.Where(rule => rule.When.Holds(form.Scene));
        var counting = part.HitPolicy == HitPolicy.First ? fired.Take(1) : fired;
        return [.. counting.DefaultIfEmpty(part.Otherwise).Select(rule => Reason(rule, form)).OrderByDescending(reason => reason.Verdict)];
    }

    private static ImmutableArray<CheckReason> Deciding(CheckPolicy policy, ImmutableArray<PartOutcome> parts, FilledForm form)
    {
        if (policy.Mode == CheckMode.Single)
        {
            return parts[0].Reasons;
        }

        var open = parts.Where(part => part.Verdict is { } verdict && !LetsPass(verdict)).SelectMany(part => part.Reasons.Where(reason => !LetsPass(reason.Verdict))).ToList();
        if (open.Count == 0)
        {
            return [Reason(policy.Passed!, form)];
        }

        // The headline stands first: it sums up, and carries the verdict of what it sums up.
        var headline = policy.Missing is { } missing ? new[] { Reason(missing, form) with { Verdict = open.Max(reason => reason.Verdict) } } : [];
        return [.. headline, .. open.OrderByDescending(reason => reason.Verdict)];
    }

    private static CheckReason Reason(CheckRule rule, FilledForm form) => new(
        rule.Id, rule.Verdict, rule.Say.Render(form.Shown), rule.Guidance.Render(form.ShownInMarkdown), rule.Links, rule.Next, form.Carried(rule.Next));

    private static bool LetsPass(Verdict verdict) => verdict is Verdict.Yes or Verdict.Info;
}
