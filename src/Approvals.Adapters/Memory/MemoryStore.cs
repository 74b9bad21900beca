using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Memory;

/// <summary>Streams and lists that live as long as the process. One lock makes everything atomic.</summary>
internal sealed class MemoryStore : IRequestStore, IIndexStore, IAuditSource
{
    private readonly Lock gate = new();
    private readonly Dictionary<RequestId, KeptStream> streams = [];
    private readonly List<KeptStream> byCreation = [];
    private readonly SortedSet<DueRequest> due = new(Comparer<DueRequest>.Create(CompareDue));
    private readonly MemoryIndex index = new();

    public Task<StoredStream?> LoadAsync(RequestId id, CancellationToken ct)
    {
        lock (gate)
        {
            return Answer(streams.GetValueOrDefault(id)?.Snapshot(), ct);
        }
    }

    public Task<StoredCommand?> FindCommandAsync(RequestId id, string commandId, CancellationToken ct)
    {
        lock (gate)
        {
            return Answer(streams.GetValueOrDefault(id)?.Commands.GetValueOrDefault(commandId), ct);
        }
    }

    public Task<AppendResult> AppendAsync(Append append, CancellationToken ct)
    {
        AppendLimits.Check(append);
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(Write(append));
        }
    }

    public Task<Page<DueRequest>> ListDueAsync(DateTimeOffset upToUtc, string? cursor, int limit, CancellationToken ct)
    {
        var size = ListPlaces.PageSize(limit);
        var (ticks, id) = ListPlaces.ReadDue(cursor);
        lock (gate)
        {
            var rows = due
                .Where(d => d.DueAtUtc.UtcTicks > ticks || (d.DueAtUtc.UtcTicks == ticks && string.CompareOrdinal(d.Id.Value, id) > 0))
                .TakeWhile(d => d.DueAtUtc <= upToUtc).Take(size + 1).ToImmutableArray();
            return Answer(rows.Length <= size ? new Page<DueRequest>(rows, null) : new(rows[..size], ListPlaces.AfterDue(rows[size - 1])), ct);
        }
    }

    public Task<Page<IndexRow>> ListAsync(string partition, string? cursor, int limit, CancellationToken ct)
    {
        AppendLimits.CheckKey(partition, "An index partition");
        var size = ListPlaces.PageSize(limit);
        var after = ListPlaces.ReadRow(partition, cursor);
        lock (gate)
        {
            var rows = index.After(partition, after).Take(size + 1).ToImmutableArray();
            return Answer(rows.Length <= size ? new Page<IndexRow>(rows, null) : new(rows[..size], ListPlaces.AfterRow(partition, rows[size - 1].Key)), ct);
        }
    }

    public async IAsyncEnumerable<AuditRow> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (var i = 0; ; i++)
        {
            ImmutableArray<AuditRow> rows;
            lock (gate)
            {
                if (i == byCreation.Count)
                {
                    yield break;
                }

                rows = [.. byCreation[i].Events.Select(e => new AuditRow(byCreation[i].Id, e, (double)i / byCreation.Count))];
            }

            foreach (var row in rows)
            {
                ct.ThrowIfCancellationRequested();
                yield return row;
            }

            await Task.CompletedTask;
        }
    }

    private AppendResult Write(Append append)
    {
        var stream = streams.GetValueOrDefault(append.Id);
        if (append.Command is { } command && stream?.Commands.GetValueOrDefault(command.CommandId) is { } before)
        {
            return new AppendResult.Duplicate(before);
        }

        if ((stream?.Events.Count ?? 0) != append.ExpectedVersion)
        {
            return new AppendResult.Conflict();
        }

        if (stream is null)
        {
            stream = streams[append.Id] = new KeptStream(append.Id);
            byCreation.Add(stream);
        }

        MoveDue(stream, append.DueAtUtc?.ToUniversalTime());
        stream.Add(append);
        index.Apply(append.Index);
        return new AppendResult.Appended();
    }

    private void MoveDue(KeptStream stream, DateTimeOffset? next)
    {
        if (stream.DueAtUtc is { } old)
        {
            due.Remove(new DueRequest(stream.Id, old));
        }

        stream.DueAtUtc = next;
        if (next is { } at)
        {
            due.Add(new DueRequest(stream.Id, at));
        }
    }

    private static int CompareDue(DueRequest x, DueRequest y) =>
        x.DueAtUtc.CompareTo(y.DueAtUtc) is var byTime && byTime != 0 ? byTime : x.Id.CompareTo(y.Id);

    private static Task<T> Answer<T>(T value, CancellationToken ct) => ct.IsCancellationRequested ? Task.FromCanceled<T>(ct) : Task.FromResult(value);
}
