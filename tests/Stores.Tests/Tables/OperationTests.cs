using App.Tests.Advance;
using Approvals.Adapters.Tables;
using Approvals.App;
using Approvals.App.Advance;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Tickets;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Stores.Tests.Tables;

/// <summary>What the product asks of Table Storage, counted call by call: each one costs time and money.</summary>
public sealed class OperationTests(Emulator emulator) : IAsyncLifetime
{
    private static readonly MailOptions Mail = new(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("https://desk.example.com/"));
    private readonly Organisation organisation = new();
    private readonly Dictionary<string, int> kinds = [];
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private int rows;
    private StorageProxy proxy = null!;
    private RequestService requests = null!;
    private RequestQueries queries = null!;
    private Advancer advancer = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(emulator.Address);
        var database = TableDatabase.Open(Emulator.OptionsAt(proxy.Address));
        var store = TableStoreTests.PortsOf(database) with { Delegations = new TableDelegationStore(database, clock) };
        var streams = new RequestStreams(store.Requests, StateCache.None);
        var facts = new FactsReader(organisation, store.Delegations);
        requests = new RequestService(streams, store.Requests, organisation, organisation, facts, new NoWake(), TimeProvider.System);
        queries = new RequestQueries(streams, store.Requests, store.Index, store.Delegations, facts, TimeProvider.System);
        var runner = new EffectRunner(
            organisation, organisation, new MailComposer(new DecisionTokens(new byte[32]), Mail), new TableMailer(database, new TableReceivedMails(database), Mail, TimeProvider.System),
            new TicketComposer(Mail), new TicketDesks([new TableTicketDesk(database, Mail, TimeProvider.System)], "desk"));
        advancer = new Advancer(streams, facts, runner, RetrySchedule.Default, TimeProvider.System, NullLogger<Advancer>.Instance);
    }

    public ValueTask DisposeAsync() => proxy.DisposeAsync();

    [Fact]
    public async Task A_one_step_approval_with_one_ticket_and_two_mails_needs_few_operations()
    {
        // The first one also learns where the mailbox and the desk stand.
        await ApproveAsync("first", []);
        var steps = new List<string>();
        await ApproveAsync("second", steps);
        var sum = string.Join(", ", kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Value} {kind.Key}"));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', steps.Append($"{kinds.Values.Sum()} operations ({sum}) on {rows} rows")));
        Assert.Equal("5 delete, 2 point read, 3 query, 13 transaction, 2 write", sum);
    }

    // Nothing is remembered of a request between the steps but what the store itself keeps of heads: as where several servers share the work.
    private async Task ApproveAsync(string key, List<string> steps)
    {
        kinds.Clear();
        rows = 0;
        RequestId id = default!;
        await CountAsync("submit", steps, async () => id = (await AnsweredAsync(Organisation.Ann, requests.SubmitAsync(Organisation.Caller(Organisation.Ann), Organisation.Form(5), key, Ct))).Id);
        await CountAsync("ask by mail", steps, () => advancer.AdvanceAsync(id, Ct));
        await CountAsync("approve", steps, () => AnsweredAsync(Organisation.Bo, requests.ExecuteAsync(
            Organisation.Caller(Organisation.Bo), id, new Command.Approve(new Sight(1, 1, 2), null, Channel.Api) { At = default, CommandId = "", By = default }, "yes", Ct)));
        var last = default(NextStep);
        await CountAsync("raise the ticket and tell by mail", steps, async () => last = await advancer.AdvanceAsync(id, Ct));
        Assert.True(last.Closed);
        var told = await queries.FindAsync(id, Ct);
        Assert.Equal("completed", told!.Status);
        Assert.Single(told.Facts!.Tickets);
    }

    private async Task<Request> AnsweredAsync(EmailAddress by, Task<Answer> asked)
    {
        var state = Assert.IsType<Answer.Done>(await asked).State;
        await queries.ActionsAsync(Organisation.Caller(by), state, Ct);
        return state.Facts!;
    }

    private async Task CountAsync(string step, List<string> steps, Func<Task> run)
    {
        // In life hours lie between the steps.
        clock.Advance(TimeSpan.FromHours(1));
        var before = proxy.Calls.Count;
        await run();
        var calls = proxy.Calls.Skip(before).Select(KindOf).ToList();
        rows += proxy.Calls.Skip(before).Sum(call => call.Rows);
        steps.Add($"{step}: {calls.Count} ({string.Join(", ", calls)})");
        foreach (var kind in calls)
        {
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        }
    }

    private static string KindOf(StorageCall call) =>
        call.IsTransaction ? "transaction" : call.Method switch { "GET" when call.Path.Contains("PartitionKey", StringComparison.Ordinal) => "point read", "GET" => "query", "DELETE" => "delete", _ => "write" };

    private sealed class NoWake : IWake
    {
        public void Wake(RequestId id)
        {
        }
    }
}
