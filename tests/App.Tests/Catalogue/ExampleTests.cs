using Approvals.Adapters.Yaml;
using Approvals.App.Catalogues;
using Approvals.Core.Catalogue;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>Every example in the topic files leads where it says; one that does not is told.</summary>
public sealed class ExampleTests
{
    private const string Shown = "\nexampleForm: { site: North, days: 3 }\nexamples:\n";
    private static readonly string Expenses = Path.Combine(SampleCatalogue.Path, "..", "samples", "expenses");

    [Fact]
    public void All_examples_of_what_ships_lead_where_they_say()
    {
        Assert.True(SampleCatalogue.Folder.Examples().Length > 200);
        Assert.Empty(SampleCatalogue.Folder.RunExamples().Select(remark => remark.ToString()));
        Assert.Empty(CatalogueFolder.Load(Expenses, SampleCatalogue.Now).RunExamples().Select(remark => remark.ToString()));
    }

    [Fact]
    public async Task The_topic_of_the_readme_works_as_it_is_printed()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(SampleCatalogue.Path, "..", "README.md"), TestContext.Current.CancellationToken);
        var topic = readme.Split("## Write your own topic")[1].Split("```yaml\n")[1].Split("```")[0];
        var desk = Directory.CreateTempSubdirectory("approvals-readme-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Expenses, "*.yaml", SearchOption.AllDirectories))
            {
                var place = Path.Combine(desk, Path.GetRelativePath(Expenses, file));
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.Copy(file, place);
            }

            await File.WriteAllTextAsync(Path.Combine(desk, "topics", "access.yaml"), topic, TestContext.Current.CancellationToken);
            Assert.Equal(4, CatalogueFolder.Load(desk, SampleCatalogue.Now).Examples().Count(example => example.Topic.Id == "access"));
            var reader = YamlRegistration.Reader(desk);
            var report = await new CatalogueCheck(reader, new FakeTimeProvider(SampleCatalogue.Now)).RunAsync(reader.Current(), null, TestContext.Current.CancellationToken);
            Assert.Empty(report.Remarks.Select(remark => remark.ToString()));
        }
        finally
        {
            Directory.Delete(desk, recursive: true);
        }
    }

    [Fact]
    public void Every_topic_with_a_form_has_at_least_five()
    {
        var few = SampleCatalogue.Folder.Topics.Where(topic => topic.Kind != TopicKind.Guide && SampleCatalogue.Folder.Examples().Count(example => example.Topic.Id == topic.Id) < 5).Select(topic => topic.Id);
        Assert.Empty(few);
    }

    // What a setting of the desk's owners turns off can not be shown.
    [Fact]
    public void Every_rule_that_says_no_or_gives_a_verdict_and_every_ticket_is_shown_by_an_example()
    {
        var examples = SampleCatalogue.Folder.Examples();
        var shown = examples.SelectMany(example => (example.Expected.Refused ?? []).Concat(example.Expected.Rules ?? []).Concat(example.Expected.Tickets ?? []).Select(id => $"{example.Topic.Id}: {id}")).ToHashSet();
        var all = SampleCatalogue.Folder.Topics.SelectMany(topic => topic.Refusals.Select(rule => (rule.Id, rule.When))
            .Concat(topic.Check.Parts.SelectMany(part => part.Rules.Select(rule => (Id: topic.Check.Mode == CheckMode.Checklist ? $"no-{part.Id}" : rule.Id, rule.When))))
            .Where(rule => !rule.When.FieldNames.Any(name => topic.Values.Any(value => value.IsSetting && value.Spec.Name == name && value.Spec.Kind == FieldKind.Flag)))
            .Select(rule => rule.Id)
            .Concat(topic.Tickets.Select(ticket => ticket.Id))
            .Select(id => $"{topic.Id}: {id}"));
        Assert.Empty(all.Except(shown));
    }

    [Theory]
    [InlineData("chain: [lead]", null)]
    [InlineData("chain: [head/North]", "says 'chain: head/North', and what comes out is 'chain: lead'")]
    [InlineData("with: { days: 1 }, chain: [lead]", "what comes out is 'approved: One day is free.'")]
    [InlineData("with: { days: 61 }, refused: [too-long]", null)]
    [InlineData("with: { days: 61 }, chain: [lead, head/North]", "what comes out is 'refused: too-long'")]
    [InlineData("without: [days], invalid: [days]", null)]
    [InlineData("without: [days], chain: [lead]", "what comes out is 'invalid: days (")]
    [InlineData("chain: [lead], tickets: [payrol]", "what comes out is 'chain: lead; tickets: payroll'")]
    [InlineData("requester: eve@example.com, chain: [lead]", "asked by eve@example.com, who is not in people.yaml")]
    [InlineData("chain: [lead], refused: [too-long]", "An example says what comes out in one way")]
    [InlineData("with: { dyas: 5 }, chain: [lead]", "what comes out is 'invalid: dyas (")]
    public void One_that_leads_elsewhere_is_told_with_what_comes_out(string example, string? told)
    {
        var small = new SmallCatalogue();
        small = small.Put(SmallCatalogue.Topic, small.Text(SmallCatalogue.Topic) + Shown + $"  - {{ name: one, {example} }}\n");
        var remarks = small.Load().RunExamples();
        Assert.Equal(told is null ? 0 : 1, remarks.Length);
        Assert.All(remarks, remark => Assert.Contains(told!, remark.What, StringComparison.Ordinal));
        Assert.All(remarks, remark => Assert.Equal((Severity.Warning, SmallCatalogue.Topic, small.LineOf(SmallCatalogue.Topic, "- { name: one")), (remark.Severity, remark.File, remark.Line)));
    }
}
