using System.Threading.Channels;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Requests;

namespace Approvals.App.Catalogues.Simulation;

/// <summary>Puts all past requests to a proposed catalogue. It reads the trail once, stream by stream, and keeps counts; nothing is changed.</summary>
public static class Simulator
{
    private const int BatchSize = 64;

    /// <param name="source">The past.</param>
    /// <param name="now">Who holds the roles that the recorded chains name.</param>
    /// <param name="proposed">What it is put to.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <param name="ct">Stops it; nothing is left behind.</param>
    public static async Task<SimulationResult> RunAsync(IAuditSource source, IDirectory now, ReadCatalogue proposed, IProgress<double>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(proposed);
        var names = new RoleBook(proposed.Directory);
        var judge = new Judge(proposed.Topics.ToDictionary(topic => topic.Id), new RoleBook(now), names);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var work = System.Threading.Channels.Channel.CreateBounded<List<(RequestId Id, List<StoredEvent> Events)>>(new BoundedChannelOptions(16) { SingleWriter = true });
        var workers = Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount)).Select(_ => Task.Run(() => WorkAsync(work.Reader, judge, names, stop.Token), stop.Token)).ToArray();
        var reading = ReadAsync(source, work.Writer, progress, stop.Token);
        try
        {
            await await Task.WhenAny([reading, .. workers]);
            await reading;
            var whole = new Tally();
            foreach (var tally in await Task.WhenAll(workers))
            {
                whole.Add(tally);
            }

            progress?.Report(1);
            return await whole.ToResultAsync(names, ct);
        }
        finally
        {
            // A worker that failed would leave the reader waiting for room, and the others for work.
            await stop.CancelAsync();
        }
    }

    private static async Task ReadAsync(IAuditSource source, ChannelWriter<List<(RequestId, List<StoredEvent>)>> work, IProgress<double>? progress, CancellationToken ct)
    {
        Exception? fault = null;
        try
        {
            var batch = new List<(RequestId Id, List<StoredEvent> Events)>();
            await foreach (var (id, e, done) in source.ReadAllAsync(ct))
            {
                if (batch.Count == 0 || batch[^1].Id != id)
                {
                    if (batch.Count == BatchSize)
                    {
                        await work.WriteAsync(batch, ct);
                        batch = [];
                        progress?.Report(done);
                    }

                    batch.Add((id, []));
                }

                batch[^1].Events.Add(e);
            }

            await work.WriteAsync(batch, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            fault = e;
            throw;
        }
        finally
        {
            work.Complete(fault);
        }
    }

    private static async Task<Tally> WorkAsync(ChannelReader<List<(RequestId Id, List<StoredEvent> Events)>> work, Judge judge, RoleBook people, CancellationToken ct)
    {
        var tally = new Tally();
        await foreach (var batch in work.ReadAllAsync(ct))
        {
            foreach (var (id, events) in batch)
            {
                if (TryRead(id, events) is not { } past)
                {
                    tally.Unreadable++;
                    continue;
                }

                tally.Add(past, await judge.OfAsync(past, ct));
                foreach (var answer in past.Answers)
                {
                    tally.Answered(answer.Assignee, (await people.PersonAsync(answer.Assignee, ct)).Calendar.Between(answer.AskedAtUtc, answer.AnsweredAtUtc));
                }
            }
        }

        return tally;
    }

    private static PastRequest? TryRead(RequestId id, List<StoredEvent> events)
    {
        try
        {
            return PastRequest.Read(id, events);
        }
        catch (CorruptStreamException)
        {
            return null;
        }
    }
}
