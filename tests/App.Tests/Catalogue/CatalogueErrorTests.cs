using System.Text;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>Every error names the file, the line, what is wrong and what to do.</summary>
public sealed class CatalogueErrorTests
{
    private const string Topic = SmallCatalogue.Topic;

    [Fact]
    public void A_right_catalogue_has_no_errors() => Assert.Empty(new SmallCatalogue().Errors());

    [Theory]
    // Keys
    [InlineData(Topic, "summary: Days off", "sumary: Days off", "'sumary' is not known here. Did you mean 'summary'?")]
    [InlineData(Topic, "min: 1,", "mim: 1,", "'mim' is not known here. Did you mean 'min'?")]
    [InlineData(Topic, "outcome: expire", "outcomes: expire", "'outcomes' is not known here. Did you mean 'outcome'?")]
    [InlineData(Topic, "title: Leave\n", "title: Leave\ntitle: Again\n", "'title' is here twice", 1)]
    [InlineData(Topic, "kind: request", "kind: requst", "'kind' can not be 'requst'. Did you mean 'request'?")]
    [InlineData(Topic, "id: leave", "id: Leave of absence", "is not an id of a topic")]
    [InlineData(Topic, "id: leave", "id: vacation", "must be called vacation.yaml")]
    // Fields
    [InlineData(Topic, "kind: integer", "kind: interger", "'kind' can not be 'interger'. Did you mean 'integer'?")]
    [InlineData(Topic, "label: Days, ", "", "'label' is missing")]
    [InlineData(Topic, "choices: [North]", "choices: []", "needs 'choices'")]
    [InlineData(Topic, "choices: [North]", "choices: [North, North]", "is here twice")]
    [InlineData(Topic, "label: Client version,", "label: Client version, min: 3,", "'min' is for numbers only")]
    [InlineData(Topic, "label: Client version,", "label: Client version, pattern: '(', patternHelp: No,", "The pattern can not be used")]
    [InlineData(Topic, "label: Client version,", "label: Client version, pattern: '(?=a)b', patternHelp: No,", "The pattern can not be used")]
    [InlineData(Topic, "label: Client version,", "label: Client version, pattern: '(a)\\1', patternHelp: No,", "The pattern can not be used")]
    [InlineData(Topic, "label: Client version,", "label: Client version, pattern: 'x',", "needs a 'patternHelp'")]
    [InlineData(Topic, "  covered: {", "  assignee: { label: A, kind: text }\n  covered: {", "'assignee' is the name of a placeholder")]
    [InlineData(Topic, "  covered: {", "  Bad-name: { label: A, kind: text }\n  covered: {", "'Bad-name' is not a name of a field")]
    [InlineData(Topic, "note: { from: note }", "note: { from: notes }", "There is no shared field 'notes'. Did you mean 'note'?")]
    [InlineData(Topic, "visibleWhen: { covered: true }", "visibleWhen: { note: filled }", "which must stand above it")]
    [InlineData(Topic, "min: 1, required", "min: 9, max: 3, required", "'min' is above 'max'")]
    [InlineData(Topic, "kind: integer, min: 1", "kind: integer, default: many, min: 1", "This is no value for the integer field 'days'")]
    // Conditions
    [InlineData(Topic, "when: { days: \"> 60\" }", "when: { dayz: \"> 60\" }", "There is no field 'dayz' to test. Did you mean 'days'?")]
    [InlineData(Topic, "days: \"> 60\"", "days: \"> many\"", "'Days' is a number, and 'many' is none")]
    [InlineData(Topic, "days: 2..10", "days: 10..2", "The range '10..2' is empty")]
    [InlineData(Topic, "start: <= today", "start: <= tomorrow", "'Start' is a date, and 'tomorrow' is none")]
    [InlineData(Topic, "start: <= today", "start: <= field:days", "are of different kinds")]
    [InlineData(Topic, "start: <= today", "start: <= field:end", "There is no field 'end' to compare to")]
    [InlineData(Topic, "when: { days: \"> 60\" }", "when: { client: \"> fifteen\" }", "'Client version' is a version")]
    [InlineData(Topic, "when: { days: \"> 60\" }", "when: { covered: maybe }", "Write true or false")]
    [InlineData(Topic, "when: { days: \"> 60\" }", "when: { site: Nord }", "'Site' is never 'Nord'. Did you mean 'North'?")]
    [InlineData(Topic, "when: { days: \"> 60\" }", "when: { site: \"> North\" }", "has no order")]
    [InlineData(Topic, "when: { days: \"> 60\" }", "when: {}", "The condition is empty")]
    [InlineData(Topic, "when: { days: \"> 60\" }", "when: { chain: [leed] }", "the chain is never 'leed'. Did you mean 'lead'?")]
    [InlineData(Topic, "decisionsByMail: { days: <= 5 }", "decisionsByMail: { chain: [lead] }", "There is no field 'chain' to test")]
    // Chain
    [InlineData(Topic, "ask: [lead, head]", "ask: [leed, head]", "There is no step 'leed'. Did you mean 'lead'?")]
    [InlineData(Topic, "ask: [lead, head]", "ask: [[lead, head]]", "stand in different lanes")]
    [InlineData(Topic, "ask: [lead, head]", "ask: [lead]", "No row asks for the step 'head'", -11)]
    [InlineData(Topic, "lane: Board", "lane: Bored", "There is no lane 'Bored'. Did you mean 'Board'?")]
    [InlineData(Topic, "role: lead", "role: leed", "There is no role 'leed'. Did you mean 'lead'?")]
    [InlineData(Topic, "scope: site, ", "", "has people for each scope")]
    [InlineData(Topic, "scope: site", "scope: days", "A scope needs a field of kind choice")]
    [InlineData(Topic, "choices: [North]", "choices: [North, South]", "has nobody for South", 25)]
    [InlineData(Topic, "quorum: any", "quorum: 2", "2 people must approve, but the role 'lead' has 1")]
    [InlineData(Topic, "quorum: any", "quorum: most", "'quorum' is all, any or a number")]
    [InlineData(Topic, "role: head, scope: site", "role: requester.manager, scope: site", "is the manager of whoever asks. Remove 'scope'")]
    [InlineData(Topic, "role: lead, lane: Line, quorum: any", "role: requester.manager, lane: Line, quorum: 2", "2 people must approve, but whoever asks has one manager")]
    [InlineData(Topic, "limit: 2 business days", "limit: 2 days", "Write '2 business days'")]
    [InlineData(Topic, "escalateAfter: 100%", "escalateAfter: soon", "'100%' of the limit")]
    [InlineData(Topic, "expireAfter: 10 business days", "expireAfter: 1 business day", "would expire before its limit")]
    [InlineData(Topic, "remindAtPercent: [50, 100]", "remindAtPercent: [half]", "whole percents")]
    [InlineData(Topic, "          because: One day is free.\n", "", "'because' is missing", -2)]
    [InlineData(Topic, "          approve: true\n", "", "The row does nothing", -1)]
    [InlineData(Topic, "- name: By length", "- name: By length\n      hitPolicy: frist", "'hitPolicy' can not be 'frist'. Did you mean 'first'?", 1)]
    // Texts
    [InlineData(Topic, "requestTitle: \"Leave of {{days}}\"", "requestTitle: \"Leave of {{dayz}}\"", "There is no placeholder 'dayz'. Did you mean 'days'?")]
    [InlineData(Topic, "body: \"{{fields}}\"", "body: \"{{field}}\"", "There is no placeholder 'field'")]
    [InlineData(Topic, "body: \"{{fields}}\"", "body: \"{{fields\"", "is never closed")]
    [InlineData(Topic, "because: \"{{days}} need the lead.\"", "because: \"{{assignee}} is asked.\"", "There is no placeholder 'assignee'")]
    [InlineData(Topic, "https://example.com/leave", "javascript:alert(1)", "does not lead anywhere")]
    [InlineData(Topic, "relevantFields: [site, days, start]", "relevantFields: [site, dayz]", "There is no field 'dayz'. Did you mean 'days'?")]
    [InlineData(Topic, "relevantFields: [site, days, start]", "relevantFields: []", "'relevantFields' is empty")]
    [InlineData("texts.yaml", "reminder:\n  subject: About {{request.title}}", "reminder:\n  subject: About {{request.titel}}", "There is no placeholder 'request.titel'. Did you mean 'request.title'?", 1)]
    [InlineData("texts.yaml", "reminder:\n", "remainder:\n", "There is no mail 'remainder'. Did you mean 'reminder'?")]
    // Tickets
    [InlineData(Topic, "    priority: Low", "    system: zendeks\n    priority: Low", "There is no ticket system 'zendeks'. Did you mean 'zendesk'?")]
    [InlineData(Topic, "priority: Low", "priority: Lowest", "'priority' is one of Urgent, High, Normal, Low")]
    [InlineData(Topic, "priority: Low", "priority: \"{{site}}\"", "a required choice of nothing but Urgent, High, Normal, Low")]
    [InlineData(Topic, "    priority: Low", "    system: zendesk\n    priority: Low", "A ticket in Zendesk needs 'form'", -1)]
    [InlineData(Topic, "    priority: Low", "    form: internal\n    system: zendesk\n    priority: Low", "'form' of a ticket in Zendesk is the number of the form")]
    [InlineData(Topic, "    priority: Low", "    tags: [Two words]\n    form: \"7\"\n    system: zendesk\n    priority: Low", "'Two words' is no tag in Zendesk")]
    [InlineData(Topic, "    priority: Low", "    fields: { email_ccs: c@example.com }\n    form: \"7\"\n    system: zendesk\n    priority: Low", "copies nobody but the person who asked")]
    [InlineData(Topic, "    priority: Low", "    requester: \"{{note}}\"\n    form: \"7\"\n    system: zendesk\n    priority: Low", "'requester' is the mail address of an account")]
    [InlineData(Topic, "    priority: Low", "    requester: a@example.com\n    priority: Low", "is always in the name of the person who asked")]
    [InlineData(Topic, "    priority: Low", "    fields: { Opportunity link: x }\n    system: servicenow\n    priority: Low", "A field in ServiceNow is the name of a column")]
    [InlineData(Topic, "    priority: Low", "    fields: { watch_list: x }\n    system: servicenow\n    priority: Low", "is not for a template to fill in")]
    [InlineData(Topic, "    priority: Low", "    tags: [a]\n    system: servicenow\n    priority: Low", "There are no tags in ServiceNow")]
    [InlineData(Topic, "    priority: Low", "    queue: Legal\n    form: \"42\"\n    system: jira\n    priority: Low", "There is no queue in Jira Service Management")]
    [InlineData(Topic, "    priority: Low", "    form: Legal\n    system: gitlab\n    priority: Low", "is a project, like legal/legal-and-compliance")]
    [InlineData(Topic, "    priority: Low", "    fields: { a: b }\n    system: gitlab\n    priority: Low", "There are no fields in GitLab issues")]
    [InlineData(Topic, "    priority: Low", "    queue: Deal Desk\n    system: mail\n    priority: Low", "the mail address of the queue")]
    [InlineData(Topic, "    priority: Low", "    tags: [\"{{dayz}}\"]\n    priority: Low", "There is no placeholder 'dayz'")]
    // YAML
    [InlineData(Topic, "summary: Days off", "summary: Days\toff", "The line has a tab")]
    [InlineData(Topic, "summary: Days off", "summary: &a Days off", "Anchors (&) and aliases (*) are not read")]
    [InlineData(Topic, "summary: Days off", "summary: !!binary Days", "Tags (")]
    [InlineData(Topic, "days: \"> 60\"", "days: > 60", "Put a test that starts with > in quotes")]
    [InlineData(Topic, "requestTitle: \"Leave of {{days}}\"", "requestTitle: {{days}} of leave", "Put a text that starts with {{ in quotes")]
    [InlineData(Topic, "summary: Days off", "summary: Days: off", "Put a text that has a colon in it in quotes")]
    [InlineData(Topic, "summary: Days off", "summary: [Days]", "'summary' needs a text")]
    // People and calendars
    [InlineData("people.yaml", "manager: ann@", "manager: anne@", "There is no person 'anne@example.com'. Did you mean 'ann@example.com'?")]
    [InlineData("people.yaml", "name: Bo, manager: ann@", "name: Bo, manager: bo@", "Nobody manages themselves")]
    [InlineData("people.yaml", "access: [admin]", "access: [root]", "'access' can not be 'root'")]
    [InlineData("people.yaml", "name: Ann, calendar: main", "name: Ann, calendar: mane", "There is no calendar 'mane'. Did you mean 'main'?")]
    [InlineData("people.yaml", "holders: [bo@example.com, cy@example.com]", "holders: []", "The role 'lead' has no holders")]
    [InlineData("people.yaml", "holders: [bo@example.com, cy@example.com]", "group: leads", "'leads' is not the object id of a group")]
    [InlineData("people.yaml", "holders: [bo@example.com, cy@example.com]", "holders: [bo@example.com], groups: { North: 5b0c9a5e-6c0e-4b1b-9c55-0d1f6f7d2a01 }", "A role without scopes has one 'group'")]
    [InlineData("people.yaml", "owners: [ann@example.com]", "owners: [ann@example.com]\nfromGraph: { region: { attribute: nation } }", "'attribute' can not be 'nation'", 1)]
    [InlineData("people.yaml", "owners: [ann@example.com]", "owners: [ann@example.com]\nfromGraph: { calendar: { attribute: city, otherwise: moon } }", "There is no calendar 'moon'", 1)]
    [InlineData("people.yaml", "  bo@example.com:", "  bo:", "'bo' is not a mail address")]
    [InlineData("calendars.yaml", "Europe/Berlin", "Europe/Berlim", "There is no time zone 'Europe/Berlim'")]
    [InlineData("calendars.yaml", "09:00-17:00", "17:00-09:00", "the earlier time first")]
    [InlineData("calendars.yaml", "monday-friday", "mon-fri", "'mon-fri' is not a weekday")]
    [InlineData("calendars.yaml", "[berlin]", "[berlim]", "There are no holidays 'berlim'. Did you mean 'berlin'?")]
    [InlineData("calendars.yaml", "2026-12-25", "2026-25-12", "'2026-25-12' is not a date")]
    [InlineData("calendars.yaml", "8 business hours", "eight hours", "'businessDay' can not be 'eight hours'")]
    public void Tells_where_and_what(string file, string from, string to, string message, int below = 0)
    {
        var catalogue = new SmallCatalogue();
        var line = catalogue.LineOf(file, from) + below;

        var errors = catalogue.Change(file, from, to).Errors();

        Assert.Contains(errors, error => error.File == file && error.Line == line && error.What.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("chain")]
    [InlineData("policy")]
    [InlineData("requestTitle")]
    public void A_request_topic_without_its_parts_is_refused(string key)
    {
        var catalogue = new SmallCatalogue();
        catalogue.Put(Topic, catalogue.Text(Topic).Replace($"\n{key}:", $"\n{key}s:", StringComparison.Ordinal));
        Assert.Contains(catalogue.Errors(), error => error.File == Topic && error.Line == 1 && error.What.Contains($"needs '{key}'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_chain_that_asks_nobody_and_gives_no_reason_is_refused()
    {
        var catalogue = new SmallCatalogue();
        var text = catalogue.Text(Topic);
        var tables = text.IndexOf("  tables:", StringComparison.Ordinal);
        var policy = text.IndexOf("policy:", StringComparison.Ordinal);
        catalogue.Put(Topic, text[..tables] + text[policy..]);
        Assert.Contains(catalogue.Errors(), error => error.File == Topic && error.What.Contains("asks nobody and gives no reason", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_wrong_in_all_files_is_told_at_once()
    {
        var errors = new SmallCatalogue()
            .Change(Topic, "kind: integer", "kind: number of days")
            .Change(Topic, "lane: Board", "lane: Moon")
            .Change("people.yaml", "name: Bo,", "nane: Bo,")
            .Change("calendars.yaml", "2026-12-25", "Christmas day")
            .Errors();
        Assert.Equal(["calendars.yaml", "people.yaml", Topic], errors.Select(error => error.File).Distinct());
        Assert.Equal(errors.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line), errors);
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_refused()
    {
        var latin = Encoding.Latin1.GetBytes("# one\n# two\nid: caf\u00e9\n");
        Assert.Contains(new SmallCatalogue().Put(Topic, latin).Errors(), error => error.ToString() == $"{Topic}:3: The file is not UTF-8. Save it as UTF-8.");
    }

    [Fact]
    public void A_file_over_one_mebibyte_is_refused()
    {
        var catalogue = new SmallCatalogue();
        catalogue.Put(Topic, catalogue.Text(Topic) + "\n#" + new string('x', 1024 * 1024));
        Assert.Contains(catalogue.Errors(), error => error.File == Topic && error.Line == 1 && error.What.Contains("at most 1,048,576", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused_at_its_first_anchor()
    {
        var bomb = string.Join('\n', Enumerable.Range(0, 30).Select(i => i == 0 ? "a0: &a0 [x, x]" : $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]"));
        Assert.Contains(new SmallCatalogue().Put(Topic, bomb).Errors(), error => error.File == Topic && error.Line == 1 && error.What.Contains("Anchors", StringComparison.Ordinal));
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var deep = "id: " + new string('[', 10_000) + new string(']', 10_000);
        Assert.Contains(new SmallCatalogue().Put(Topic, deep).Errors(), error => error.File == Topic && error.What.Contains("levels deep", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_document_is_refused()
    {
        var catalogue = new SmallCatalogue();
        var text = catalogue.Text(Topic);
        var line = text.Count(c => c == '\n') + 2;
        catalogue.Put(Topic, text + "\n---\nid: other\n");
        Assert.Contains(catalogue.Errors(), error => error.File == Topic && error.Line == line && error.What.Contains("second document", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("people.yaml")]
    [InlineData("calendars.yaml")]
    [InlineData("texts.yaml")]
    public void A_missing_file_is_told(string file) =>
        Assert.Contains(new SmallCatalogue().Remove(file).Errors(), error => error.File == file && error.What.Contains("is missing", StringComparison.Ordinal));

    [Fact]
    public void An_empty_file_is_told() =>
        Assert.Contains(new SmallCatalogue().Put(Topic, "").Errors(), error => error.File == Topic && error.What.Contains("empty", StringComparison.Ordinal));

    [Fact]
    public void A_catalogue_without_topics_is_refused() =>
        Assert.Contains(new SmallCatalogue().Remove(Topic).Errors(), error => error.What.Contains("There is no topic", StringComparison.Ordinal));

    [Fact]
    public void A_default_text_that_is_missing_is_told()
    {
        var catalogue = new SmallCatalogue();
        catalogue.Put("texts.yaml", catalogue.Text("texts.yaml").Replace("held:\n  subject: About {{request.title}}\n  body: See {{request.url}}\n", "", StringComparison.Ordinal));
        Assert.Contains(catalogue.Errors(), error => error.File == "texts.yaml" && error.What.Contains("no default text for the mail 'held'", StringComparison.Ordinal));
    }

    [Fact]
    public void Holidays_that_end_before_this_year_are_refused()
    {
        var errors = new SmallCatalogue().Errors(new DateTimeOffset(2027, 1, 2, 0, 0, 0, TimeSpan.Zero));
        Assert.Contains(errors, error => error.File == "calendars.yaml" && error.Line == 10 && error.What.Contains("have no day in 2027", StringComparison.Ordinal));
    }
}
