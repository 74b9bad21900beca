using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Requests;
using Azure;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>
/// Reads a stream by one range query. A short stream comes in one answer, which is one moment; a long one comes in several, between which somebody may append:
/// then events, head and outbox do not belong together, which is seen, and it is read again.
/// </summary>
internal sealed class StreamReader(Table streams)
{
    private const int Tries = 10;

    public async Task<(StoredStream Stream, KnownHead Head)?> LoadAsync(RequestId id, CancellationToken ct)
    {
        ETag? torn = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (rows, answers) = await streams.ListAsync($"PartitionKey eq {id.Value} and RowKey ge {StreamRows.Events} and RowKey lt {StreamRows.End}", ct);
            if (rows.Count == 0)
            {
                return null;
            }

            var head = StreamRows.HeadIn(id, rows);
            if (head is not null && Whole(id, rows, head) is { } stream)
            {
                if (answers == 1 || (await HeadAsync(id, ct))?.ETag == head.ETag)
                {
                    return (stream, head);
                }
            }
            else if (torn is { } before && before == (head?.ETag ?? default))
            {
                throw new CorruptStreamException(null, head?.Version ?? 0, $"the events of request {id} have a gap or do not end at its head. Verify the audit trail, and restore from a backup.");
            }
            else
            {
                torn = head?.ETag ?? default;
            }
        }

        throw new StoreUnavailableException("The request changes faster than it can be read. Nothing was changed; try again.");
    }

    /// <summary>Without events.</summary>
    public async Task<KnownHead?> HeadAsync(RequestId id, CancellationToken ct)
    {
        var (rows, _) = await streams.ListAsync(
            $"PartitionKey eq {id.Value} and RowKey ge {StreamRows.Head} and RowKey lt {StreamRows.End}", ct, select: StreamRows.HeadColumns);
        return StreamRows.HeadIn(id, rows);
    }

    private static StoredStream? Whole(RequestId id, List<TableEntity> rows, KnownHead head)
    {
        var events = ImmutableArray.CreateBuilder<StoredEvent>((int)head.Version);
        var outbox = ImmutableArray.CreateBuilder<OutboxRow>(head.Waiting.Count);
        foreach (var row in rows)
        {
            switch (row.RowKey[0])
            {
                case 'E':
                    events.Add(StreamRows.Event(row));
                    if (events[^1].Version != events.Count)
                    {
                        return null;
                    }

                    break;
                case 'O' when row.GetInt64("Number") > head.Number:
                    return null;
                case 'O':
                    outbox.Add(StreamRows.Outbox(id, row));
                    break;
            }
        }

        return events.Count == head.Version && events[^1].Hash.Span.SequenceEqual(head.Hash) ? new StoredStream(head.Version, events.ToImmutable(), outbox.ToImmutable()) : null;
    }
}
