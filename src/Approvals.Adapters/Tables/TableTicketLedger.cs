using System.Text.Json;
using Approvals.App.Ports;
using Azure;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>One partition for each key: tickets have nothing to do with one another.</summary>
internal sealed class TableTicketLedger(TableDatabase database) : ITicketLedger
{
    private const string Row = "E";
    private const string End = "ledger}";

    public async Task<LedgerEntry?> FindAsync(string key, CancellationToken ct) => await database.Desk.FindAsync(Partition(key), Row, ct) is { } row ? Read(row) : null;

    public async Task<App.Ports.Page<LedgerEntry>> ListAsync(string? cursor, int limit, CancellationToken ct)
    {
        var size = ListPlaces.PageSize(limit);
        var (rows, _) = await database.Desk.ListAsync($"PartitionKey gt {Partition(ListPlaces.ReadLedger(cursor))} and PartitionKey lt {End}", ct, size + 1);
        return ListPlaces.LedgerPage([.. rows.Select(Read)], size);
    }

    public Task<bool> TryWriteAsync(LedgerEntry entry, CancellationToken ct)
    {
        var row = new TableEntity(Partition(entry.Key), Row).With("Entry", JsonSerializer.SerializeToUtf8Bytes(entry with { Tag = null }, MailRoomJson.Default.LedgerEntry));
        // The client repeats a write whose answer was lost, and takes its own first one for another's: "no" then, which the caller tells by reading.
        return entry.Tag is { } tag ? database.Desk.ReplaceAsync(row, new ETag(tag), ct) : database.Desk.AddAsync(row, ct);
    }

    private static LedgerEntry Read(TableEntity row) => JsonSerializer.Deserialize(row.Bytes("Entry"), MailRoomJson.Default.LedgerEntry)! with { Tag = row.ETag.ToString() };

    private static string Partition(string key) => $"ledger|{Keys.Escape(key)}";
}
