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

        var outcome = TopicEvaluator.Evaluate(example.Topic, example.Fields, new EvaluationContext(example.AtUtc, requester!));

        Assert.Equal(Describe(example.Expected), Describe(outcome, example.Expected));
    }

    [Fact]
    public void Every_request_topic_has_at_least_five()
    {
        var few = Examples.GroupBy(example => example.Topic.Id).Where(group => group.Count() < 5).Select(group => group.Key);
        Assert.Empty(few);
    }

    private static string Describe(ExpectedOutcome expected) =>
        expected.Refused is { } refused ? $"refused: {string.Join(", ", refused)}"
        : expected.Invalid is { } invalid ? $"invalid: {string.Join(", ", invalid.Order(StringComparer.Ordinal))}"
        : expected.ApprovedByPolicy is { } reason ? $"approved: {reason}"
        : $"chain: {string.Join(", ", expected.Chain!.Value)}{(expected.Tickets is { } tickets ? $"; tickets: {string.Join(", ", tickets)}" : "")}";

    private static string Describe(Evaluation outcome, ExpectedOutcome expected) => outcome switch
    {
        Evaluation.Refused refused => $"refused: {string.Join(", ", refused.Refusals.Select(refusal => refusal.Rule))}",
        Evaluation.Invalid invalid when expected.Invalid is not null => $"invalid: {string.Join(", ", invalid.Errors.Keys)}",
        Evaluation.Invalid invalid => string.Join("; ", invalid.Errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}")),
        Evaluation.Drafted { Draft: { Chain.IsEmpty: true } draft } =>
            $"approved: {(expected.ApprovedByPolicy is { } part && draft.Policy.ApprovedBecause!.Contains(part, StringComparison.Ordinal) ? part : draft.Policy.ApprovedBecause)}",
        Evaluation.Drafted drafted =>
            $"chain: {string.Join(", ", drafted.Draft.Chain.GroupBy(step => step.Stage).Select(stage => string.Join(" + ", stage.Select(Describe))))}"
            + (expected.Tickets is null ? "" : $"; tickets: {string.Join(", ", drafted.Draft.Policy.Tickets.Select(ticket => ticket.Template))}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Describe(StepPlan step) => step.SkippedBecause is null ? step.Role.ToString() : $"({step.Role})";
}
