using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.App.Catalogues;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Yaml;

/// <summary>Puts the examples of topics to their topics: each must lead where it says.</summary>
internal static class ExampleRun
{
    /// <summary>The examples that lead elsewhere, or that can not be read.</summary>
    /// <param name="examples">Those that could be read.</param>
    /// <param name="access">Everybody; the first of them sends an example that names nobody.</param>
    /// <param name="problems">What could not.</param>
    public static ImmutableArray<CatalogueRemark> Of(ImmutableArray<TopicExample> examples, IRoleSource access, Problems problems)
    {
        var remarks = ImmutableArray.CreateBuilder<CatalogueRemark>();
        remarks.AddRange(problems.All.Select(error => new CatalogueRemark(Severity.Warning, error.File, error.Line, error.What)));
        foreach (var example in examples.Where(example => !problems.All.Any(error => error.File == example.File)))
        {
            if (Requester(example, access) is not { } requester)
            {
                remarks.Add(Remark(example, $"is asked by {example.Requester}, who is not in people.yaml. Name somebody who is, or leave 'requester' out."));
            }
            else if (Outcome(example, requester) is var outcome && outcome != Expected(example.Expected))
            {
                remarks.Add(Remark(example, $"says '{Expected(example.Expected)}', and what comes out is '{outcome}'. Correct the rules, or the example."));
            }
        }

        return remarks.ToImmutable();
    }

    private static CatalogueRemark Remark(TopicExample example, string what) => new(Severity.Warning, example.File, example.Line, $"The example '{example.Name}' {what}");

    private static Person? Requester(TopicExample example, IRoleSource access) => example.Requester is not { } text ? access.People[0]
        : EmailAddress.TryParse(text, out var mail) ? access.People.FirstOrDefault(person => person.Mail == mail)
        : null;

    private static string Outcome(TopicExample example, Person requester)
    {
        var context = new EvaluationContext(example.AtUtc, requester);
        return example.Topic.Kind == TopicKind.Check
            ? Describe(CheckEvaluator.Evaluate(example.Topic, example.Fields, context), example.Expected)
            : Describe(TopicEvaluator.Evaluate(example.Topic, example.Fields, context), example.Expected);
    }

    private static string Expected(ExpectedOutcome expected) =>
        expected.Refused is { } refused ? $"refused: {string.Join(", ", refused)}"
        : expected.Invalid is { } invalid ? $"invalid: {string.Join(", ", invalid.Order(StringComparer.Ordinal))}"
        : expected.ApprovedByPolicy is { } reason ? $"approved: {reason}{Tickets(expected.Tickets)}"
        : expected.Verdict is { } verdict ? Verdict(verdict, expected, string.Join(", ", expected.Rules ?? []), expected.Says, expected.Next)
        : $"chain: {string.Join(", ", expected.Chain ?? [])}{Tickets(expected.Tickets)}";

    private static string Describe(CheckOutcome outcome, ExpectedOutcome expected) => outcome switch
    {
        CheckOutcome.Invalid invalid => Invalid(invalid.Errors, expected),
        CheckOutcome.Judged judged => Verdict(
            judged.Verdict.ToString().ToLowerInvariant(),
            expected,
            string.Join(", ", judged.Reasons.Select(reason => reason.Rule)),
            string.Join(' ', judged.Reasons.Select(reason => $"{reason.Say} {reason.Guidance}")) is var said && said.Contains(expected.Says ?? "", StringComparison.Ordinal) ? expected.Says : said,
            judged.Reasons[0].Next?.Topic),
        _ => throw new UnreachableException(),
    };

    private static string Describe(Evaluation outcome, ExpectedOutcome expected) => outcome switch
    {
        Evaluation.Refused refused => $"refused: {string.Join(", ", refused.Refusals.Select(refusal => refusal.Rule))}",
        Evaluation.Invalid invalid => Invalid(invalid.Errors, expected),
        Evaluation.Drafted { Draft: { Chain.IsEmpty: true } draft } =>
            $"approved: {(expected.ApprovedByPolicy is { } part && draft.Policy.ApprovedBecause!.Contains(part, StringComparison.Ordinal) ? part : draft.Policy.ApprovedBecause)}{Tickets(draft.Policy, expected)}",
        Evaluation.Drafted { Draft: var draft } =>
            $"chain: {string.Join(", ", draft.Chain.GroupBy(step => step.Stage).Select(stage => string.Join(" + ", stage.Select(Describe))))}{Tickets(draft.Policy, expected)}",
        _ => throw new UnreachableException(),
    };

    // What is wrong with a field is told where that is not what was expected.
    private static string Invalid(ImmutableSortedDictionary<string, ImmutableArray<string>> errors, ExpectedOutcome expected) =>
        $"invalid: {string.Join(", ", errors.Select(error => expected.Invalid is null ? $"{error.Key} ({string.Join(' ', error.Value)})" : error.Key))}";

    private static string Verdict(string verdict, ExpectedOutcome expected, string rules, string? says, string? next) =>
        $"verdict: {verdict}{(expected.Rules is null ? "" : $"; rules: {rules}")}{(expected.Says is null ? "" : $"; says: {says}")}{(expected.Next is null ? "" : $"; next: {next}")}";

    private static string Tickets(Policy policy, ExpectedOutcome expected) => expected.Tickets is null ? "" : Tickets([.. policy.Tickets.Select(ticket => ticket.Template)]);

    private static string Tickets(ImmutableArray<string>? tickets) => tickets is { } some ? $"; tickets: {string.Join(", ", some)}" : "";

    private static string Describe(StepPlan step) => step.SkippedBecause is null ? step.Role.ToString() : $"({step.Role})";
}
