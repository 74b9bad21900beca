using System.Collections.Concurrent;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

public sealed class TopicVersionTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly Archive archive = new();

    [Fact]
    public async Task The_first_load_is_version_one_and_the_same_again_stays_so()
    {
        Assert.Equal(1, (await OpenAsync(new SmallCatalogue())).Find("leave")!.Version);
        Assert.Equal(1, (await OpenAsync(new SmallCatalogue())).Find("leave")!.Version);
    }

    [Theory]
    [InlineData("summary: Days off", "summary: 'Days off'   # quoted")]
    [InlineData("choices: [North]", "choices: [ North ]")]
    [InlineData("policy:", "# a comment\n\npolicy:")]
    public async Task Layout_comments_and_quotes_make_no_new_version(string from, string to)
    {
        await OpenAsync(new SmallCatalogue());
        Assert.Equal(1, (await OpenAsync(new SmallCatalogue().Change(SmallCatalogue.Topic, from, to))).Find("leave")!.Version);
    }

    [Fact]
    public async Task Another_example_makes_no_new_version()
    {
        await OpenAsync(new SmallCatalogue());
        Assert.Equal(1, (await OpenAsync(new SmallCatalogue().Change(SmallCatalogue.Topic, "policy:", "exampleForm: { days: 1 }\npolicy:"))).Find("leave")!.Version);
    }

    [Theory]
    [InlineData(SmallCatalogue.Topic, "days: 2..10", "days: 2..9")]
    [InlineData("fields.yaml", "label: Note", "label: Remark")]
    [InlineData("texts.yaml", "reminder:\n  subject: About", "reminder:\n  subject: Again about")]
    [InlineData("calendars.yaml", "8 business hours", "7 business hours")]
    public async Task A_change_of_meaning_makes_the_next_version_and_the_old_one_is_kept(string file, string from, string to)
    {
        var before = (await OpenAsync(new SmallCatalogue())).Find("leave")!;
        var catalogue = await OpenAsync(new SmallCatalogue().Change(file, from, to));

        Assert.Equal(2, catalogue.Find("leave")!.Version);
        var old = await catalogue.FindAsync("leave", 1, Ct);
        Assert.Equal(Meaning(before), Meaning(old!));
        Assert.NotEqual(Meaning(before), Meaning(catalogue.Find("leave")!));
        Assert.Same(old, await catalogue.FindAsync("leave", 1, Ct));
    }

    [Fact]
    public async Task An_old_version_is_read_though_its_role_is_gone()
    {
        await OpenAsync(new SmallCatalogue());
        var catalogue = await OpenAsync(new SmallCatalogue()
            .Change("people.yaml", "  lead: {", "  boss: {")
            .Change(SmallCatalogue.Topic, "role: lead", "role: boss"));
        Assert.Equal("lead", (await catalogue.FindAsync("leave", 1, Ct))!.Chain.Steps[0].Role);
        Assert.Equal("boss", (await catalogue.FindAsync("leave", 2, Ct))!.Chain.Steps[0].Role);
    }

    [Fact]
    public async Task An_old_version_judges_as_it_did()
    {
        await OpenAsync(new SmallCatalogue());
        var catalogue = await OpenAsync(new SmallCatalogue().Change(SmallCatalogue.Topic, "when: { days: <= 1 }", "when: { days: <= 2 }").Change(SmallCatalogue.Topic, "days: 2..10", "days: 3..10"));
        Assert.Equal(1, Steps((await catalogue.FindAsync("leave", 1, Ct))!));
        Assert.Equal(0, Steps((await catalogue.FindAsync("leave", 2, Ct))!));

        static int Steps(Topic topic) => Assert.IsType<Evaluation.Drafted>(TopicEvaluator.Evaluate(
            topic,
            new Dictionary<string, FieldValue> { ["site"] = new FieldValue.Text("North"), ["days"] = new FieldValue.Number(2) },
            new EvaluationContext(SmallCatalogue.Now, SampleCatalogue.Folder.Roles.People[0]))).Draft.Chain.Length;
    }

    [Fact]
    public async Task What_was_never_loaded_is_not_found()
    {
        var catalogue = await OpenAsync(new SmallCatalogue());
        Assert.Null(await catalogue.FindAsync("leave", 7, Ct));
        Assert.Null(await catalogue.FindAsync("other", 1, Ct));
        Assert.Null(catalogue.Find("other"));
    }

    [Fact]
    public async Task Timing_is_read_in_business_days()
    {
        var timing = (await OpenAsync(new SmallCatalogue())).Find("leave")!.Chain.Steps[0].Timing;
        Assert.Equal(
            new StepTiming { Limit = TimeSpan.FromHours(16), RemindAtPercent = [50, 100], EscalateAfter = TimeSpan.FromHours(16), ExpireAfter = TimeSpan.FromHours(80), Expiry = ExpiryOutcome.Expire },
            timing);
    }

    [Fact]
    public async Task Those_who_left_hold_no_role_but_their_managers_are_asked()
    {
        var catalogue = new SmallCatalogue().Change("people.yaml", "holders: [bo@example.com, cy@example.com]", "holders: [cy@example.com]");
        var folder = catalogue.Load();
        var holders = await folder.Directory.HoldersAsync(new RoleRef("lead"), Ct);
        Assert.Empty(holders.Holders);
        Assert.Equal(["bo@example.com", "ann@example.com"], holders.Ladder.Select(person => person.Mail.Value));
        Assert.Equal(Roles.None, folder.Roles.RolesOf(EmailAddress.Parse("cy@example.com")));
        Assert.False((await folder.Directory.FindAsync(EmailAddress.Parse("cy@example.com"), Ct))!.Active);
    }

    [Fact]
    public async Task Managers_in_a_circle_end_the_ladder()
    {
        var folder = new SmallCatalogue().Change("people.yaml", "ann@example.com: { name: Ann,", "ann@example.com: { name: Ann, manager: bo@example.com,").Load();
        var holders = await folder.Directory.HoldersAsync(new RoleRef("lead"), Ct);
        Assert.Equal(["ann@example.com"], holders.Ladder.Select(person => person.Mail.Value));
    }

    private Task<ICatalogue> OpenAsync(SmallCatalogue catalogue) => catalogue.Load().OpenAsync(archive, Ct);

    private static string Meaning(Topic topic) => string.Join('|', topic.Fields.Select(field => field.Label)) + topic.Mails[MailKind.Reminder].Subject
        + topic.Chain.Steps[0].Timing.Limit + string.Join('|', topic.Chain.Tables[0].Rows.Select(row => row.When.ToString()));

    private sealed class Archive : ITopicArchive
    {
        private readonly ConcurrentDictionary<string, List<ArchivedTopic>> kept = new();

        public Task<ArchivedTopic?> LatestAsync(string topic, CancellationToken ct) => Task.FromResult(kept.GetValueOrDefault(topic)?[^1]);

        public Task<ArchivedTopic?> FindAsync(string topic, int version, CancellationToken ct) =>
            Task.FromResult(kept.GetValueOrDefault(topic)?.FirstOrDefault(archived => archived.Version == version));

        public Task<ArchivedTopic> SaveAsync(string topic, string contentHash, string source, CancellationToken ct)
        {
            var versions = kept.GetOrAdd(topic, _ => []);
            if (versions.Count == 0 || versions[^1].ContentHash != contentHash)
            {
                versions.Add(new ArchivedTopic(topic, versions.Count + 1, contentHash, source));
            }

            return Task.FromResult(versions[^1]);
        }
    }
}
