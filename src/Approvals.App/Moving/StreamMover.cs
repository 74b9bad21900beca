using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Requests;

namespace Approvals.App.Moving;

/// <summary>
/// Copies one request: its events in the appends that its commands ended, then its outbox, due time, lists and claims. Appends are whole or not there, and always cut in the same places: a copy that was
/// stopped goes on with the next one.
/// </summary>
internal sealed class StreamMover(IRequestStore from, IRequestStore to, IClaimStore claims)
{
    // Below the limits of an append, with its command and its head.
    private const int MaxEvents = 40;
    private const int MaxBytes = 2 * 1024 * 1024;
    private const int OutboxRowsAtOnce = 90;

    /// <summary>The topic that the request is bound to, with its version.</summary>
    public async Task<(string Topic, int Version)> MoveAsync(RequestId id, CancellationToken ct)
    {
        var stream = await from.LoadAsync(id, ct) ?? throw new MoveException($"Request {id} is gone from the source. Stop its servers, then run the move again.");
        var loaded = RequestStreams.Fold(id, stream);
        var there = await to.LoadAsync(id, ct);
        if (there is { Version: var known } && (known > stream.Version || !there.Events[^1].Hash.Span.SequenceEqual(stream.Events[(int)known - 1].Hash.Span)))
        {
            throw new MoveException($"Request {id} is another one in the target. Somebody worked there: move into an empty store.");
        }

        foreach (var append in await EventsAsync(loaded, stream, there?.Version ?? 0, ct))
        {
            await AppendAsync(to, append, ct);
        }

        foreach (var append in Rest(loaded, stream))
        {
            await AppendAsync(to, append, ct);
        }

        var request = loaded.State.Facts!;
        if (Claims.IsApproved(loaded.State))
        {
            await ClaimAsync(request, ct);
        }

        return (request.Topic, request.TopicVersion);
    }

    private async Task<List<Append>> EventsAsync(Loaded loaded, StoredStream stream, long after, CancellationToken ct)
    {
        var commands = new Dictionary<long, StoredCommand>();
        foreach (var id in loaded.State.Facts!.Heard.Order(StringComparer.Ordinal))
        {
            // The clock's commands have no row.
            if (await from.FindCommandAsync(loaded.Id, id, ct) is { } command)
            {
                commands[command.Version] = command;
            }
        }

        var appends = new List<Append>();
        var events = ImmutableArray.CreateBuilder<StoredEvent>();
        var bytes = 0;
        foreach (var e in stream.Events)
        {
            events.Add(e);
            bytes += e.Bytes.Length;
            var command = commands.GetValueOrDefault(e.Version);
            var next = e.Version < stream.Version ? stream.Events[(int)e.Version].Bytes.Length : MaxBytes;
            if (command is not null || events.Count == MaxEvents || bytes + next > MaxBytes)
            {
                var first = events[0].Version;
                if (e.Version > after)
                {
                    appends.Add(new Append { Id = loaded.Id, ExpectedVersion = first - 1, Events = events.ToImmutable(), Command = command });
                }

                events.Clear();
                bytes = 0;
            }
        }

        return appends;
    }

    // Written again by a second run: what a stopped one left half done is whole then.
    private static IEnumerable<Append> Rest(Loaded loaded, StoredStream stream)
    {
        var none = new Append { Id = loaded.Id, ExpectedVersion = stream.Version, Events = [], DueAtUtc = RequestStreams.WakeAt(loaded, loaded.State.Facts!.ChangedAtUtc) };
        foreach (var rows in stream.Outbox.Chunk(OutboxRowsAtOnce))
        {
            yield return none with { Outbox = [.. rows] };
        }

        yield return none with { Index = Lists.AllRows(loaded, stream.Events) };
    }

    // Only an approved request's claims count; what others once claimed is given up by the move.
    private async Task ClaimAsync(Request request, CancellationToken ct)
    {
        foreach (var claim in request.Policy.Unique)
        {
            var seen = await claims.FindAsync(claim.Key, ct);
            if (seen?.Holder != request.Id && !await claims.PutAsync(claim.Key, request.Id, request.ChangedAtUtc, seen, ct))
            {
                throw new MoveException($"Somebody else claims in the target what request {request.Id} has. Stop every server there, then run the move again.");
            }
        }
    }

    private static async Task AppendAsync(IRequestStore to, Append append, CancellationToken ct)
    {
        if (await to.AppendAsync(append, ct) is not AppendResult.Appended)
        {
            throw new MoveException($"Somebody else writes request {append.Id} in the target. Stop every server there, then run the move again.");
        }
    }
}
