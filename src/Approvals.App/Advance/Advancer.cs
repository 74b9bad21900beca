using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Telemetry;
using Approvals.Core.Audit;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging;

namespace Approvals.App.Advance;

/// <summary>
/// Carries out what is due for one request: lets time pass, runs waiting effects, records what came of them. It can be killed at any line:
/// the repeat finds what was done by its key.
/// </summary>
public sealed class Advancer(
    RequestStreams streams, FactsReader facts, EffectRunner runner, RetrySchedule retries, TimeProvider clock, ILogger<Advancer> log)
{
    // An effect may lead to events that plan the next one (a ticket, then the mail that tells of it). More rounds than this are a bug, left to the next wake.
    private const int MaxRounds = 8;

    // Each result costs an append up to three rows (its event, its outbox row, a mail that follows): an append has at most 100.
    private const int MaxEffects = 24;
    private const int MaxConflicts = 10;

    /// <summary>How late a sweep lets an alarm clock be.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public Task<NextStep> AdvanceAsync(RequestId id, CancellationToken ct) => AdvanceAsync(id, drain: false, ct);

    /// <param name="drain">Tickets that wait for their system are tried now, whatever their time.</param>
    public async Task<NextStep> AdvanceAsync(RequestId id, bool drain, CancellationToken ct)
    {
        using var span = Spans.Advance(id);
        if (await FindAsync(id, drain, ct) is not { } loaded)
        {
            return new NextStep(Closed: true, null);
        }

        var after = await GoOnAsync(loaded, drain, ct);
        var isClosed = after.State is RequestState.Closed && after.Outbox.IsEmpty;
        span.End(isClosed ? "closed" : "waiting");
        return new NextStep(isClosed, RequestStreams.DueAt(after));
    }

    /// <summary>
    /// Looks at a request that the hour brings up and nothing else, on the spot. Returns whether its alarm clock must hear of it: something is due that it should
    /// have rung for, or the look has changed what it waits for. What has been due for longer than <see cref="Patience"/> is done here: that alarm clock does not ring any more.
    /// </summary>
    public async Task<bool> LookAsync(RequestId id, CancellationToken ct)
    {
        if (await streams.ReloadAsync(id, ct) is not { } loaded)
        {
            return false;
        }

        var late = clock.GetUtcNow() - RequestStreams.DueAt(loaded);
        if (late >= TimeSpan.Zero && late < Patience)
        {
            return true;
        }

        using var span = Spans.Advance(id);
        var after = await GoOnAsync(loaded, drain: false, ct);
        span.End("looked");
        return late >= Patience || after.Version != loaded.Version;
    }

    private async ValueTask<Loaded?> FindAsync(RequestId id, bool drain, CancellationToken ct)
    {
        // Whoever woke us knows of something to do. When the cache does not, it is behind the store.
        var known = streams.Cached(id);
        return known is not null && (drain || IsDue(known, clock.GetUtcNow())) ? known : await streams.ReloadAsync(id, ct);
    }

    private async Task<Loaded> GoOnAsync(Loaded loaded, bool drain, CancellationToken ct)
    {
        var (isToLook, first) = (IsToLook(loaded, clock.GetUtcNow()), loaded.Version);
        for (var round = 0; round < MaxRounds; round++)
        {
            var now = clock.GetUtcNow();
            var before = loaded.Version;
            if (isToLook || Schedule.NextDue(loaded.State) <= now)
            {
                loaded = await TickAsync(loaded, ct);
                // One tick does as much as one append holds.
                isToLook = loaded.Version != before;
            }

            var drains = drain && round == 0;
            var due = loaded.Outbox.Where(row => row.NotBeforeUtc <= now || (drains && IsParked(row))).Take(MaxEffects).ToImmutableArray();
            if (!due.IsEmpty)
            {
                loaded = await RecordAsync(loaded, await RunAsync(loaded, due, drains, ct), ct);
            }

            if (loaded.Version == before)
            {
                // Nothing was due, or doing the same again would change as little.
                break;
            }
        }

        if (loaded.State is RequestState.Pending && loaded.Version == first)
        {
            // Every append sets the next time to wake; where there was none, looking does.
            await streams.LookedAsync(loaded, clock.GetUtcNow(), ct);
        }

        return loaded;
    }

    private static bool IsDue(Loaded loaded, DateTimeOffset now) => RequestStreams.DueAt(loaded) <= now;

    private static bool IsParked(OutboxRow row) => row is { Attempt: 0, NotBeforeUtc: not null } && EffectJson.Read(row.Effect.Span) is Effect.OpenTicket;

    /// <summary>
    /// Whether to see what became of the people who are asked: before they are told so, and whenever somebody wakes the request without a reason
    /// that shows: the sweep now and then, the watch over people, and whoever delegates.
    /// </summary>
    private static bool IsToLook(Loaded loaded, DateTimeOffset now)
    {
        if (loaded.State is not RequestState.Pending)
        {
            return false;
        }

        var due = loaded.Outbox.Where(row => row.NotBeforeUtc <= now).ToImmutableArray();
        return due.IsEmpty || due.Any(row => EffectJson.Read(row.Effect.Span) is Effect.SendMail { Kind: MailKind.ApprovalRequested or MailKind.Escalated or MailKind.Reassigned });
    }

    private async Task<Loaded> TickAsync(Loaded loaded, CancellationToken ct)
    {
        var request = loaded.State.Facts!;
        var tick = new Command.Tick
        {
            At = clock.GetUtcNow(),
            CommandId = $"tick-{loaded.Version}",
            By = Actor.System,
            Facts = await facts.ReadAsync(Question.OfTime(request), ct),
        };
        if (Decider.Decide(loaded.State, tick) is Outcome.Accepted { Events: { IsEmpty: false } events })
        {
            return await AppendAsync(loaded, Decided.On(loaded.State, events), OutboxChange.None, ct);
        }

        return loaded;
    }

    private async Task<ImmutableArray<(OutboxRow Row, Command.RecordEffect Record)>> RunAsync(Loaded loaded, ImmutableArray<OutboxRow> due, bool drains, CancellationToken ct)
    {
        var records = ImmutableArray.CreateBuilder<(OutboxRow, Command.RecordEffect)>(due.Length);
        foreach (var row in due)
        {
            var effect = EffectJson.Read(row.Effect.Span);
            var result = await RunAsync(loaded, row, effect, drains, ct);
            records.Add((row, new Command.RecordEffect(row.Id, effect, result) { At = clock.GetUtcNow(), CommandId = $"{row.Id}-{loaded.Version}", By = Actor.System }));
        }

        return records.ToImmutable();
    }

    private async Task<EffectResult> RunAsync(Loaded loaded, OutboxRow row, Effect effect, bool drains, CancellationToken ct)
    {
        using var span = Spans.Effect(row.Id, effect, row.Attempt + 1);
        var result = await TryAsync(loaded, row, effect, drains, ct);
        // Postponed (attempt 0) is no failure.
        var isFailure = result is EffectResult.Failed { Attempt: > 0 } or EffectResult.Abandoned;
        span.End(Kinds.Of(result), isFailure);
        if (isFailure)
        {
            Meters.EffectFailed(effect, isAbandoned: result is EffectResult.Abandoned);
        }

        return result;
    }

    private async Task<EffectResult> TryAsync(Loaded loaded, OutboxRow row, Effect effect, bool drains, CancellationToken ct)
    {
        try
        {
            return await runner.RunAsync(loaded, row.Id, effect, drains, ct);
        }
        catch (EffectPostponedException e)
        {
            // No attempt: it is as if it had not come up yet.
            log.EffectPostponed(row.Id, (int)e.Wait.TotalSeconds);
            return new EffectResult.Failed(0, clock.GetUtcNow() + e.Wait, e.Message);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not StoreUnavailableException)
        {
            // Whatever went wrong, the effect is not lost: it is tried again on schedule, and then shown to an administrator.
            var attempt = row.Attempt + 1;
            log.EffectFailed(e, row.Id, attempt);
            var failed = e as EffectFailedException;
            var message = failed?.Message ?? $"Unexpected: {e.GetType().Name}";
            if (retries.Next(attempt, clock.GetUtcNow(), failed?.RetryAfter) is { } again)
            {
                return new EffectResult.Failed(attempt, again, message);
            }

            log.EffectAbandoned(row.Id, attempt);
            return new EffectResult.Abandoned(attempt, message);
        }
    }

    /// <summary>One append for the whole batch. When somebody else appended meanwhile, the results are recorded on top of theirs: nothing runs twice.</summary>
    private async Task<Loaded> RecordAsync(Loaded loaded, ImmutableArray<(OutboxRow Row, Command.RecordEffect Record)> results, CancellationToken ct)
    {
        for (var conflicts = 0; conflicts < MaxConflicts; conflicts++)
        {
            var state = loaded.State;
            var events = ImmutableArray.CreateBuilder<RequestEvent>();
            var put = ImmutableArray.CreateBuilder<OutboxRow>();
            var done = ImmutableArray.CreateBuilder<EffectId>();
            foreach (var (row, record) in results)
            {
                if (IsRecorded(loaded, row, record.Result))
                {
                    continue;
                }

                if (record.Result is EffectResult.Failed { Attempt: 0 } postponed && state.Facts!.Failing.ContainsKey(row.Id))
                {
                    // It is on the record that it waits: only its time moves.
                    put.Add(row with { NotBeforeUtc = postponed.NotBeforeUtc });
                    continue;
                }

                if (Decider.Decide(state, record) is not Outcome.Accepted { Events: { IsEmpty: false } more })
                {
                    log.ResultRefused(row.Id);
                    continue;
                }

                events.AddRange(more);
                state = more.Aggregate(state, Evolver.Evolve);
                if (Waiting(row, more[0]) is { } stays)
                {
                    put.Add(stays);
                }
                else
                {
                    done.Add(row.Id);
                }
            }

            if (events.Count == 0 && put.Count == 0)
            {
                return await streams.ReloadAsync(loaded.Id, ct) ?? loaded;
            }

            if (await streams.AppendAsync(loaded, new Decided(events.ToImmutable(), state), null, new OutboxChange(put.ToImmutable(), done.ToImmutable()), ct) is { } appended)
            {
                return appended;
            }

            loaded = await streams.ReloadAsync(loaded.Id, ct) ?? loaded;
        }

        throw new StoreUnavailableException($"Others changed the request {MaxConflicts} times while results were to be recorded. The effects are run again, under their keys.");
    }

    // Another run of the same effect was first: its row is gone, or counts a further attempt. A success still counts over another's failure.
    private static bool IsRecorded(Loaded loaded, OutboxRow row, EffectResult result) =>
        loaded.Outbox.FirstOrDefault(other => other.Id == row.Id) is not { } waiting
        || (waiting.Attempt != row.Attempt && result is (EffectResult.Failed or EffectResult.Abandoned));

    // A row that stays: for the next attempt, or (no time) for an administrator.
    private static OutboxRow? Waiting(OutboxRow row, RequestEvent result) => result switch
    {
        RequestEvent.EffectFailed failed => row with { Attempt = Math.Max(row.Attempt, failed.Attempt), NotBeforeUtc = failed.NotBeforeUtc },
        RequestEvent.EffectAbandoned abandoned => row with { Attempt = abandoned.Attempt, NotBeforeUtc = null },
        _ => null,
    };

    private async Task<Loaded> AppendAsync(Loaded loaded, Decided decided, OutboxChange rows, CancellationToken ct) =>
        await streams.AppendAsync(loaded, decided, null, rows, ct) ?? await streams.ReloadAsync(loaded.Id, ct) ?? loaded;
}
