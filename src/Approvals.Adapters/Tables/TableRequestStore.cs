using Approvals.App.Ports;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Tables;

/// <summary>Streams in Table Storage. The clock is the machine's: it is held against the times that the storage stamps on rows.</summary>
internal sealed class TableRequestStore : IRequestStore
{
    private readonly Table streams;
    private readonly StreamReader reader;
    private readonly StreamWriter writer;
    private readonly ListWriter lists;
    private readonly DueList due;
    private readonly KnownHeads heads = new();
    private readonly ILogger log;

    public TableRequestStore(TableDatabase database, TimeProvider clock, ILogger<TableRequestStore> log)
    {
        this.log = log;
        var dueRows = new DueRows(database.Lists);
        streams = database.Streams;
        reader = new StreamReader(streams);
        lists = new ListWriter(streams, database.Lists, clock);
        writer = new StreamWriter(streams, reader, heads, dueRows, lists, log);
        due = new DueList(dueRows, reader, lists, log);
    }

    public async Task<StoredStream?> LoadAsync(RequestId id, CancellationToken ct)
    {
        if (await reader.LoadAsync(id, ct) is not var (stream, head))
        {
            return null;
        }

        heads.Put(id, head);
        if (!head.Pending.IsEmpty && lists.IsLeft(head.Pending.First().Value) && await lists.HealAsync(id, ct))
        {
            log.Healed(id);
        }

        return stream;
    }

    public async Task<StoredCommand?> FindCommandAsync(RequestId id, string commandId, CancellationToken ct)
    {
        AppendLimits.CheckKey(commandId, "A command id");
        return await streams.FindAsync(id.Value, StreamRows.CommandKey(commandId), ct) is { } row ? StreamRows.Command(commandId, row) : null;
    }

    public async Task<AppendResult> AppendAsync(Append append, CancellationToken ct)
    {
        AppendLimits.Check(append);
        ct.ThrowIfCancellationRequested();
        return await writer.AppendAsync(append, ct);
    }

    public Task<Page<DueRequest>> ListDueAsync(DateTimeOffset upToUtc, string? cursor, int limit, CancellationToken ct) => due.ListAsync(upToUtc, cursor, limit, ct);
}
