using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Approvals.Adapters.Yaml;
using Approvals.App.Catalogues;
using Approvals.Core.Catalogue;
using Approvals.Core.Catalogue.Analysis;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>What the check tells of catalogues that load; every form it shows is tried against the topic.</summary>
public sealed class CatalogueCheckTests
{
    // Whatever day it is: also at the end of a quarter, and when the dates of the examples have passed.
    [Theory]
    [InlineData("2026-11-24T09:00:00Z")]
    [InlineData("2027-01-30T10:00:00Z")]
    [InlineData("2027-08-11T22:00:00Z")]
    public async Task What_ships_has_nothing_to_correct(string now)
    {
        foreach (var folder in new[] { SampleCatalogue.Path, Path.Combine(SampleCatalogue.Path, "..", "samples", "expenses") })
        {
            var reader = YamlRegistration.Reader(folder);
            var report = await new CatalogueCheck(reader, new FakeTimeProvider(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture))).RunAsync(reader.Current(), null, TestContext.Current.CancellationToken);
            Assert.Empty(report.Remarks.Where(remark => remark.Severity != Severity.Note || remark.Finding?.Kind is FindingKind.NotExhausted).Select(remark => remark.ToString()));
            Assert.True(report.Sizes!.Topics >= 2);
        }
    }

    [Fact]
    public async Task A_small_one_has_nothing_but_the_person_who_left()
    {
        var remark = Assert.Single(await CheckAsync(new SmallCatalogue()), remark => remark.Finding?.Kind != FindingKind.Nobody);
        Assert.Equal((Severity.Note, "people.yaml"), (remark.Severity, remark.File));
        Assert.Contains("cy@example.com has left and still stands in the role 'lead'", remark.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_it_from_loading_is_told_as_the_loader_tells_it()
    {
        var remark = Assert.Single(await CheckAsync(new SmallCatalogue().Change(SmallCatalogue.Topic, "ask: [lead, head]", "ask: [lead, head, haed]")));
        Assert.Equal(Severity.Error, remark.Severity);
        Assert.Contains("There is no step 'haed'", remark.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gap_between_two_ranges_is_shown_by_the_form_that_falls_into_it()
    {
        var small = new SmallCatalogue().Change(SmallCatalogue.Topic, "days: 2..10", "days: 3..10");
        var gap = Assert.Single(await FindAsync(small, FindingKind.Gap));
        Assert.Equal("2", gap.Finding!.Form!["days"].Canonical);
        Assert.Equal(small.LineOf(SmallCatalogue.Topic, "chain:"), gap.Line);
    }

    [Theory]
    [InlineData("start: \"< 2027-01-01\"", "start: \"> 2027-01-01\"", "2027-01-01")]
    [InlineData("client: \"< 15.0\"", "client: \"> 15.0\"", "15.0")]
    public async Task A_gap_of_one_value_between_dates_or_versions_is_found(string low, string high, string expected)
    {
        var small = Rows($"{{ when: {{ {low} }}, ask: [lead], because: a }}", $"{{ when: {{ {high} }}, approve: true, because: b }}", "{ when: { start: empty, client: empty }, approve: true, because: c }");
        Assert.Contains(await FindAsync(small, FindingKind.Gap), gap => gap.Finding!.Form!.Values.Any(value => value.Canonical == expected));
    }

    [Fact]
    public async Task A_gap_that_a_refusal_or_a_check_closes_is_none()
    {
        var open = Rows("{ when: { days: <= 10 }, ask: [lead], because: a }");
        Assert.NotEmpty(await FindAsync(open, FindingKind.Gap));
        Assert.Empty(await FindAsync(open.Change(SmallCatalogue.Topic, "days: \"> 60\"", "days: \"> 10\""), FindingKind.Gap));
    }

    [Fact]
    public async Task Rules_that_compare_fields_are_seen_through()
    {
        // Complements of one comparison cover everything; only when one bound is left out there is a form between.
        var whole = Rows("{ when: { days: \">= field:limit\" }, ask: [lead], because: a }", "{ when: { days: \"not >= field:limit\" }, approve: true, because: b }");
        Assert.Empty(await FindAsync(WithLimit(whole), FindingKind.Gap));
        var open = Rows("{ when: { days: \"> field:limit\" }, ask: [lead], because: a }", "{ when: { days: \"< field:limit\" }, approve: true, because: b }", "{ when: { limit: empty }, approve: true, because: c }");
        var gap = (await FindAsync(WithLimit(open), FindingKind.Gap))[0].Finding!.Form!;
        Assert.Equal(gap["limit"].Canonical, gap["days"].Canonical);

        static SmallCatalogue WithLimit(SmallCatalogue small) => small.Change(SmallCatalogue.Topic, "  start: {", "  limit: { label: Limit, kind: integer, min: 1 }\n  start: {");
    }

    [Fact]
    public async Task Two_rows_that_hold_together_are_shown_by_a_form_of_both()
    {
        var small = new SmallCatalogue().Change(SmallCatalogue.Topic, "days: \"> 10\"", "days: \">= 10\"");
        var overlap = Assert.Single(await FindAsync(small, FindingKind.Overlap));
        Assert.Equal("10", overlap.Finding!.Form!["days"].Canonical);
        Assert.Contains("Rows 2 and 3 of 'By length' hold together", overlap.What, StringComparison.Ordinal);
        Assert.Equal(small.LineOf(SmallCatalogue.Topic, "- when: { days: \">= 10\" }"), overlap.Line);
    }

    [Theory]
    [InlineData("{ days: 5, start: [empty], note: filled, site: not North }", "contradicts itself")]
    [InlineData("{ days: \"< 1\" }", "contradicts itself")]
    [InlineData("{ start: \"<= today - 3\" }", "start: Choose a later day.")]
    public async Task A_row_that_nothing_reaches_is_told_with_the_reason(string when, string reason)
    {
        var small = Rows($"{{ when: {when}, ask: [lead], because: a }}", "{ when: { days: \">= 1\" }, approve: true, because: b }");
        var dead = Assert.Single(await FindAsync(small, FindingKind.NeverFires));
        Assert.Contains(reason, dead.What, StringComparison.Ordinal);
        Assert.Equal(small.LineOf(SmallCatalogue.Topic, "- { when:"), dead.Line);
    }

    [Fact]
    public async Task Where_the_first_row_counts_a_row_that_others_take_is_told_and_an_overlap_is_not()
    {
        var small = Rows("{ when: { days: <= 10 }, ask: [lead], because: a }", "{ when: { days: 3..7 }, ask: [lead], because: b }", "{ when: { days: \">= 5\" }, ask: [lead], because: c }")
            .Change(SmallCatalogue.Topic, "- name: By length", "- name: By length\n      hitPolicy: first");
        var dead = Assert.Single(await CheckAsync(small), remark => remark.Finding?.Kind is FindingKind.NeverFires or FindingKind.Overlap);
        Assert.StartsWith("Row 2 of 'By length' never counts", dead.What, StringComparison.Ordinal);
        Assert.InRange(int.Parse(dead.Finding!.Form!["days"].Canonical, CultureInfo.InvariantCulture), 3, 7);
    }

    [Fact]
    public async Task A_gap_over_a_derived_value_and_a_setting_is_shown_by_the_fields_that_it_comes_from()
    {
        var small = Rows("{ when: { weeks: \"< field:limit\" }, ask: [lead], because: a }", "{ when: { weeks: \"> field:limit\" }, ask: [lead], because: b }")
            .Change(SmallCatalogue.Topic, "checks:\n", "settings:\n  limit: { label: Limit, kind: number, value: 12 }\nvalues:\n  weeks: { label: Weeks, sum: [field:days, 2] }\nchecks:\n");
        var gap = Assert.Single(await CheckAsync(small), remark => remark.Finding?.Kind == FindingKind.Gap || remark.Severity == Severity.Error);
        Assert.Equal("10", gap.Finding!.Form!["days"].Canonical);
        Assert.Contains("(weeks: 12)", gap.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_whose_forms_are_all_refused_names_the_refusal()
    {
        var small = Rows("{ when: { days: \"> 90\" }, ask: [lead], because: a }", "{ when: { days: \">= 1\" }, approve: true, because: b }");
        var useless = Assert.Single(await FindAsync(small, FindingKind.AlwaysRefused));
        Assert.Contains("refused, this one by 'too-long'", useless.What, StringComparison.Ordinal);
        Assert.Equal("91", useless.Finding!.Form!["days"].Canonical);
    }

    [Theory]
    [InlineData("days: \"> 60\"", "days: \"< 1\"", "refusals/too-long")]
    [InlineData("start: <= today", "days: \"< 1\"", "checks/0")]
    [InlineData("covered: true", "days: \"< 1\"", "fields/more")]
    public async Task Refusals_checks_and_fields_that_nothing_reaches_are_told(string from, string to, string place)
    {
        var small = new SmallCatalogue().Change(SmallCatalogue.Topic, from, to);
        Assert.Equal(place, Assert.Single(await FindAsync(small, FindingKind.NeverFires)).Finding!.Place);
    }

    [Fact]
    public async Task A_step_that_could_end_with_nobody_names_who_asks()
    {
        // Bo is the only holder, and Ann is the manager, the owner of the role and the owner of the desk.
        var stuck = await FindAsync(new SmallCatalogue(), FindingKind.Nobody);
        Assert.Equal(2, stuck.Length);
        Assert.StartsWith("Nobody could decide the step 'Lead' (lead) when bo@example.com asks for ann@example.com", stuck[0].What, StringComparison.Ordinal);
        Assert.Equal(new SmallCatalogue().LineOf(SmallCatalogue.Topic, "lead: { name"), stuck[0].Line);

        var more = new SmallCatalogue().Change("people.yaml", "owners: [ann@example.com]", "owners: [ann@example.com, di@example.com]").Change("people.yaml", "  bo@", "  di@example.com: { name: Di, calendar: main }\n  bo@");
        Assert.Empty(await FindAsync(more, FindingKind.Nobody));
    }

    [Fact]
    public async Task The_manager_of_whoever_asks_is_looked_up_for_each_of_them()
    {
        // Bo's manager is Ann. Ann has none, and is the only owner.
        var managed = new SmallCatalogue().Change(SmallCatalogue.Topic, "role: lead, lane: Line, quorum: any", "role: requester.manager, lane: Line");
        var stuck = (await FindAsync(managed, FindingKind.Nobody)).Where(remark => remark.Finding!.Place == "chain/steps/lead").ToList();
        Assert.Equal(["ann@example.com", "bo@example.com"], stuck.Select(remark => remark.Finding!.Requester!.Value.Value));
        Assert.Contains("when ann@example.com asks: 1 person is left", stuck[0].What, StringComparison.Ordinal);
        Assert.Contains("when bo@example.com asks for ann@example.com", stuck[1].What, StringComparison.Ordinal);

        var more = managed.Change("people.yaml", "owners: [ann@example.com]", "owners: [ann@example.com, di@example.com, ed@example.com]")
            .Change("people.yaml", "  bo@", "  di@example.com: { name: Di, calendar: main }\n  ed@example.com: { name: Ed, calendar: main }\n  bo@");
        Assert.Empty(await FindAsync(more, FindingKind.Nobody));
    }

    [Fact]
    public async Task A_row_that_another_person_reaches_is_of_use()
    {
        // Those who may ask are external or not; the first of them is not.
        var small = Rows("{ when: { days: \">= 1\" }, ask: [lead], because: a }")
            .Change(SmallCatalogue.Topic, "when: { days: \"> 60\" }", "when: { requester.external: false }")
            .Change("people.yaml", "owners: [ann@example.com]", "owners: [ann@example.com]\nownDomains: [example.com]")
            .Change("people.yaml", "people:\n", "people:\n  pia@partner.example: { name: Pia, calendar: main }\n");
        Assert.Empty(await FindAsync(small, FindingKind.AlwaysRefused));
        var useless = small.Change("people.yaml", "  pia@partner.example: { name: Pia, calendar: main }\n", "");
        Assert.Contains("this one by 'too-long'", Assert.Single(await FindAsync(useless, FindingKind.AlwaysRefused)).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_reached_at_the_time_of_an_example_is_of_use()
    {
        var small = Rows("{ when: { start: \"< 2026-06-01\" }, ask: [lead], because: a }", "{ when: { start: [\">= 2026-06-01\", empty] }, approve: true, because: b }");
        Assert.Equal("chain/tables/0/rows/0", Assert.Single(await FindAsync(small, FindingKind.NeverFires)).Finding!.Place);

        var told = small.Put(SmallCatalogue.Topic, small.Text(SmallCatalogue.Topic) + "\nexampleForm: { site: North, days: 3, start: 2026-05-04 }\nexamples:\n  - { name: in spring, at: \"2026-05-01T09:00:00Z\", chain: [lead] }\n");
        Assert.Empty(await FindAsync(told, FindingKind.NeverFires));
    }

    [Fact]
    public async Task A_gap_at_another_time_says_when()
    {
        var small = Rows("{ when: { start: [\">= 2026-06-01\", empty] }, ask: [lead], because: a }");
        Assert.Empty(await FindAsync(small, FindingKind.Gap));

        var told = small.Put(SmallCatalogue.Topic, small.Text(SmallCatalogue.Topic) + "\nexampleForm: { site: North, days: 3 }\nexamples:\n  - { name: in spring, at: \"2026-05-01T09:00:00Z\", chain: [lead] }\n");
        Assert.EndsWith(", at 2026-05-01T09:00Z", Assert.Single(await FindAsync(told, FindingKind.Gap)).Finding!.Example(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_and_owners_that_have_left_are_told()
    {
        var small = new SmallCatalogue().Change("people.yaml", "Bo, manager: ann@example.com, calendar: main", "Bo, manager: ann@example.com, calendar: main, left: true");
        var said = (await CheckAsync(small)).Where(remark => remark.File == "people.yaml").Select(remark => remark.What).ToList();
        Assert.Contains(said, what => what.StartsWith("Everybody who holds the role 'lead' has left: bo@example.com, cy@example.com.", StringComparison.Ordinal));
        Assert.Contains(said, what => what.StartsWith("Everybody who holds the role 'head' for North has left", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ten_thousand_rows_are_checked_in_seconds_and_the_one_gap_is_found()
    {
        var rows = Enumerable.Range(0, 10_000).Where(i => i != 7_777).Select(i => $"{{ when: {{ days: {(i * 10) + 1}..{(i * 10) + 10} }}, ask: [lead], because: a }}");
        var small = Rows([.. rows, "{ when: { days: \"> 100000\" }, ask: [lead], because: b }"]).Change(SmallCatalogue.Topic, "{ days: \"> 60\" }", "{ days: 60 }");
        var watch = Stopwatch.StartNew();

        var remarks = await CheckAsync(small);

        // Some ten seconds of one processor, most of it reading YAML; what grows with the square of the rows would take hours.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), $"It took {watch.Elapsed}.");
        var gap = Assert.Single(remarks, remark => remark.Finding?.Kind == FindingKind.Gap);
        Assert.InRange(((FieldValue.Number)gap.Finding!.Form!["days"]).Value, 77_771, 77_780);
        Assert.DoesNotContain(remarks, remark => remark.Finding?.Kind is FindingKind.NeverFires or FindingKind.Overlap or FindingKind.NotExhausted);
    }

    private static SmallCatalogue Rows(params string[] rows)
    {
        var small = new SmallCatalogue();
        var text = small.Text(SmallCatalogue.Topic);
        var from = text.IndexOf("        - when: { days: <= 1 }", StringComparison.Ordinal);
        var to = text.IndexOf("policy:", StringComparison.Ordinal);
        var written = new StringBuilder();
        foreach (var row in rows)
        {
            written.Append("        - ").AppendLine(row);
        }

        return small.Put(SmallCatalogue.Topic, text[..from] + written + text[to..]).Change(SmallCatalogue.Topic, "    head: { name: Head, role: head, scope: site, lane: Board }\n", "");
    }

    private static async Task<ImmutableArray<CatalogueRemark>> FindAsync(SmallCatalogue small, FindingKind kind) => [.. (await CheckAsync(small)).Where(remark => remark.Finding?.Kind == kind)];

    private static async Task<ImmutableArray<CatalogueRemark>> CheckAsync(SmallCatalogue small)
    {
        var report = await new CatalogueCheck(YamlRegistration.Reader(""), new FakeTimeProvider(SmallCatalogue.Now)).RunAsync(small.Set(), null, TestContext.Current.CancellationToken);
        return report.Remarks;
    }
}
