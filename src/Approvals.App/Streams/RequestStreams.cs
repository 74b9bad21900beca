using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Streams;

/// <summary>Turns stored bytes into state, and a decision into one append: events with their hashes, outbox, due time and lists.</summary>
/// <param name="store">Where streams are kept.</param>
/// <param name="cache">The ones touched last.</param>
/// <param name="feed">Hears of every append of this process; null: nobody listens.</param>
public sealed class RequestStreams(IRequestStore store, StateCache cache, ChangeFeed? feed = null)
{
    /// <summary>Null when there is no such request.</summary>
    public async ValueTask<Loaded?> LoadAsync(RequestId id, CancellationToken ct) => cache.Find(id) ?? await ReloadAsync(id, ct);

    /// <summary>What the cache has, which may be behind the store.</summary>
    public Loaded? Cached(RequestId id) => cache.Find(id);

    /// <summary>From the store itself, whatever is cached.</summary>
    public async Task<Loaded?> ReloadAsync(RequestId id, CancellationToken ct)
    {
        cache.Drop(id);
        if (await store.LoadAsync(id, ct) is not { } stream)
        {
            return null;
        }

        var loaded = Fold(id, stream);
        cache.Put(loaded);
        return loaded;
    }

    internal static Loaded Fold(RequestId id, StoredStream stream)
    {
        var events = stream.Events.Select(e => EventJson.Read(e.Bytes.Span)).ToImmutableArray();
        return new Loaded(id, Evolver.Fold(events), stream.Events[^1].Hash, stream.Outbox)
        {
            Causes = stream.Outbox.Select(row => row.Id.Version).Distinct().ToImmutableDictionary(version => version, version => events[(int)version - 1]),
        };
    }

    /// <summary>The state as it was after an earlier version.</summary>
    public async Task<RequestState> AsOfAsync(RequestId id, long version, CancellationToken ct)
    {
        var stream = await store.LoadAsync(id, ct) ?? throw new InvalidOperationException($"The command row of {id} has no stream.");
        return Evolver.Fold(stream.Events.TakeWhile(e => e.Version <= version).Select(e => EventJson.Read(e.Bytes.Span)));
    }

    /// <summary>The record that a mail was sent; null when there is none, or none yet.</summary>
    public async Task<RequestEvent.MailSent?> FindSentAsync(EffectId effect, CancellationToken ct) =>
        (await store.LoadAsync(effect.Request, ct))?.Events.Select(e => EventJson.Read(e.Bytes.Span)).OfType<RequestEvent.MailSent>().FirstOrDefault(e => e.Effect == effect);

    public static Loaded Nothing(RequestId id) => new(id, RequestState.NotSubmitted.Instance, HashChain.Genesis(id), []);

    /// <summary>
    /// Appends what was decided on <paramref name="before"/>, and returns the request as it is then; null when somebody else appended first.
    /// <paramref name="rows"/>: outbox rows that change besides those that the events plan.
    /// </summary>
    public async Task<Loaded?> AppendAsync(
        Loaded before, Decided decided, (string Id, string Fingerprint)? command, OutboxChange rows, CancellationToken ct)
    {
        var stored = ImmutableArray.CreateBuilder<StoredEvent>(decided.Events.Length);
        var hash = before.LastHash;
        var version = before.Version;
        foreach (var e in decided.Events)
        {
            var bytes = EventJson.Write(e, ++version);
            hash = HashChain.Next(hash.Span, bytes);
            stored.Add(new StoredEvent(version, bytes, hash));
        }

        // Without events only rows of the outbox move: planned is nothing, and no list changes.
        var at = decided.Events.IsEmpty ? rows.Put.Max(row => row.NotBeforeUtc) ?? before.State.Facts!.ChangedAtUtc : decided.Events[^1].At;
        // What an administrator took over is not for the outbox any more.
        var done = rows.Done.AddRange(decided.Events.Select(TakenOver).OfType<EffectId>());
        var planned = Planner.Plan(decided.After, decided.Events).Select(effect => new OutboxRow(effect.Id, EffectJson.Write(effect.Effect), 0, at));
        var put = rows.Put.AddRange(planned);
        var outbox = before.Outbox.RemoveAll(row => done.Contains(row.Id) || put.Any(other => other.Id == row.Id)).AddRange(put);
        var after = new Loaded(before.Id, decided.After, hash, outbox) { Causes = Causes(before, decided.Events, outbox) };
        var append = new Append
        {
            Id = before.Id,
            ExpectedVersion = before.Version,
            Events = stored.MoveToImmutable(),
            Command = command is { } c ? new StoredCommand(c.Id, c.Fingerprint, version) : null,
            Outbox = put,
            Done = done,
            DueAtUtc = WakeAt(after, at),
            Index = decided.Events.IsEmpty ? [] : Lists.Changes(before, after, at),
        };
        var isKnown = false;
        try
        {
            isKnown = await store.AppendAsync(append, ct) is AppendResult.Appended;
            return isKnown ? after : null;
        }
        finally
        {
            // A store that throws may have appended all the same: only reading it again tells.
            if (isKnown)
            {
                cache.Put(after);
                feed?.Tell(append.Id, append.Index);
            }
            else
            {
                cache.Drop(before.Id);
            }
        }
    }

    private static EffectId? TakenOver(RequestEvent e) => e switch
    {
        RequestEvent.EffectSkipped x => x.Effect,
        RequestEvent.TicketHandedOver x => x.Effect,
        _ => null,
    };

    /// <summary>Nothing had become of the people who are asked: they are looked at again in time. Whoever appends meanwhile sets a time of their own.</summary>
    public async Task LookedAsync(Loaded loaded, DateTimeOffset at, CancellationToken ct) =>
        await store.AppendAsync(new Append { Id = loaded.Id, ExpectedVersion = loaded.Version, Events = [], DueAtUtc = WakeAt(loaded, at) }, ct);

    /// <summary>When a request must be woken: when something is due, and while people are asked now and then, in case a wake was lost.</summary>
    public static DateTimeOffset? WakeAt(Loaded loaded, DateTimeOffset at)
    {
        var due = DueAt(loaded);
        return loaded.State is RequestState.Pending && !(due <= at + Schedule.RecheckEvery) ? at + Schedule.RecheckEvery : due;
    }

    private static ImmutableDictionary<long, RequestEvent> Causes(Loaded before, ImmutableArray<RequestEvent> events, ImmutableArray<OutboxRow> outbox) =>
        outbox.Select(row => row.Id.Version).Distinct().ToImmutableDictionary(
            version => version,
            version => version > before.Version ? events[(int)(version - before.Version) - 1] : before.Causes[version]);

    /// <summary>The earliest of what time does to the request and what waits in its outbox.</summary>
    public static DateTimeOffset? DueAt(Loaded loaded)
    {
        var next = Schedule.NextDue(loaded.State);
        foreach (var row in loaded.Outbox)
        {
            if (row.NotBeforeUtc is { } at && !(next <= at))
            {
                next = at;
            }
        }

        return next;
    }
}

/// <summary>Events and the state after them.</summary>
public sealed record Decided(ImmutableArray<RequestEvent> Events, RequestState After)
{
    public static Decided On(RequestState before, ImmutableArray<RequestEvent> events) => new(events, events.Aggregate(before, Evolver.Evolve));
}

/// <summary>Rows of the outbox that are done, and rows that wait for another attempt or for an administrator.</summary>
public sealed record OutboxChange(ImmutableArray<OutboxRow> Put, ImmutableArray<EffectId> Done)
{
    public static OutboxChange None { get; } = new([], []);
}
