using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Advance.Organisation;

namespace App.Tests.Advance.Simulation;

/// <summary>One random life of a small desk: people who do this and that, servers that come and go, ports that fail, time that jumps. The same seed is the same life.</summary>
internal sealed class Life(int seed)
{
    private static readonly int[] Days = [1, 5, 20, 60, 120];
    private readonly Random random = new(seed);
    private readonly Outside outside = new();
    private readonly List<RequestId> known = [];
    private readonly Dictionary<RequestId, List<Sight>> seen = [];
    private readonly List<(RequestId Id, string CommandId, long Version)> accepted = [];
    private readonly List<Func<ServerProcess, Task>> unanswered = [];
    private readonly List<ServerProcess> servers = [];
    private int keys;
    private bool isCalm;

    public int Accepted => accepted.Count;

    public int Crashes { get; private set; }

    public async Task RunAsync(int turns)
    {
        servers.AddRange([Boot(), Boot()]);
        for (var turn = 0; turn < turns; turn++)
        {
            await TurnAsync();
        }

        await RestAsync();
        await Truth.HoldsAsync(outside);
        await AcceptedAreThereAsync();
    }

    private ServerProcess Boot()
    {
        var server = outside.Boot(cached: isCalm ? 100 : random.Next(4));
        if (isCalm)
        {
            return server;
        }

        server.Faults.Next = (port, _) => random.Next(1_000) switch
        {
            < 8 => Fault.CrashBefore,
            < 16 => Fault.CrashAfter,
            < 24 => Fault.AwayBefore,
            < 32 => Fault.AwayAfter,
            < 130 when port is "desk" or "mailer" => Fault.Refused,
            < 60 when port == "append" => Fault.Refused,
            _ => Fault.None,
        };
        server.Wakes.IsDeaf = random.Next(5) == 0;
        return server;
    }

    private Task TurnAsync() => random.Next(20) switch
    {
        < 3 => SubmitAsync(),
        < 13 => CommandAsync(),
        < 15 => OnAsync(server => server.WorkAsync()),
        < 17 => OnAsync(server => server.SweepAsync()),
        < 18 => AgainAsync(),
        _ => LaterAsync(),
    };

    private Task SubmitAsync()
    {
        var by = Pick([Ann, Al, Bo, Cy]);
        var form = Form(Pick(Days), $"Account {keys}", random.Next(6) == 0 ? Pick([Al, Bo]) : null);
        var key = $"key-{++keys}";
        return SendAsync(server => server.SubmitAsync(by, form, key), CommandKey.CommandId(Caller(by), key), CommandKey.RequestIdFor(Caller(by), key));
    }

    private Task CommandAsync()
    {
        if (known.Count == 0)
        {
            return SubmitAsync();
        }

        var id = Pick(known);
        var sight = Pick(seen[id]);
        var step = random.Next(3) == 0 ? random.Next(1, 4) : sight.Step;
        sight = sight with { Step = step };
        var by = Pick(Everybody);
        Command? command = random.Next(24) switch
        {
            < 10 => Say.Approve(sight, "Fine."),
            < 11 => Say.Reject(sight),
            < 12 => Say.Return(sight),
            < 14 => Say.Comment($"Number {keys}."),
            < 15 => Say.Recall(),
            < 18 => null,
            < 19 => Say.Nudge(),
            < 20 => Say.Reassign(step, Pick(Everybody), Pick(Everybody)),
            < 21 => Say.Add(step, Pick(Everybody)),
            < 22 => Say.Override(step, Pick([OverrideDecision.Approve, OverrideDecision.Approve, OverrideDecision.Reject])),
            < 23 => random.Next(3) == 0 ? Say.Cancel() : Say.Approve(sight),
            _ => Say.Approve(sight),
        };
        // Most of the time, somebody who may.
        by = command switch
        {
            Command.Approve or Command.Reject or Command.Return or Command.AddApprover => Pick(step switch { 1 => [Bo, Bo, Max, by], 2 => [Cy, Di, by], _ => Board.Add(by) }),
            Command.Override => Pick([Admin, Admin, by]),
            Command.Comment or Command.Reassign => by,
            _ => Pick([Ann, Al, Bo, Cy]),
        };
        var key = $"key-{++keys}";
        var commandId = CommandKey.CommandId(Caller(by), key);
        if (command is not null)
        {
            return SendAsync(server => server.DoAsync(by, id, command, key), commandId, id);
        }

        var fields = Fields(Pick(Days));
        return SendAsync(server => server.Requests.ResubmitAsync(Caller(by), id, fields, key, default), commandId, id);
    }

    /// <summary>A caller without an answer asks again with the same key, some other time, at some other server.</summary>
    private async Task AgainAsync()
    {
        if (unanswered.Count > 0)
        {
            var at = random.Next(unanswered.Count);
            var again = unanswered[at];
            await OnAsync(async server =>
            {
                await again(server);
                unanswered.Remove(again);
            });
        }
    }

    private async Task SendAsync(Func<ServerProcess, Task<Answer>> send, string commandId, RequestId id)
    {
        var isAnswered = false;
        await OnAsync(TryAsync);
        if (!isAnswered)
        {
            unanswered.Add(TryAsync);
        }
        else if (random.Next(8) == 0)
        {
            // A double click, maybe much later.
            unanswered.Add(TryAsync);
        }

        async Task TryAsync(ServerProcess server)
        {
            var answer = await send(server);
            isAnswered = true;
            if (answer is Answer.Done { State.Facts: { } request } done)
            {
                Know(id, request);
                if (!done.Repeated)
                {
                    accepted.Add((id, commandId, request.Version));
                }
            }
        }
    }

    private void Know(RequestId id, Request request)
    {
        if (!seen.TryGetValue(id, out var sights))
        {
            known.Add(id);
            sights = seen[id] = [];
        }

        sights.Add(new Sight(request.Round, request.Steps.FirstOrDefault(step => step.Status == StepStatus.Open)?.Plan.Number ?? 1, request.Version));
    }

    private async Task LaterAsync()
    {
        outside.Clock.Advance(random.Next(4) switch { 0 => TimeSpan.FromHours(random.Next(1, 80)), 1 => TimeSpan.FromHours(random.Next(1, 9)), _ => TimeSpan.FromMinutes(random.Next(1, 90)) });
        if (random.Next(4) == 0)
        {
            var now = outside.Clock.GetUtcNow();
            await outside.Delegations.PutAsync(new Delegation($"d{random.Next(3)}", Pick([Bo, Cy, Ann]), Pick([Max, Di, Bo]), now, now.AddHours(random.Next(1, 50))), default);
        }
    }

    /// <summary>Something on one of the servers. Whatever it throws, the desk goes on; a dead server is replaced.</summary>
    private async Task OnAsync(Func<ServerProcess, Task> act)
    {
        var at = random.Next(servers.Count);
        try
        {
            await act(servers[at]);
        }
        catch (Exception e) when (e is CrashException or StoreUnavailableException or OperationCanceledException)
        {
        }

        if (servers[at].Faults.IsDead || random.Next(60) == 0)
        {
            Crashes += servers[at].Faults.IsDead ? 1 : 0;
            servers[at] = Boot();
        }
    }

    /// <summary>Nothing fails any more, callers get their answers, administrators retry, time passes until nothing is due.</summary>
    private async Task RestAsync()
    {
        isCalm = true;
        servers.Clear();
        servers.Add(Boot());
        while (unanswered.Count > 0)
        {
            await AgainAsync();
        }

        for (var turn = 0; turn < 300; turn++)
        {
            await servers[0].SweepAsync();
            foreach (var stuck in (await outside.Store.ListAsync(Lists.Abandoned, null, Page.MaxSize, default)).Items)
            {
                Assert.True(EffectId.TryParse(stuck.Key, out var effect));
                Assert.IsType<Answer.Done>(await servers[0].DoAsync(Admin, effect.Request, Say.Retry(effect)));
            }

            await servers[0].WorkAsync();
            if (await NextDueAsync() is not { } due)
            {
                return;
            }

            if (due > outside.Clock.GetUtcNow())
            {
                outside.Clock.Advance(due - outside.Clock.GetUtcNow());
            }
        }

        Assert.Fail("The desk does not come to rest.");
    }

    // Who waits for people is looked at every hour for ever; that alone is rest.
    private async Task<DateTimeOffset?> NextDueAsync()
    {
        DateTimeOffset? next = null;
        foreach (var id in outside.Kept.Requests.Keys)
        {
            var due = RequestStreams.DueAt((await servers[0].Streams.LoadAsync(id, default))!);
            next = next is null || due < next ? due ?? next : next;
        }

        return next;
    }

    private async Task AcceptedAreThereAsync()
    {
        Assert.Empty(outside.Kept.Requests.Keys.Except(known));
        foreach (var (id, commandId, version) in accepted)
        {
            var stored = await outside.Store.FindCommandAsync(id, commandId, default);
            Assert.Equal(version, stored?.Version);
            var stream = (await outside.Store.LoadAsync(id, default))!;
            Assert.Equal(commandId, Approvals.Core.Audit.EventJson.Read(stream.Events[(int)version - 1].Bytes.Span).CommandId);
        }

        Assert.Equal(accepted.Select(a => (a.Id, a.CommandId)).Distinct(), accepted.Select(a => (a.Id, a.CommandId)));
    }

    private T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private T Pick<T>(ImmutableArray<T> of) => of[random.Next(of.Length)];
}
