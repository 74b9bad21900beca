using System.Collections.Immutable;
using Approvals.Adapters.Memory;
using Approvals.Adapters.Yaml;
using Approvals.App.Audit;
using Approvals.App.Catalogues.Simulation;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>Real requests, submitted and decided under one catalogue, put to another.</summary>
public sealed class SimulationTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider clock = new(SmallCatalogue.Now);
    private readonly MemoryStore store = new();
    private readonly CatalogueFolder folder = People(new SmallCatalogue()).Load();
    private RequestService service = null!;

    public async ValueTask InitializeAsync()
    {
        var streams = new RequestStreams(store, new StateCache(10));
        var facts = new FactsReader(folder.Directory, new MemoryDelegations());
        service = new RequestService(streams, store, await folder.OpenAsync(new MemoryTopicArchive(), Ct), folder.Directory, facts, new Claims(new MemoryClaims(), streams, clock), new Asleep(), clock);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_same_catalogue_differs_in_nothing()
    {
        await SubmitAsync(1, 5, 20);
        var result = await SimulateAsync(new SmallCatalogue());
        Assert.Equal((3, 0, 0), (result.Requests, result.Differing, result.Unreadable));
        Assert.All(result.Load, load => Assert.Equal(load.Before, load.After));
        Assert.Equal(2, result.Load.Single(load => load.Approver == EmailAddress.Parse("bo@example.com")).Before);
    }

    [Theory]
    [InlineData("days: 2..10", "days: 6..10", 5, Change.NowRefused, "lead", "refused: no-approval-rule")]
    [InlineData("days: <= 1", "days: <= 7", 5, Change.Same, "", "")]
    [InlineData("ask: [lead]", "ask: [head]", 5, Change.OtherSteps, "lead", "head/North")]
    [InlineData("approve: true", "ask: [lead]", 1, Change.NowAsked, "passes by policy", "lead")]
    [InlineData("days: \"> 60\"", "days: \"> 4\"", 5, Change.NowRefused, "lead", "refused: too-long")]
    [InlineData("min: 1, required", "min: 6, required", 5, Change.NowInvalid, "lead", "days: Enter 6 or more.")]
    [InlineData("id: leave", "id: absence", 5, Change.TopicGone, "lead", "there is no such topic")]
    public async Task A_change_is_told_with_what_was_and_what_would_be(string from, string to, int days, Change change, string before, string after)
    {
        await SubmitAsync(days);
        var small = new SmallCatalogue().Change(SmallCatalogue.Topic, from, to);
        if (to == "id: absence")
        {
            small = small.Put("topics/absence.yaml", small.Text(SmallCatalogue.Topic)).Remove(SmallCatalogue.Topic);
        }

        var result = await SimulateAsync(small);
        Assert.Equal(1, result.Changes[change.ToString()]);
        if (change != Change.Same)
        {
            var group = Assert.Single(result.Groups);
            Assert.Equal((change, before, after, 1L), (group.Change, group.Before, group.After, group.Count));
            Assert.Single(group.Examples);
        }
    }

    [Fact]
    public async Task Nobody_asked_any_more_and_other_people_are_told_apart()
    {
        await SubmitAsync(5);
        var free = new SmallCatalogue().Change(SmallCatalogue.Topic, "days: <= 1", "days: <= 5").Change(SmallCatalogue.Topic, "days: 2..10", "days: 6..10");
        Assert.Equal(1, (await SimulateAsync(free)).Changes[nameof(Change.NowPasses)]);
        var other = new SmallCatalogue().Change("people.yaml", "holders: [bo@example.com, cy@example.com]", "holders: [ann@example.com]");
        var group = Assert.Single((await SimulateAsync(other)).Groups);
        Assert.Equal((Change.OtherPeople, "bo@example.com", "ann@example.com"), (group.Change, group.Before, group.After));
    }

    [Fact]
    public async Task Requests_that_nobody_could_decide_are_told()
    {
        await SubmitAsync(5);
        var nobody = new SmallCatalogue().Change(SmallCatalogue.Topic, "quorum: any", "quorum: 2").Change("people.yaml", "[bo@example.com, cy@example.com]", "[bo@example.com, ann@example.com]");
        var text = nobody.Text("people.yaml").Replace("owners: [ann@example.com]", "owners: [bo@example.com]", StringComparison.Ordinal).Replace("owner: ann@example.com", "owner: bo@example.com", StringComparison.Ordinal);
        // Whoever asks is kept out, and there is nobody else.
        await SubmitAsync("bo@example.com", 5);
        var result = await SimulateAsync(nobody.Put("people.yaml", text));
        Assert.Equal(1, result.Changes[nameof(Change.NowNobody)]);
    }

    [Fact]
    public async Task The_manager_of_whoever_asked_is_asked()
    {
        await SubmitAsync("bo@example.com", 5);
        var small = new SmallCatalogue().Change(SmallCatalogue.Topic, "role: lead, lane: Line, quorum: any", "role: requester.manager, lane: Line");
        var result = await SimulateAsync(small);
        Assert.Equal(("lead", "requester.manager"), (Assert.Single(result.Groups).Before, result.Groups[0].After));
        Assert.Equal(1, result.Load.Single(load => load.Approver == EmailAddress.Parse("ann@example.com")).After);
    }

    [Fact]
    public async Task Answers_are_timed_in_working_hours_and_the_wait_is_foreseen()
    {
        var id = (await SubmitAsync(5))[0];
        clock.Advance(TimeSpan.FromHours(3));
        var state = (await new RequestStreams(store, StateCache.None).ReloadAsync(id, Ct))!.State.Facts!;
        var approve = new Command.Approve(new Sight(1, 1, state.Version), null, Core.Requests.Channel.Api) { At = default, CommandId = "", By = default };
        Assert.IsType<Answer.Done>(await service.ExecuteAsync(new Caller(EmailAddress.Parse("bo@example.com"), Roles.Approver), id, approve, null, Ct));

        var result = await SimulateAsync(new SmallCatalogue().Change(SmallCatalogue.Topic, "days: <= 1", "days: <= 5").Change(SmallCatalogue.Topic, "days: 2..10", "days: 6..10"));

        Assert.InRange(result.Load.Single(load => load.Before == 1).MedianHours!.Value, 2.7, 3.3);
        Assert.InRange(result.HoursBefore!.Value, 2.7, 3.3);
        Assert.Equal(0, result.HoursAfter);
    }

    [Fact]
    public async Task An_export_gives_the_same_answer_as_the_store()
    {
        await SubmitAsync(1, 5, 20);
        using var export = new MemoryStream();
        await new AuditExport(store, clock).WriteAsync(export, Ct);
        export.Position = 0;
        var small = new SmallCatalogue().Change(SmallCatalogue.Topic, "ask: [lead]", "ask: [head]");
        Assert.Equal((await SimulateAsync(small)).ToJson(), (await SimulateAsync(small, new ExportSource(export))).ToJson());
    }

    [Fact]
    public async Task A_broken_trail_is_counted_and_a_file_that_is_no_export_is_refused()
    {
        await SubmitAsync(5);
        var rows = await store.ReadAllAsync(Ct).ToListAsync(Ct);
        var broken = rows[0] with { Event = rows[0].Event with { Bytes = "{}"u8.ToArray() } };
        var result = await SimulateAsync(new SmallCatalogue(), new Fixed([broken, .. rows.Skip(1)]));
        Assert.Equal((0, 1), (result.Requests, result.Unreadable));
        await Assert.ThrowsAsync<InvalidDataException>(() => SimulateAsync(new SmallCatalogue(), new ExportSource(new MemoryStream("hello\n"u8.ToArray()))));
    }

    [Fact]
    public async Task The_chart_says_in_words_what_it_shows_and_lets_no_name_break_out()
    {
        await SubmitAsync(5);
        var svg = LoadChart.Svg(await SimulateAsync(new SmallCatalogue().Change("people.yaml", "name: Bo", "name: \"Bo <script>\"")), standalone: true);
        Assert.Contains("role=\"img\"", svg, StringComparison.Ordinal);
        Assert.Contains("Bo &lt;script&gt;: 1 before, 1 after.", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
    }

    private Task<ImmutableArray<RequestId>> SubmitAsync(params int[] days) => SubmitAsync("di@example.com", days);

    private async Task<ImmutableArray<RequestId>> SubmitAsync(string requester, params int[] days)
    {
        var made = ImmutableArray.CreateBuilder<RequestId>();
        foreach (var number in days)
        {
            var fields = ImmutableSortedDictionary<string, FieldValue>.Empty.Add("days", new FieldValue.Number(number)).Add("site", new FieldValue.Text("North"));
            made.Add(Assert.IsType<Answer.Done>(await service.SubmitAsync(new Caller(EmailAddress.Parse(requester), Roles.Requester), new SubmitForm("leave", fields, null), null, Ct)).State.Facts!.Id);
        }

        return made.ToImmutable();
    }

    private Task<SimulationResult> SimulateAsync(SmallCatalogue small, IAuditSource? source = null) =>
        Simulator.RunAsync(source ?? store, folder.Directory, People(small).Load().ToRead(), null, Ct);

    private static SmallCatalogue People(SmallCatalogue small) => small.Text("people.yaml").Contains("di@example.com: {", StringComparison.Ordinal) ? small : small.Change("people.yaml", "people:\n", "people:\n  di@example.com: { name: Di, calendar: main }\n");

    private sealed class Asleep : IWake
    {
        public void Wake(RequestId id) { }
    }

    private sealed class Fixed(IEnumerable<AuditRow> rows) : IAuditSource
    {
        public IAsyncEnumerable<AuditRow> ReadAllAsync(CancellationToken ct) => rows.ToAsyncEnumerable();
    }
}
