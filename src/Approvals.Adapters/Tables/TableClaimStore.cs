using Approvals.App.Ports;
using Approvals.Core.Requests;
using Azure;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>A row in a partition of its own for each claim. The tag is the row's entity tag.</summary>
internal sealed class TableClaimStore(TableDatabase database) : IClaimStore
{
    private const string Row = "claim";

    public async Task<StoredClaim?> FindAsync(string key, CancellationToken ct) => await database.Desk.FindAsync(Partition(key), Row, ct) is { } row
        ? new StoredClaim(RequestId.Parse(row.GetString("Holder")), StreamRows.Utc(row.GetInt64("At")!.Value), row.ETag.ToString())
        : null;

    public Task<bool> PutAsync(string key, RequestId holder, DateTimeOffset atUtc, StoredClaim? seen, CancellationToken ct)
    {
        // Some entity tags are made of the time alone: what is written differs each time.
        var row = new TableEntity(Partition(key), Row) { ["Holder"] = holder.Value, ["At"] = atUtc.UtcTicks, ["Write"] = Guid.NewGuid().ToString("n") };
        return seen is null ? database.Desk.AddAsync(row, ct) : database.Desk.ReplaceAsync(row, new ETag(seen.Tag), ct);
    }

    private static string Partition(string key) => $"claim|{Keys.Escape(key)}";
}
