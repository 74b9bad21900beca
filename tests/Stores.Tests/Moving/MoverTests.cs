using System.Collections.Immutable;
using App.Tests.Advance;
using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tables;
using Approvals.App.Moving;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Microsoft.Extensions.Time.Testing;
using Stores.Tests.Contract;
using Stores.Tests.Sqlite;
using Stores.Tests.Tables;
using Xunit;

namespace Stores.Tests.Moving;

/// <summary>A whole desk goes from one store into another: nothing is lost, nothing is doubled, and the copy goes on where the source was.</summary>
public sealed class MoverTests(Emulator emulator) : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly TestFolder otherFolder = new();
    private SqliteDatabase sqlite = null!;
    private StorageProxy proxy = null!;
    private TableOptions tables = null!;
    private RequestId done, pending, waiting;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private MovePorts Source => TestFolder.MovePortsOf(sqlite);

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(emulator.Address);
        tables = Emulator.OptionsAt(proxy.Address) with { Retries = 0 };
        sqlite = SqliteDatabase.Open(folder.Options);
        var desk = new WorkedDesk(Source, new SqliteIndexStore(sqlite), TimeProvider.System);
        done = await desk.SubmitAsync(5, "done");
        await desk.Advancer.AdvanceAsync(done, Ct);
        await desk.ApproveAsync(done, "yes");
        await desk.Advancer.AdvanceAsync(done, Ct);
        pending = await desk.SubmitAsync(60, "pending");
        await desk.Advancer.AdvanceAsync(pending, Ct);

        // Its mail is still to be sent, its ticket to be raised.
        waiting = await desk.SubmitAsync(20, "waiting");
        await Source.Delegations.PutAsync(new Delegation("d", Organisation.Bo, Organisation.Cy, Given.Noon, Given.Noon.AddDays(3)), Ct);
        await Source.Topics.SaveAsync(Organisation.Topic, "h1", "one", Ct);
        await Source.Topics.SaveAsync(Organisation.Topic, "h2", "two", Ct);
        await Source.Secrets.GetOrAddAsync(SecretAreas.Mail, "key", new byte[] { 1, 2, 3 }, Ct);
        await Source.Received.KeepAsync(new ReceivedMail { Key = "k", ReceivedAtUtc = Given.Noon, From = "bo", Subject = "Re", Text = "Yes", Outcome = "approved", Explanation = "Approved." }, Ct);
        await Source.Desk.RemarkAsync(new DeskRemark("e1", "T-1", "Overridden."), Ct);
        await Source.Tickets.SolveAsync("T-1", Organisation.Max, Ct);

        // One attempt of which nobody knows the end, one ticket that is there, one that must never be.
        var draft = (await Source.Tickets.FindAsync("T-1", Ct))!.Draft;
        await NoteAsync(new LedgerEntry { Key = $"{waiting}-trying", System = "jira", State = LedgerState.Trying, TriedAtUtc = Given.Noon, Draft = draft });
        await NoteAsync(new LedgerEntry { Key = $"{waiting}-raised", System = "zendesk", State = LedgerState.Raised, TriedAtUtc = Given.Noon, Ticket = new DeskTicket("7", "https://help.example/7") });
        await NoteAsync(new LedgerEntry { Key = $"{pending}-withdrawn", System = "gitlab", State = LedgerState.Withdrawn, TriedAtUtc = Given.Noon, Draft = draft });

        Task<bool> NoteAsync(LedgerEntry entry) => Source.Ledger.TryWriteAsync(entry, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        sqlite.Dispose();
        folder.Dispose();
        otherFolder.Dispose();
    }

    [Fact]
    public async Task Everything_arrives_and_comes_back_as_it_was()
    {
        var there = await MoveAsync(Source, Tables());
        await IsTheSameAsync(Source, new SqliteIndexStore(sqlite), Tables(), new TableIndexStore(TableDatabase.Open(tables)));

        using var other = SqliteDatabase.Open(otherFolder.Options);
        var back = await MoveAsync(Tables(), new(TestFolder.MovePortsOf(other, Time), Time));
        await IsTheSameAsync(Source, new SqliteIndexStore(sqlite), TestFolder.MovePortsOf(other), new SqliteIndexStore(other));
        Assert.Equal((3, there.Events, there.Digest), (back.Requests, back.Events, back.Digest));
    }

    [Fact]
    public async Task What_only_one_may_have_is_still_taken_in_the_copy()
    {
        await MoveAsync(Source, Tables());
        var desk = new WorkedDesk(Tables().Ports, new TableIndexStore(TableDatabase.Open(tables)), TimeProvider.System);

        var refused = Assert.IsType<Approvals.App.Answer.RuleRefused>(
            await desk.Requests.SubmitAsync(Organisation.Caller(Organisation.Ann), Organisation.Form(5), "again", Ct));

        Assert.Equal(done, Assert.Single(refused.Rules.Refusals).Because);
    }

    [Fact]
    public async Task The_copy_goes_on_where_the_source_was()
    {
        await MoveAsync(Source, Tables());
        var desk = new WorkedDesk(Tables().Ports, new TableIndexStore(TableDatabase.Open(tables)), TimeProvider.System);
        Assert.Equal(waiting, await desk.SubmitAsync(20, "waiting"));
        Assert.Equal([waiting], (await Tables().Ports.Requests.ListDueAsync(DateTimeOffset.UtcNow, null, 10, Ct)).Items.Select(due => due.Id));

        await desk.Advancer.AdvanceAsync(waiting, Ct);
        await desk.ApproveAsync(pending, "yes");
        await desk.Advancer.AdvanceAsync(pending, Ct);

        Assert.Single((await desk.Queries.FindAsync(waiting, Ct))!.Facts!.Tickets);
        var tickets = (await Tables().Ports.Tickets.ListAsync(null, 10, Ct)).Items;
        Assert.Equal(tickets.Select(ticket => ticket.Draft.Key).Distinct().Order(), tickets.Select(ticket => ticket.Draft.Key).Order());
        Assert.Equal(["T-3", "T-2", "T-1"], tickets.Select(ticket => ticket.Key));
    }

    [Fact]
    public async Task What_an_approved_request_claims_it_claims_in_the_copy_too()
    {
        var once = new Organisation { Unique = [new UniqueRule("one-per-account", ["account"], null, Template.Parse("There is one."), [], null)] };
        var desk = new WorkedDesk(Source, new SqliteIndexStore(sqlite), TimeProvider.System, once);
        var id = await desk.SubmitAsync(5, "only", "Emca");
        var claim = Assert.Single((await desk.ApproveAsync(id, "yes")).Policy.Unique);

        await MoveAsync(Source, Tables());
        Assert.Equal(id, (await Tables().Ports.Claims.FindAsync(claim.Key, Ct))!.Holder);
    }

    [Fact]
    public async Task Stopped_after_any_call_the_same_move_goes_on_and_ends_in_the_same()
    {
        var stops = 0;
        for (var most = 1; ; most += 11)
        {
            var end = proxy.Calls.Count + most;
            proxy.Faults = call => call.Number > end ? StorageFault.Away : StorageFault.None;
            try
            {
                await MoveAsync(Source, Tables());
                break;
            }
            catch (Exception e) when (e is StoreUnavailableException or TableStorageException)
            {
                stops++;
            }
        }

        proxy.Faults = _ => StorageFault.None;
        Assert.InRange(stops, 3, 200);

        // Lists that a stopped run had begun are whole after the first sweep of the server that starts on the copy.
        var later = new FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(10));
        await TableStoreTests.PortsOf(TableDatabase.Open(tables), later).Requests.ListDueAsync(Given.Noon, null, 100, Ct);
        await IsTheSameAsync(Source, new SqliteIndexStore(sqlite), Tables(), new TableIndexStore(TableDatabase.Open(tables)));
    }

    [Fact]
    public async Task Tickets_that_wait_for_their_system_wait_in_the_copy_too()
    {
        var desk = new WorkedDesk(Source with { Desk = new AwayDesk() }, new SqliteIndexStore(sqlite), TimeProvider.System);
        var id = await desk.SubmitAsync(5, "stuck", "Emca");
        await desk.Advancer.AdvanceAsync(id, Ct);
        await desk.ApproveAsync(id, "yes");
        await desk.Advancer.AdvanceAsync(id, Ct);
        Assert.Single((await new SqliteIndexStore(sqlite).ListAsync(Lists.Waiting(null), null, 10, Ct)).Items);

        await MoveAsync(Source, Tables());
        await IsTheSameAsync(Source, new SqliteIndexStore(sqlite), Tables(), new TableIndexStore(TableDatabase.Open(tables)));
    }

    [Fact]
    public async Task What_was_tried_before_a_stop_and_is_known_now_is_moved_as_it_is_known()
    {
        await MoveMarks.BeginAsync(Tables().Ports.Secrets, await MoveMarks.NameAsync(Source.Secrets, Ct), Ct);
        await Tables().Ports.Ledger.TryWriteAsync((await Source.Ledger.FindAsync($"{waiting}-trying", Ct))! with { Tag = null }, Ct);
        var known = (await Source.Ledger.FindAsync($"{waiting}-trying", Ct))!;
        await Source.Ledger.TryWriteAsync(known with { State = LedgerState.Raised, Ticket = new DeskTicket("DD-1", null), Draft = null }, Ct);

        await MoveAsync(Source, Tables());
        Assert.Equal((LedgerState.Raised, "DD-1"), ((await Tables().Ports.Ledger.FindAsync(known.Key, Ct))!.State, (await Tables().Ports.Ledger.FindAsync(known.Key, Ct))!.Ticket!.Key));
    }

    [Fact]
    public async Task The_source_starts_no_more_and_the_copy_does()
    {
        await MoveMarks.CheckAsync(Source.Secrets, Ct);
        await MoveAsync(Source, Tables());
        await MoveMarks.CheckAsync(Tables().Ports.Secrets, Ct);
        var refusal = await Assert.ThrowsAsync<MoveException>(() => MoveMarks.CheckAsync(Source.Secrets, Ct));
        Assert.Contains("the target", refusal.Message, StringComparison.Ordinal);

        using var other = SqliteDatabase.Open(otherFolder.Options);
        await Assert.ThrowsAsync<MoveException>(() => MoveAsync(Source, new(TestFolder.MovePortsOf(other, Time), Time)));
        Assert.True((await MoveAsync(Source, Tables())).WasDone);
    }

    [Fact]
    public async Task A_half_copy_starts_no_server()
    {
        await MoveMarks.BeginAsync(Tables().Ports.Secrets, new byte[16], Ct);
        var refusal = await Assert.ThrowsAsync<MoveException>(() => MoveMarks.CheckAsync(Tables().Ports.Secrets, Ct));
        Assert.Contains("goes on where it was", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<MoveException>(() => MoveAsync(Source, Tables()));
        Assert.Contains("copy of another desk", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_not_empty_is_refused_and_left_as_it_is()
    {
        await Tables().Ports.Secrets.GetOrAddAsync(SecretAreas.Mail, "key", new byte[1], Ct);
        await RefusesAsync("keys of a server");
        await Tables().Ports.Requests.AppendAsync(Given.Append(Given.NewId(), 0, "a"), Ct);
        await RefusesAsync("requests, such as");
        await MoveMarks.CheckAsync(Source.Secrets, Ct);

        async Task RefusesAsync(string what)
        {
            var refusal = await Assert.ThrowsAsync<MoveException>(() => MoveAsync(Source, Tables()));
            Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
            Assert.Null(await Tables().Ports.Requests.LoadAsync(done, Ct));
        }
    }

    [Fact]
    public async Task A_history_that_was_changed_is_not_moved()
    {
        await sqlite.WriteAsync(session => session.Run("UPDATE events SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Acme', 'Emca') AS BLOB) WHERE pos = (SELECT min(pos) FROM events)"), Ct);
        var refusal = await Assert.ThrowsAsync<MoveException>(() => MoveAsync(Source, Tables()));
        Assert.Contains($"event 1 of request {done}", refusal.Message, StringComparison.Ordinal);
        Assert.Null(await Tables().Ports.Requests.LoadAsync(pending, Ct));
    }

    private MovedTime Time { get; } = new();

    private (MovePorts Ports, MovedTime Time) Tables()
    {
        var time = new MovedTime();
        return (TableStoreTests.MovePortsOf(TableDatabase.Open(tables), time), time);
    }

    private static Task<MoveReport> MoveAsync((MovePorts Ports, MovedTime Time) from, (MovePorts Ports, MovedTime Time) to) => MoveAsync(from.Ports, to);

    private static Task<MoveReport> MoveAsync(MovePorts from, (MovePorts Ports, MovedTime Time) to) =>
        new Mover(from, to.Ports, to.Time, _ => { }).RunAsync("the source", "the target", Ct);

    private static Task IsTheSameAsync(MovePorts here, IIndexStore hereLists, (MovePorts Ports, MovedTime Time) there, IIndexStore thereLists) => IsTheSameAsync(here, hereLists, there.Ports, thereLists);

    private static async Task IsTheSameAsync(MovePorts here, IIndexStore hereLists, MovePorts there, IIndexStore thereLists)
    {
        Assert.Equal(await DescribeAsync(here, hereLists), await DescribeAsync(there, thereLists));
    }

    private static async Task<string> DescribeAsync(MovePorts store, IIndexStore index)
    {
        var text = new List<string>();
        var ids = (await store.Audit.ReadAllAsync(Ct).ToListAsync(Ct)).Select(row => row.Request).Distinct().OrderBy(id => id.Value, StringComparer.Ordinal);
        foreach (var id in ids)
        {
            var stream = (await store.Requests.LoadAsync(id, Ct))!;
            text.AddRange(stream.Events.Select(e => $"{id} {e.Version} {Convert.ToHexString(e.Hash.Span)} {e.Bytes.Text()}"));
            text.AddRange(stream.Outbox.Select(row => $"{row.Id} {row.Attempt} {row.NotBeforeUtc:o} {row.Effect.Text()}"));
            foreach (var command in (await new RequestStreams(store.Requests, StateCache.None).ReloadAsync(id, Ct))!.State.Facts!.Heard.Order(StringComparer.Ordinal))
            {
                text.Add($"{await store.Requests.FindCommandAsync(id, command, Ct)}");
            }
        }

        text.AddRange((await store.Requests.ListDueAsync(Given.Noon.AddYears(1), null, 100, Ct)).Items.Select(due => $"{due}"));
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        string[] lists =
        [
            Lists.All, Lists.Abandoned, Lists.Status("pending"), Lists.Status("completed"), Lists.Requester(Organisation.Ann), Lists.Topic(Organisation.Topic), Lists.Inbox(Organisation.Bo),
            Lists.Changed(today), Lists.Changed(today.AddDays(-1)), Lists.Watched("desk"), Lists.Waiting(null),
        ];
        foreach (var list in lists)
        {
            text.AddRange((await index.ListAsync(list, null, 100, Ct)).Items.Select(row => $"{row.Partition} {row.Key} {row.Value.Text()}"));
        }

        text.AddRange((await store.Delegations.ListAllAsync(Ct)).Select(delegation => $"{delegation}"));
        text.Add($"{await store.Topics.FindAsync(Organisation.Topic, 1, Ct)} {await store.Topics.FindAsync(Organisation.Topic, 2, Ct)}");
        text.Add(Convert.ToHexString((await store.Secrets.FindAsync(SecretAreas.Mail, "key", Ct))!.Value.Span));
        text.AddRange((await store.Received.ListAsync(null, 100, Ct)).Items.Select(mail => $"{mail}"));
        var tickets = await Task.WhenAll((await store.Tickets.ListAsync(null, 100, Ct)).Items.Select(ticket => store.Tickets.FindAsync(ticket.Key, Ct)));
        text.AddRange(tickets.OfType<BookedTicket>().Select(ticket => $"{ticket.Key} {ticket.Url} {ticket.Draft.Key} {ticket.Draft.Body} {ticket.RaisedAtUtc:o} {ticket.SolvedBy} {ticket.SolvedAtUtc:o} {string.Join(' ', ticket.Remarks)}"));
        text.AddRange((await store.Ledger.ListAsync(null, 100, Ct)).Items.Select(entry => $"{entry.Key} {entry.System} {entry.State} {entry.TriedAtUtc:o} {entry.Ticket} {entry.Draft?.Body} {entry.Draft?.Requester}"));
        text.AddRange((await store.Mailbox.ListAsync(null, null, 100, Ct)).Items.Select(mail => $"{mail.Id} {mail.To} {mail.ReplyTo} {mail.SentAtUtc:o} {mail.Subject} {mail.Thread} {mail.Text} {mail.Html} {string.Join(' ', mail.Headers)}"));
        return string.Join('\n', text);
    }

    private sealed class AwayDesk : ITicketDesk
    {
        public string System => "desk";

        public Task<DeskTicket> OpenAsync(TicketDraft draft, CancellationToken ct) => throw Away();

        public Task<DeskTicket?> WithdrawAsync(TicketDraft draft, CancellationToken ct) => throw Away();

        public Task RemarkAsync(DeskRemark remark, CancellationToken ct) => throw Away();

        public Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct) => throw Away();

        public Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) => throw Away();

        private static EffectPostponedException Away() => new("It is away.", TimeSpan.FromSeconds(10), isSystemWide: true);
    }
}
