using Approvals.Adapters.Memory;
using Approvals.Adapters.Tickets;
using Approvals.App.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tickets.Tests.StandIns;
using Xunit;

namespace Tickets.Tests.Exactly;

/// <summary>One ticket for each key, over real HTTP, whatever goes wrong: at every call in turn, and in random schedules of everything at once.</summary>
public sealed class ExactlyOneTests
{
    private static readonly int Schedules = int.Parse(Environment.GetEnvironmentVariable("APPROVALS_TICKET_SCHEDULES") ?? "750", null);
    private static readonly TimeSpan Settle = TimeSpan.FromMinutes(3);
    private static readonly Mishap[] Mishaps = Enum.GetValues<Mishap>();

    public static TheoryData<string> All => [.. Systems.Names];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_process_that_is_killed_at_any_call_leaves_one_ticket(string system)
    {
        await using var world = await World.OpenAsync(system);
        for (var kill = 1; kill <= 12; kill++)
        {
            foreach (var after in new[] { false, true })
            {
                world.StandIn.Clear();
                var key = $"r{kill}{after}-support";
                var life = new Life(kill, after);
                await world.TryAsync(life, key);
                await world.SettleAsync(key);
                await world.OneEachAsync(key);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Any_mishap_at_any_call_leaves_one_ticket(string system)
    {
        await using var world = await World.OpenAsync(system);
        world.StandIn.Lag = TimeSpan.FromMinutes(1);
        foreach (var mishap in Mishaps)
        {
            for (var at = 1; at <= 6; at++)
            {
                world.StandIn.Clear();
                var key = $"r{mishap}{at}-support";
                var start = world.StandIn.Calls;
                world.StandIn.Next = (_, number) => number == start + at ? mishap : Mishap.None;
                await world.TryAsync(new Life(0, false), key);
                await world.SettleAsync(key);
                await world.OneEachAsync(key);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task In_random_schedules_of_mishaps_kills_and_doubled_effects_nothing_is_doubled_and_nothing_lost(string system)
    {
        await using var world = await World.OpenAsync(system);
        for (var seed = 0; seed < Schedules; seed++)
        {
            try
            {
                await ScheduleAsync(world, new Random(seed), $"r{seed}");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{system}, seed {seed}: {e.Message}", e);
            }
        }
    }

    private static async Task ScheduleAsync(World world, Random random, string name)
    {
        world.StandIn.Clear();
        world.StandIn.Lag = TimeSpan.FromSeconds(random.Next(0, 61));
        if (world.StandIn is ZendeskStandIn zendesk)
        {
            zendesk.KnowsRepeats = random.Next(2) == 0;
        }

        var keys = Enumerable.Range(0, random.Next(1, 3)).Select(i => $"{name}-t{i}").ToArray();
        // Silence costs real time, so it is rarer than it would be.
        var odds = random.Next(10, 60);
        world.StandIn.Next = (_, _) => random.Next(100) >= odds ? Mishap.None : Mishaps[random.Next(Mishaps.Length)] is var mishap && mishap == Mishap.DoneButSilent && random.Next(8) > 0 ? Mishap.DoneButClosed : mishap;
        for (var step = random.Next(2, 8); step > 0; step--)
        {
            var key = keys[random.Next(keys.Length)];
            var life = new Life(random.Next(3) == 0 ? random.Next(1, 9) : 0, random.Next(2) == 0);
            if (random.Next(4) == 0)
            {
                await Task.WhenAll(world.TryAsync(life, key, $"{step}"), world.TryAsync(new Life(random.Next(0, 6), true), key, $"{step} again"));
            }
            else
            {
                await world.TryAsync(life, key, $"{step}");
            }

            world.Clock.Advance(TimeSpan.FromSeconds(random.Next(5) switch { 0 => 0, 1 => random.Next(1, 30), 2 => random.Next(30, 240), 3 => random.Next(240, 3_600), _ => random.Next(3_600, 20_000) }));
        }

        foreach (var key in keys)
        {
            await world.SettleAsync(key);
        }

        await world.OneEachAsync(keys);
    }

    private sealed class World : IAsyncDisposable
    {
        private readonly string system;
        private readonly MemoryTicketLedger ledger = new();
        private readonly HttpClient http;

        private World(string system, StandIn standIn, FakeTimeProvider clock)
        {
            this.system = system;
            StandIn = standIn;
            Clock = clock;
            http = Systems.Http(standIn);
        }

        public StandIn StandIn { get; }
        public FakeTimeProvider Clock { get; }

        private static CancellationToken Ct => TestContext.Current.CancellationToken;

        public static async Task<World> OpenAsync(string system)
        {
            var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
            return new World(system, await Systems.StandInAsync(system, clock), clock);
        }

        /// <summary>One attempt by one process. Its draft differs each time, as the evidence in it does.</summary>
        public async Task TryAsync(Life life, string key, string body = "first")
        {
            try
            {
                await Desk(life).OpenAsync(Systems.Draft(system, key, body), Ct);
            }
            catch (Exception e) when (e is EffectFailedException or EffectPostponedException or KilledException)
            {
            }
        }

        /// <summary>Everything works again: attempts go on until one succeeds.</summary>
        public async Task SettleAsync(string key)
        {
            StandIn.Next = (_, _) => Mishap.None;
            for (var attempt = 0; attempt < 6; attempt++)
            {
                try
                {
                    await Desk(new Life(0, false)).OpenAsync(Systems.Draft(system, key, "last"), Ct);
                    return;
                }
                catch (EffectPostponedException)
                {
                    Clock.Advance(Settle + TimeSpan.FromSeconds(1));
                }
            }

            Assert.Fail($"{key} was never raised.");
        }

        public async Task OneEachAsync(params string[] keys)
        {
            Clock.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal(keys.Order(), StandIn.Tickets.Select(ticket => ticket.Key).Order());
            foreach (var key in keys)
            {
                // Whoever asks again, from whatever is remembered, gets that one.
                var known = await Desk(new Life(0, false)).OpenAsync(Systems.Draft(system, key), Ct);
                var found = await Systems.Remote(system, http, Clock).FindAsync(Systems.Draft(system, key), Ct);
                Assert.Equal(found, known);
            }
        }

        private RemoteDesk Desk(Life life) => new(
            new MortalRemote(Systems.Remote(system, http, Clock), life), new MortalLedger(ledger, life), new RemotePace { SettleFor = Settle }, Clock, NullLogger<RemoteDesk>.Instance);

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await StandIn.DisposeAsync();
        }
    }
}
