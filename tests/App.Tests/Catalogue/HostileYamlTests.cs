using System.Diagnostics;
using System.Text;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>Files that somebody made to break the loader, or broke by accident: a clear error, or fine, and soon.</summary>
public sealed class HostileYamlTests
{
    private const string Topic = SmallCatalogue.Topic;

    // Seconds on a machine with nothing else to do. What grows with the square of a size, or faster, would take hours.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("utf-16", "The file is not UTF-8")]
    [InlineData("utf-16BE", "The file is not UTF-8")]
    [InlineData("utf-32", "")]
    public void Other_encodings_are_told(string encoding, string message)
    {
        var catalogue = new SmallCatalogue();
        var bytes = Encoding.GetEncoding(encoding).GetPreamble().Concat(Encoding.GetEncoding(encoding).GetBytes(catalogue.Text(Topic))).ToArray();
        Assert.Contains(catalogue.Put(Topic, bytes).Errors(), error => error.File == Topic && error.What.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_mark_of_utf8_and_line_ends_of_windows_are_fine()
    {
        var catalogue = new SmallCatalogue();
        var text = catalogue.Text(Topic).ReplaceLineEndings("\r\n");
        Assert.Empty(catalogue.Put(Topic, [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)]).Errors());
    }

    [Theory]
    [InlineData("summary: Days off", "summary: \"a\\0b\"")]
    [InlineData("summary: Days off", "summary: Days\u0000off")]
    [InlineData("summary: Days off", "? [a, b]\n: x\nsummary: Days off")]
    [InlineData("summary: Days off", "<<: { summary: Days off }")]
    [InlineData("summary: Days off", "%YAML 1.9\nsummary: Days off")]
    [InlineData("summary: Days off", "summary: 'Days off")]
    [InlineData("summary: Days off", "summary: {Days: off")]
    [InlineData("days: \"> 60\"", "days: [[[[[\"> 60\"]]]]]")]
    [InlineData("days: \"> 60\"", "days: { not: { not: [] } }")]
    [InlineData("when: { days: \"> 60\" }", "when: [[{ days: \"> 60\" }]]")]
    [InlineData("when: { days: \"> 60\" }", "when: { 1: { 2: 3 } }")]
    public void Odd_yaml_is_an_error_or_fine_and_never_a_crash(string from, string to)
    {
        var catalogue = new SmallCatalogue();
        var errors = catalogue.Put(Topic, catalogue.Text(Topic).Replace(from, to, StringComparison.Ordinal)).Errors();
        Assert.All(errors, error => Assert.True(error.Line > 0 && error.What.Length > 10, error.ToString()));
    }

    [Theory]
    [InlineData("not ", 600, "The test has")]
    [InlineData("not ", 300_000 / 4, "The test has")]
    [InlineData("[", 1900, "")]
    public void A_test_that_nests_without_end_is_refused(string part, int times, string message)
    {
        var nested = string.Concat(Enumerable.Repeat(part, times)) + "5";
        var errors = new SmallCatalogue().Change(Topic, "days: \"> 60\"", $"days: \"{nested}\"").Errors();
        Assert.Contains(errors, error => error.File == Topic && error.What.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("(a{999}){999}")]
    [InlineData("((a{99}){99}){99}")]
    [InlineData("a{99}{99}{99}")]
    [InlineData("(((((x+)+)+)+)+)+y")]
    public void A_pattern_is_refused_or_matches_in_no_time(string pattern)
    {
        var catalogue = new SmallCatalogue().Change(Topic, "label: Client version, kind: version", $"label: Client version, kind: text, pattern: '{pattern}', patternHelp: No.");
        var started = Stopwatch.GetTimestamp();
        var errors = catalogue.Errors();
        if (errors.IsEmpty)
        {
            var folder = catalogue.Load();
            var form = new Dictionary<string, FieldValue> { ["client"] = new FieldValue.Text(new string('x', 190)) };
            TopicEvaluator.Evaluate(folder.Topics.Single(), form, new EvaluationContext(SmallCatalogue.Now, folder.Roles.People[0]));
        }

        Assert.All(errors, error => Assert.Contains("The pattern can not be used", error.What, StringComparison.Ordinal));
        Assert.True(Stopwatch.GetElapsedTime(started) < Soon);
    }

    [Fact]
    public void A_shared_field_does_not_take_over_another_one() =>
        Assert.Contains(
            new SmallCatalogue().Put("fields.yaml", "note: { from: more }\nmore: { from: note }\n").Errors(),
            error => error.File == "fields.yaml" && error.What.Contains("'from' is not known here", StringComparison.Ordinal));

    [Fact]
    public async Task Managers_in_a_circle_end_the_ladder()
    {
        var folder = new SmallCatalogue().Change("people.yaml", "ann@example.com: { name: Ann,", "ann@example.com: { name: Ann, manager: bo@example.com,").Load();
        var holders = await folder.Directory.HoldersAsync(new RoleRef("lead"), TestContext.Current.CancellationToken);
        Assert.Equal(["ann@example.com"], holders.Ladder.Select(person => person.Mail.Value));
    }

    [Fact]
    public void Topics_that_lead_to_each_other_are_fine() =>
        Assert.Empty(new SmallCatalogue().Change(Topic, "guidance: Ask in person.", "guidance: Ask in person.\n    next: leave").Change(Topic, "summary: Days off", "summary: Days off\nrelated: [leave]").Errors());

    [Fact]
    public void Holidays_without_a_day_are_refused() =>
        Assert.Contains(
            new SmallCatalogue().Change("calendars.yaml", "    2026-12-25: Christmas", "    {}").Errors(),
            error => error.File == "calendars.yaml" && error.What.Contains("have no day in 2026", StringComparison.Ordinal));

    [Fact]
    public void A_key_without_end_of_unknown_keys_is_told_in_seconds()
    {
        var catalogue = new SmallCatalogue();
        var keys = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"summar{i}: x\n"));
        var started = Stopwatch.GetTimestamp();

        var errors = catalogue.Put(Topic, catalogue.Text(Topic) + "\n" + keys).Errors();

        Assert.Equal(50, errors.Length);
        Assert.True(Stopwatch.GetElapsedTime(started) < Soon);
    }

    [Fact]
    public void Ten_thousand_rows_in_one_table_are_read_and_judged_in_seconds()
    {
        var catalogue = new SmallCatalogue();
        var rows = string.Concat(Enumerable.Range(100, 10_000).Select(i => $"        - {{ when: {{ days: {i} }}, ask: [lead], because: Row {i}. }}\n"));
        var started = Stopwatch.GetTimestamp();

        var folder = catalogue.Change(Topic, "      rows:\n", "      rows:\n" + rows).Change(Topic, "when: { days: \"> 60\" }", "when: { days: \"> 90000\" }").Load();
        var draft = Assert.IsType<Evaluation.Drafted>(TopicEvaluator.Evaluate(
            folder.Topics.Single(),
            new Dictionary<string, FieldValue> { ["site"] = new FieldValue.Text("North"), ["days"] = new FieldValue.Number(10_099) },
            new EvaluationContext(SmallCatalogue.Now, folder.Roles.People[0]))).Draft;

        Assert.Contains("Row 10099.", draft.Chain[0].Because);
        Assert.True(Stopwatch.GetElapsedTime(started) < Soon, $"{Stopwatch.GetElapsedTime(started)}");
    }

    [Fact]
    public void Ten_thousand_rows_of_a_value_and_of_a_check_too()
    {
        var rows = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"      - {{ when: {{ days: {i} }}, is: C{i} }}\n"));
        var rules = string.Concat(Enumerable.Range(0, 8_000).Select(i => $"    r{i}: {{ when: {{ kind: C{i} }}, verdict: no, say: Row {i}. }}\n"));
        var started = Stopwatch.GetTimestamp();

        var folder = new SmallCatalogue().Put("topics/big.yaml", $$"""
            id: big
            kind: check
            title: Big
            summary: Big
            fields:
              days: { label: Days, kind: integer }
            values:
              kind:
                label: Kind
                first:
            {{rows}}
            check:
              rules:
            {{rules}}
              otherwise: { verdict: yes, say: None. }
            """).Load();
        var judged = Assert.IsType<CheckOutcome.Judged>(CheckEvaluator.Evaluate(
            folder.Topics.Single(topic => topic.Id == "big"), new Dictionary<string, FieldValue> { ["days"] = new FieldValue.Number(7_999) }, new EvaluationContext(SmallCatalogue.Now, folder.Roles.People[0])));

        Assert.Equal("Row 7999.", judged.Reasons[0].Say);
        Assert.True(Stopwatch.GetElapsedTime(started) < Soon, $"{Stopwatch.GetElapsedTime(started)}");
    }
}
