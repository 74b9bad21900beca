using Approvals.App.Ports;
using Azure;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>A repeat of a write whose answer was lost counts as somebody else's: callers read again, and find what they wrote.</summary>
internal sealed class TableNoteStore(TableDatabase database) : INoteStore
{
    public async Task<Note?> FindAsync(string area, string name, CancellationToken ct) =>
        await database.Desk.FindAsync(Partition(area), Keys.Escape(name), ct) is { } row ? new Note(row.Bytes("Value"), row.ETag.ToString()) : null;

    public Task PutAsync(string area, string name, ReadOnlyMemory<byte> value, CancellationToken ct) => database.Desk.PutAsync(Row(area, name, value), ct);

    public Task<bool> TryPutAsync(string area, string name, ReadOnlyMemory<byte> value, Note? seen, CancellationToken ct) =>
        seen is null ? database.Desk.AddAsync(Row(area, name, value), ct) : database.Desk.ReplaceAsync(Row(area, name, value), new ETag(seen.Mark), ct);

    public Task<bool> TryRemoveAsync(string area, string name, Note seen, CancellationToken ct) =>
        database.Desk.RemoveAsync(Partition(area), Keys.Escape(name), new ETag(seen.Mark), ct);

    private static TableEntity Row(string area, string name, ReadOnlyMemory<byte> value)
    {
        AppendLimits.CheckKey(area, "An area");
        AppendLimits.CheckKey(name, "A note's name");
        return new TableEntity(Partition(area), Keys.Escape(name)).With("Value", value.Span);
    }

    private static string Partition(string area) => $"notes|{Keys.Escape(area)}";
}
