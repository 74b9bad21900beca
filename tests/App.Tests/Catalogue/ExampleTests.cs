using System.Collections.Immutable;
using Approvals.Adapters.Yaml;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>Every example in the topic files leads where it says.</summary>
public sealed class ExampleTests
{
    private static readonly ImmutableArray<TopicExample> Examples = SampleCatalogue.Folder.Examples();

    public static TheoryData<string> Names() => [.. Examples.Select(example => example.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Leads_where_it_says(string name)
    {
        var example = Examples.Single(candidate => candidate.ToString() == name);
        var requester = await SampleCatalogue.Folder.Directory.FindAsync(EmailAddress.Parse(example.Requester ?? "seller@example.com"), TestContext.Current.CancellationToken);

        var context = new EvaluationContext(example.AtUtc, requester!);

        var outcome = example.Topic.Kind == TopicKind.Check
            ? Describe(CheckEvaluator.Evaluate(example.Topic, example.Fields, context), example.Expected)
            : Describe(TopicEvaluator.Evaluate(example.Topic, example.Fields, context), example.Expected);

        Assert.Equal(Describe(example.Expected), outcome);
    }

    [Fact]
    public void Every_topic_with_a_form_has_at_least_five()
    {
        var few = SampleCatalogue.Folder.Topics.Where(topic => topic.Kind != TopicKind.Guide && Examples.Count(example => example.Topic.Id == topic.Id) < 5).Select(topic => topic.Id);
        Assert.Empty(few);
    }

    private static string Describe(ExpectedOutcome expected) =>
        expected.Refused is { } refused ? $"refused: {string.Join(", ", refused)}"
        : expected.Invalid is { } invalid ? $"invalid: {string.Join(", ", invalid.Order(StringComparer.Ordinal))}"
        : expected.ApprovedByPolicy is { } reason ? $"approved: {reason}{Tickets(expected.Tickets)}"
        : expected.Verdict is { } verdict ? Verdict(verdict, expected, string.Join(", ", expected.Rules ?? []), expected.Says, expected.Next)
        : $"chain: {string.Join(", ", expected.Chain!.Value)}{Tickets(expected.Tickets)}";

    private static string Describe(CheckOutcome outcome, ExpectedOutcome expected) => outcome switch
    {
        CheckOutcome.Invalid invalid when expected.Invalid is not null => $"invalid: {string.Join(", ", invalid.Errors.Keys)}",
        CheckOutcome.Invalid invalid => string.Join("; ", invalid.Errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}")),
        CheckOutcome.Judged judged => Verdict(
            judged.Verdict.ToString().ToLowerInvariant(),
            expected,
            string.Join(", ", judged.Reasons.Select(reason => reason.Rule)),
            string.Join(' ', judged.Reasons.Select(reason => $"{reason.Say} {reason.Guidance}")) is var said && said.Contains(expected.Says ?? "", StringComparison.Ordinal) ? expected.Says : said,
            judged.Reasons[0].Next?.Topic),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Verdict(string verdict, ExpectedOutcome expected, string rules, string? says, string? next) =>
        $"verdict: {verdict}{(expected.Rules is null ? "" : $"; rules: {rules}")}{(expected.Says is null ? "" : $"; says: {says}")}{(expected.Next is null ? "" : $"; next: {next}")}";

    private static string Describe(Evaluation outcome, ExpectedOutcome expected) => outcome switch
    {
        Evaluation.Refused refused => $"refused: {string.Join(", ", refused.Refusals.Select(refusal => refusal.Rule))}",
        Evaluation.Invalid invalid when expected.Invalid is not null => $"invalid: {string.Join(", ", invalid.Errors.Keys)}",
        Evaluation.Invalid invalid => string.Join("; ", invalid.Errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}")),
        Evaluation.Drafted { Draft: { Chain.IsEmpty: true } draft } =>
            $"approved: {(expected.ApprovedByPolicy is { } part && draft.Policy.ApprovedBecause!.Contains(part, StringComparison.Ordinal) ? part : draft.Policy.ApprovedBecause)}"
            + (expected.Tickets is null ? "" : Tickets([.. draft.Policy.Tickets.Select(ticket => ticket.Template)])),
        Evaluation.Drafted drafted =>
            $"chain: {string.Join(", ", drafted.Draft.Chain.GroupBy(step => step.Stage).Select(stage => string.Join(" + ", stage.Select(Describe))))}"
            + (expected.Tickets is null ? "" : Tickets([.. drafted.Draft.Policy.Tickets.Select(ticket => ticket.Template)])),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Tickets(ImmutableArray<string>? tickets) => tickets is { } some ? $"; tickets: {string.Join(", ", some)}" : "";

    private static string Describe(StepPlan step) => step.SkippedBecause is null ? step.Role.ToString() : $"({step.Role})";
}
