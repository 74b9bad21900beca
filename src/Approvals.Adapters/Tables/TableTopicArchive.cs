using System.Text;
using Approvals.App.Ports;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>Versions count down in the keys, so that the latest comes first.</summary>
internal sealed class TableTopicArchive(TableDatabase database) : ITopicArchive
{
    public async Task<ArchivedTopic?> LatestAsync(string topic, CancellationToken ct)
    {
        var (rows, _) = await database.Desk.ListAsync($"PartitionKey eq {Partition(topic)}", ct, 1);
        return rows is [var row] ? Read(topic, row) : null;
    }

    public async Task<ArchivedTopic?> FindAsync(string topic, int version, CancellationToken ct) =>
        version > 0 && await database.Desk.FindAsync(Partition(topic), Key(version), ct) is { } row ? Read(topic, row) : null;

    public async Task<ArchivedTopic> SaveAsync(string topic, string contentHash, string source, CancellationToken ct)
    {
        AppendLimits.CheckKey(topic, "A topic");
        while (true)
        {
            var latest = await LatestAsync(topic, ct);
            if (latest?.ContentHash == contentHash)
            {
                return latest;
            }

            var next = new ArchivedTopic(topic, (latest?.Version ?? 0) + 1, contentHash, source);
            var row = new TableEntity(Partition(topic), Key(next.Version)) { ["Version"] = next.Version, ["ContentHash"] = contentHash };
            if (await database.Desk.AddAsync(row.With("Source", Encoding.UTF8.GetBytes(source)), ct))
            {
                return next;
            }
        }
    }

    private static ArchivedTopic Read(string topic, TableEntity row) =>
        new(topic, row.GetInt32("Version")!.Value, row.GetString("ContentHash"), Encoding.UTF8.GetString(row.Bytes("Source")));

    private static string Partition(string topic) => $"topic|{Keys.Escape(topic)}";

    private static string Key(int version) => $"{int.MaxValue - version:d10}";
}
