using System.Collections.Concurrent;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.App.Moving;

/// <summary>
/// Copies a whole desk from one store into another that is empty, and proves the copy by its hashes. It only adds to the target, and can be stopped at any moment: the next run goes on.
/// The source is only read until the copy is proven; then it is marked as moved, so that no server starts on it by mistake.
/// </summary>
public sealed class Mover(MovePorts from, MovePorts to, MovedTime time, Action<MoveProgress> progress)
{
    private const int AtOnce = 16;

    /// <param name="source">How to call the source in messages.</param>
    /// <param name="target">Likewise; the source remembers it.</param>
    /// <param name="ct">Stops it between two appends.</param>
    public async Task<MoveReport> RunAsync(string source, string target, CancellationToken ct)
    {
        var name = await MoveMarks.NameAsync(from.Secrets, ct);
        var origin = await MoveMarks.OriginAsync(to.Secrets, ct);
        await RefuseAsync(source, target, name, origin, ct);
        var here = await Ends.ReadAsync(from.Audit, source, done => progress(new("requests checked", done, null)), ct);
        if (await MoveMarks.IsWholeAsync(to.Secrets, ct))
        {
            // Only the mark on the source may be missing; the target may have moved on since.
            await MoveMarks.EndAsync(from.Secrets, to.Secrets, target, ct);
            return new MoveReport(here.Count, here.Events, here.Digest(), WasDone: true, WasStopped: false);
        }

        await MoveMarks.BeginAsync(to.Secrets, name, ct);
        await CopyAsync(here, ct);
        var there = await Ends.ReadAsync(to.Audit, target, done => progress(new("requests proven", done, here.Count)), ct);
        if (here.FirstDifference(there) is { } different)
        {
            throw new MoveException($"Request {different} is not the same in both. Stop every server that works on either, then run the move again.");
        }

        await MoveMarks.EndAsync(from.Secrets, to.Secrets, target, ct);
        return new MoveReport(there.Count, there.Events, there.Digest(), WasDone: false, WasStopped: origin is not null);
    }

    private async Task RefuseAsync(string source, string target, ReadOnlyMemory<byte> name, ReadOnlyMemory<byte>? origin, CancellationToken ct)
    {
        if (origin is { } known && !known.Span.SequenceEqual(name.Span))
        {
            throw new MoveException($"{target} is the copy of another desk. Move into an empty store.");
        }

        // What was moved from here into another store must not be moved a second time: both would go on.
        if (origin is null)
        {
            await MoveMarks.CheckAsync(from.Secrets, ct);
            if (await ContentAsync(ct) is { } content)
            {
                throw new MoveException(
                    $"{target} is not empty: it has {content}. Nothing was changed. Move into an empty store, before a server is started on it: another storage account or data folder, or one whose tables or files were removed.");
            }
        }
    }

    private async Task<string?> ContentAsync(CancellationToken ct)
    {
        await foreach (var row in to.Audit.ReadAllAsync(ct))
        {
            return $"requests, such as {row.Request}";
        }

        foreach (var area in SecretAreas.All)
        {
            if (!(await to.Secrets.ListAsync(area, ct)).IsEmpty)
            {
                return "the keys of a server that was started on it";
            }
        }

        return !(await to.Delegations.ListAllAsync(ct)).IsEmpty ? "delegations"
            : !(await to.Mailbox.ListAsync(null, null, 1, ct)).Items.IsEmpty ? "mails"
            : !(await to.Tickets.ListAsync(null, 1, ct)).Items.IsEmpty ? "tickets"
            : !(await to.Ledger.ListAsync(null, 1, ct)).Items.IsEmpty ? "attempts at tickets"
            : null;
    }

    private async Task CopyAsync(Ends here, CancellationToken ct)
    {
        foreach (var area in SecretAreas.All)
        {
            foreach (var secret in await from.Secrets.ListAsync(area, ct))
            {
                await to.Secrets.GetOrAddAsync(area, secret.Name, secret.Value, ct);
            }
        }

        foreach (var delegation in await from.Delegations.ListAllAsync(ct))
        {
            await to.Delegations.PutAsync(delegation, ct);
        }

        // Before the events that name them. Their wait in the target begins now: it settles or drops them as if they had just come.
        time.At = TimeProvider.System.GetUtcNow();
        await FileMover.MoveAsync(from.Files, to.Files, done => progress(new("files copied", done, null)), ct);
        var topics = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var streams = new StreamMover(from.Requests, to.Requests, to.Claims);
        var copied = 0L;
        await Parallel.ForEachAsync(here.Requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (id, inner) =>
        {
            var (topic, version) = await streams.MoveAsync(RequestId.Parse(id), inner);
            topics.AddOrUpdate(topic, version, (_, highest) => Math.Max(highest, version));
            progress(new("requests copied", Interlocked.Increment(ref copied), here.Count));
        });
        foreach (var topic in topics.Keys)
        {
            await TopicAsync(topic, ct);
        }

        await new DeskMover(from, to, time).MoveAsync((what, done, of) => progress(new(what, done, of)), ct);
    }

    // A request is judged by the version of its topic: all versions go along, under their numbers.
    private async Task TopicAsync(string topic, CancellationToken ct)
    {
        var last = (await from.Topics.LatestAsync(topic, ct))?.Version ?? 0;
        for (var version = 1 + ((await to.Topics.LatestAsync(topic, ct))?.Version ?? 0); version <= last; version++)
        {
            var known = await from.Topics.FindAsync(topic, version, ct) ?? throw new MoveException($"Version {version} of topic {topic} is missing in the source, though later ones are there. Restore it from a backup.");
            await to.Topics.SaveAsync(topic, known.ContentHash, known.Source, ct);
        }
    }
}
