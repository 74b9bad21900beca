using System.Collections.Immutable;
using Approvals.Adapters.Yaml;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>What the catalogue's language can say, as it is written: derived values, settings, checks of every shape, and where they lead.</summary>
public sealed class LanguageTests
{
    private const string Check = "topics/window.yaml";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly string Shape = """
        id: window
        kind: check
        title: Window
        summary: Whether there is time
        settings:
          most: { label: Most days, kind: integer, value: 30, unit: days, why: The sources differ. }
        values:
          asked: { label: Days asked for, unit: days, days: { from: field:from, to: field:to } }
          latest: { label: Latest day, date: today + 30 }
          work: { label: Working days, businessDays: { from: field:from, to: field:to } }
          answer: { label: Answer by, businessDate: { from: field:from, plus: 2 } }
          both: { label: Both, unit: USD, sum: [field:price, field:tax] }
          net: { label: Net, difference: { from: field:price, less: field:tax } }
          share: { label: Share, unit: "%", percent: { part: field:tax, whole: field:price } }
          key: { label: Key, match: { pattern: "006[a-z]{3}", in: [id, url] } }
          domain: { label: Domain, domainOf: mail }
          quarter: { label: Quarter ends, quarterEnd: { quarters: fiscal } }
          quarterOf: { label: Its quarter, quarterEnd: { quarters: fiscal, of: field:to } }
          left: { label: Hours left, unit: hours, hoursLeftInQuarter: fiscal }
          step:
            label: Step
            first:
              - { when: { asked: <= 7 }, is: Short }
              - { when: { asked: "<= field:most" }, is: Middle }
            otherwise: Long
          limit:
            label: Limit
            kind: number
            first: [{ when: { step: Short }, is: field:price }]
            otherwise: "5"
          needs:
            label: Needs
            collect:
              - { when: { step: [Middle, Long] }, is: Lead }
              - { when: { share: "> 10" }, is: Tax }
        fields:
          from: { label: From, kind: date }
          to: { label: To, kind: date, requiredWhen: { from: filled } }
          price: { label: Price, kind: number }
          tax: { label: Tax, kind: number }
          id: { label: Id, kind: text }
          url: { label: Url, kind: text }
          mail: { label: Mail, kind: email }
        check:
          rules:
            short: { when: { step: Short, from: filled }, verdict: yes, say: "{{asked}} are fine.", next: { topic: leave, fields: { note: id } } }
            mine: { when: { "requester.domain": field:domain }, verdict: info, say: It is yours. }
            roles: { when: { "requester.roles": lead, "requester.external": false, id: lead }, verdict: info, say: You lead. }
            long: { when: { step: Long, asked: filled }, verdict: no, say: "{{asked}} are too many.", guidance: "Not **{{id}}**." }
          otherwise: { verdict: todo, say: Say more. }
        """;

    [Theory]
    [InlineData("asked", "6 days")]
    [InlineData("latest", "2026-12-24")]
    [InlineData("work", "3")]
    [InlineData("answer", "2026-12-23")]
    [InlineData("both", "119 USD")]
    [InlineData("net", "81")]
    [InlineData("share", "19%")]
    [InlineData("key", "006abc")]
    [InlineData("domain", "client.example")]
    [InlineData("quarter", "2027-01-31")]
    [InlineData("quarterOf", "2027-01-31")]
    [InlineData("step", "Short")]
    [InlineData("limit", "100")]
    [InlineData("needs", "Tax")]
    [InlineData("left", "1654 hours", "2026-11-24T09:30:00Z")]
    [InlineData("left", "0 hours", "2027-02-01T07:59:59Z")]
    [InlineData("quarter", "2027-01-31", "2027-02-01T07:59:59Z")]
    [InlineData("quarter", "2027-04-30", "2027-02-01T08:00:00Z")]
    public async Task A_value_is_derived(string name, string text, string at = "2026-11-24T09:00:00Z")
    {
        var judged = await JudgeAsync(at, ("from", "2026-12-21"), ("to", "2026-12-27"), ("price", 100m), ("tax", 19m), ("id", "x"), ("url", "https://x/006abc9"), ("mail", "it@client.example"));

        Assert.Equal(text, judged.Values.Single(value => value.Field == name).Text.Replace(",", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_derived_of_nothing_is_empty()
    {
        var judged = await JudgeAsync("2026-11-24T09:00:00Z");

        Assert.Equal(["latest", "quarter", "left", "step", "limit", "needs"], judged.Values.Select(value => value.Field));
        Assert.Equal("otherwise", Assert.Single(judged.Reasons).Rule);
        Assert.Equal(Verdict.Todo, judged.Verdict);
    }

    [Fact]
    public async Task The_first_rule_that_holds_decides_and_carries_the_fields_over()
    {
        var judged = await JudgeAsync("2026-11-24T09:00:00Z", ("from", "2026-12-21"), ("to", "2026-12-22"), ("id", "lead"));

        var reason = Assert.Single(judged.Reasons);
        Assert.Equal(("short", Verdict.Yes, "1 days are fine."), (reason.Rule, reason.Verdict, reason.Say));
        Assert.Equal("leave", reason.Next!.Topic);
        Assert.Equal("lead", reason.Carried["note"].Canonical);
    }

    [Fact]
    public async Task What_somebody_typed_is_no_markup()
    {
        var judged = await JudgeAsync("2026-11-24T09:00:00Z", ("from", "2026-12-21"), ("to", "2027-12-22"), ("id", "**[x](y)**"));

        Assert.Equal("Not **\\*\\*\\[x\\]\\(y\\)\\*\\***.", Assert.Single(judged.Reasons).Guidance);
    }

    [Fact]
    public async Task Roles_of_the_requester_can_be_asked_for()
    {
        var judged = await JudgeAsync("2026-11-24T09:00:00Z", ("id", "lead"));

        Assert.Equal("roles", Assert.Single(judged.Reasons).Rule);
    }

    [Fact]
    public async Task What_hangs_on_a_wrong_field_is_not_judged()
    {
        var outcome = Assert.IsType<CheckOutcome.Invalid>(await OutcomeAsync("2026-11-24T09:00:00Z", ("from", "tomorrow"), ("to", "2027-12-22")));

        Assert.Equal(["from"], outcome.Errors.Keys);
    }

    [Theory]
    [InlineData("sum: [field:price, field:tax]", "sum: [field:price, field:id]", "are of different kinds")]
    [InlineData("sum: [field:price, field:tax]", "sum: [field:price]", "needs two numbers or more")]
    [InlineData("sum: [field:price, field:tax]", "sum: [field:price, field:taxes]", "There is no field 'taxes'")]
    [InlineData("sum: [field:price, field:tax]", "sum: [field:price, field:share]", "There is no field 'share'")]
    [InlineData("both: { label: Both", "price: { label: Both", "There is a field or value 'price' already")]
    [InlineData("date: today + 30", "date: field:latest", "There is no field 'latest'")]
    [InlineData("date: today + 30", "date: someday", "is a date, and 'someday' is none")]
    [InlineData("date: today + 30", "dates: today + 30", "Say in one way how the value comes about")]
    [InlineData("plus: 2", "plus: two", "a whole number of working days")]
    [InlineData("domainOf: mail", "domainOf: price", "is not a text")]
    [InlineData("pattern: \"006[a-z]{3}\"", "pattern: \"(\"", "The pattern can not be used")]
    [InlineData("hoursLeftInQuarter: fiscal", "hoursLeftInQuarter: fiscals", "There are no quarters 'fiscals'. Did you mean 'fiscal'?")]
    [InlineData("kind: integer, value: 30", "kind: integer, value: many", "This is no value for the integer field 'most'")]
    [InlineData("{ step: Short, from: filled }", "{ step: Shirt }", "'Step' is never 'Shirt'. Did you mean 'Short'?")]
    [InlineData("verdict: info, say: It is yours.", "verdict: maybe, say: It is yours.", "'verdict' can not be 'maybe'")]
    [InlineData("verdict: info, say: It is yours.", "say: It is yours.", "'verdict' is missing")]
    [InlineData("say: It is yours.", "say: \"It is {{his}}.\"", "There is no placeholder 'his'")]
    [InlineData("\"requester.roles\": lead", "\"requester.roles\": leed", "is never 'leed'. Did you mean 'lead'?")]
    [InlineData("topic: leave, fields", "topic: leaf, fields", "There is no topic 'leaf'. Did you mean 'leave'?")]
    [InlineData("fields: { note: id }", "fields: { nota: id }", "has no field 'nota'. Did you mean 'note'?")]
    [InlineData("fields: { note: id }", "fields: { note: ident }", "There is no field 'ident' to carry over")]
    [InlineData("otherwise: { verdict: todo, say: Say more. }", "other: {}", "'otherwise' is missing", -5)]
    [InlineData("summary: Whether there is time", "summary: Whether there is time\nchain: {}", "A topic of kind check has no 'chain'", 1)]
    [InlineData("summary: Whether there is time", "summary: Whether there is time\nrelated: [leaves]", "There is no topic 'leaves'. Did you mean 'leave'?", 1)]
    [InlineData("summary: Whether there is time", "summary: Whether there is time\naudience: internal", "Add 'ownDomains'", 1)]
    public void Tells_where_and_what(string from, string to, string message, int below = 0)
    {
        var catalogue = Catalogue();
        var line = catalogue.LineOf(Check, from) + below;

        var errors = catalogue.Change(Check, from, to).Errors();

        Assert.Contains(errors, error => error.File == Check && error.Line == line && error.What.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Values_of_a_request_are_shown_and_named_but_not_filled_in()
    {
        var folder = new SmallCatalogue()
            .Change(SmallCatalogue.Topic, "checks:\n", "values:\n  back: { label: Back on, date: field:start + 7 }\nchecks:\n")
            .Change(SmallCatalogue.Topic, "because: \"{{days}} need the lead.\"", "because: \"{{days}} until {{back}} need the lead.\"").Load();
        var topic = folder.Topics.Single();
        var context = new EvaluationContext(SmallCatalogue.Now, Person(folder));
        var form = Fields(("site", "North"), ("days", 5m), ("start", "2026-12-01"));

        var draft = Assert.IsType<Evaluation.Drafted>(TopicEvaluator.Evaluate(topic, form, context)).Draft;

        Assert.Equal("5 days until 2026-12-08 need the lead.", Assert.Single(Assert.Single(draft.Chain).Because));
        Assert.Equal(new ShownField("back", "Back on", "2026-12-08"), draft.Content.Shown[^1]);
        Assert.DoesNotContain("back", draft.Content.Fields.Keys);
        var refused = Assert.IsType<Evaluation.Invalid>(TopicEvaluator.Evaluate(topic, form.Add("back", new FieldValue.Text("2026-12-08")), context));
        Assert.Equal(["back"], refused.Errors.Keys);
    }

    [Fact]
    public void Of_a_table_with_hit_policy_first_the_first_row_counts()
    {
        var folder = new SmallCatalogue().Change(SmallCatalogue.Topic, "- name: By length", "- name: By length\n      hitPolicy: first")
            .Change(SmallCatalogue.Topic, "when: { days: 2..10 }", "when: { days: \"> 1\" }").Load();

        var draft = Assert.IsType<Evaluation.Drafted>(
            TopicEvaluator.Evaluate(folder.Topics.Single(), Fields(("site", "North"), ("days", 30m)), new EvaluationContext(SmallCatalogue.Now, Person(folder)))).Draft;

        Assert.Equal("lead", Assert.Single(draft.Chain).Role.Role);
    }

    [Theory]
    [InlineData(true, true, true, Verdict.Yes, "passed", "Yes Yes Yes")]
    [InlineData(false, true, true, Verdict.Todo, "none", "Todo - -")]
    [InlineData(true, false, true, Verdict.No, "second-otherwise", "Yes No -")]
    [InlineData(true, true, false, Verdict.No, "third-otherwise", "Yes Yes No")]
    public void Steps_stop_at_the_first_that_does_not_let_pass(bool a, bool b, bool c, Verdict verdict, string rule, string parts)
    {
        var folder = Catalogue("""
              steps:
                first: { title: First, rules: { none: { when: { a: false }, verdict: todo, say: Get one. } }, otherwise: { verdict: yes, say: There is one. } }
                second: { title: Second, rules: { well: { when: { b: true }, verdict: yes, say: Well. } }, otherwise: { verdict: no, say: No. } }
                third: { title: Third, rules: { good: { when: { c: true }, verdict: yes, say: Good. } }, otherwise: { verdict: no, say: No. } }
              passed: { say: All done., next: leave }
            """).Load();

        var judged = Flags(folder, a, b, c);

        Assert.Equal((verdict, rule), (judged.Verdict, Assert.Single(judged.Reasons).Rule));
        Assert.Equal(parts, string.Join(' ', judged.Parts.Select(part => part.Verdict?.ToString() ?? "-")));
    }

    [Theory]
    [InlineData(true, true, true, Verdict.Yes, "passed", "Yes Yes Yes")]
    [InlineData(false, true, false, Verdict.No, "missing no-first no-third", "No Yes No")]
    [InlineData(true, false, true, Verdict.No, "missing no-second", "Yes No -")]
    public void A_checklist_tells_all_that_is_missing_of_what_applies(bool a, bool b, bool c, Verdict verdict, string rules, string parts)
    {
        var folder = Catalogue("""
              checklist:
                first: { title: First, met: { a: true }, say: The first is missing. }
                second: { title: Second, met: { b: true }, say: The second is missing., guidance: Get it. }
                third: { title: Third, when: { b: true }, met: { c: true }, say: The third is missing. }
              passed: { say: All done. }
              missing: { say: Something is missing. }
            """).Load();

        var judged = Flags(folder, a, b, c);

        Assert.Equal((verdict, rules), (judged.Verdict, string.Join(' ', judged.Reasons.Select(reason => reason.Rule))));
        Assert.Equal(parts, string.Join(' ', judged.Parts.Select(part => part.Verdict?.ToString() ?? "-")));
    }

    [Fact]
    public void Of_all_rules_that_are_collected_the_gravest_counts()
    {
        var folder = Catalogue("""
              hitPolicy: collect
              rules:
                one: { when: { a: true }, verdict: yes, say: One. }
                two: { when: { b: true }, verdict: no, say: Two. }
                three: { when: { c: true }, verdict: todo, say: Three. }
              otherwise: { verdict: info, say: None. }
            """).Load();

        Assert.Equal(["two", "three", "one"], Flags(folder, true, true, true).Reasons.Select(reason => reason.Rule));
        Assert.Equal((Verdict.No, Verdict.Yes, Verdict.Info), (Flags(folder, true, true, true).Verdict, Flags(folder, true, false, false).Verdict, Flags(folder, false, false, false).Verdict));
    }

    [Fact]
    public void A_catalogue_with_everything_in_it_is_right()
    {
        Assert.Empty(Everything.Catalogue().Errors());
        Assert.Equal(2, Everything.Catalogue().Load().Examples().Length);
    }

    private static SmallCatalogue Catalogue() => new SmallCatalogue().Put(Check, Shape)
        .Change("calendars.yaml", "businessDay: 8 business hours\n", "businessDay: 8 business hours\nquarters:\n  fiscal: { firstMonth: 2, closes: \"23:59\", zone: America/Los_Angeles }\n");

    private static SmallCatalogue Catalogue(string check) => new SmallCatalogue().Put(Check, $$"""
        id: window
        kind: check
        title: Window
        summary: Whether there is time
        fields:
          a: { label: A, kind: flag }
          b: { label: B, kind: flag }
          c: { label: C, kind: flag }
        check:
        {{check}}
        """);

    private static CheckOutcome.Judged Flags(CatalogueFolder folder, bool a, bool b, bool c) => Assert.IsType<CheckOutcome.Judged>(
        CheckEvaluator.Evaluate(folder.Topics.Single(topic => topic.Id == "window"), Fields(("a", a), ("b", b), ("c", c)), new EvaluationContext(SmallCatalogue.Now, Person(folder))));

    private static async Task<CheckOutcome.Judged> JudgeAsync(string at, params (string, object)[] fields) => Assert.IsType<CheckOutcome.Judged>(await OutcomeAsync(at, fields));

    private static async Task<CheckOutcome> OutcomeAsync(string at, params (string, object)[] fields)
    {
        var folder = Catalogue().Load();
        var person = await folder.Directory.FindAsync(EmailAddress.Parse("bo@example.com"), Ct);
        return CheckEvaluator.Evaluate(folder.Topics.Single(topic => topic.Id == "window"), Fields(fields), new EvaluationContext(DateTimeOffset.Parse(at), person!));
    }

    private static Core.Chains.Person Person(CatalogueFolder folder) => folder.Roles.People[0];

    private static ImmutableDictionary<string, FieldValue> Fields(params (string Name, object Value)[] fields) => fields.ToImmutableDictionary(field => field.Name, field => (FieldValue)(field.Value switch
    {
        string text => new FieldValue.Text(text),
        decimal number => new FieldValue.Number(number),
        bool flag => new FieldValue.Flag(flag),
        var other => throw new ArgumentException(other.GetType().Name),
    }));
}
