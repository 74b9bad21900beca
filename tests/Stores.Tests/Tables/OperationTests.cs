using App.Tests.Advance;
using Approvals.Adapters.Tables;
using Approvals.App.Advance;
using Approvals.App.Digests;
using Approvals.App.Ports;
using Approvals.App.Watching;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Stores.Tests.Moving;
using Xunit;

namespace Stores.Tests.Tables;

/// <summary>What the product asks of Table Storage, counted call by call: each one costs time and money.</summary>
public sealed class OperationTests(Emulator emulator) : IAsyncLifetime
{
    private readonly Dictionary<string, int> kinds = [];
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private int rows;
    private StorageProxy proxy = null!;
    private WorkedDesk desk = null!;
    private TableDatabase database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(emulator.Address);
        database = TableDatabase.Open(Emulator.OptionsAt(proxy.Address));
        var store = TableStoreTests.MovePortsOf(database) with { Delegations = new TableDelegationStore(database, clock) };
        desk = new WorkedDesk(store, new TableIndexStore(database), TimeProvider.System);
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
        Assert.Equal("5 delete, 5 point read, 3 query, 13 transaction, 3 write", sum);
    }

    [Fact]
    public async Task An_hour_in_which_nothing_happens_to_people_costs_the_same_however_many_requests_wait_for_them()
    {
        var noon = new FakeTimeProvider(new DateTimeOffset(DateTime.UtcNow.Date.AddHours(36), TimeSpan.Zero));
        var digests = new DigestSender(desk.Queries, null!, WorkedDesk.Mail, noon, NullLogger<DigestSender>.Instance);
        using var watch = new PeopleWatch(new TableIndexStore(database), new TableNoteStore(database), new TableDelegationStore(database, noon), new Organisation(), digests, new NobodyWakes(), noon);
        await desk.SubmitAsync(5, "one");
        // When it was last done; how bo was seen last; the delegations and who is asked; and when it was done.
        Assert.Equal("2 point read, 2 query, 1 write", await LookAsync());
        for (var i = 0; i < 10; i++)
        {
            await desk.SubmitAsync(5, $"more {i}", $"Account {i}");
        }

        noon.Advance(Schedule.LookEvery);
        // How bo was seen is known by now, and of the delegations only whether one has changed is asked.
        Assert.Equal("2 point read, 1 query, 1 write", await LookAsync());

        async Task<string> LookAsync()
        {
            var before = proxy.Calls.Count;
            await watch.LookAsync(Ct);
            var calls = proxy.Calls.Skip(before).Select(KindOf).GroupBy(kind => kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Count()} {kind.Key}");
            return string.Join(", ", calls);
        }
    }

    // Nothing is remembered of a request between the steps but what the store itself keeps of heads: as where several servers share the work.
    private async Task ApproveAsync(string key, List<string> steps)
    {
        kinds.Clear();
        rows = 0;
        RequestId id = default!;
        await CountAsync("submit", steps, async () => id = await desk.SubmitAsync(key.Length, key));
        await CountAsync("ask by mail", steps, () => desk.Advancer.AdvanceAsync(id, Ct));
        await CountAsync("approve", steps, () => desk.ApproveAsync(id, "yes"));
        var last = default(NextStep);
        await CountAsync("raise the ticket and tell by mail", steps, async () => last = await desk.Advancer.AdvanceAsync(id, Ct));
        Assert.True(last.Closed);
        var told = await desk.Queries.FindAsync(id, Ct);
        Assert.Equal("completed", told!.Status);
        Assert.Single(told.Facts!.Tickets);
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

    private sealed class NobodyWakes : IWake
    {
        public void Wake(RequestId id) => Assert.Fail("Nothing became of anybody.");
    }

    private static string KindOf(StorageCall call) =>
        call.IsTransaction ? "transaction" : call.Method switch { "GET" when call.Path.Contains("PartitionKey", StringComparison.Ordinal) => "point read", "GET" => "query", "DELETE" => "delete", _ => "write" };
}
