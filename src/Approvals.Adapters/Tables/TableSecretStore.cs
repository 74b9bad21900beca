using System.Collections.Immutable;
using Approvals.App.Ports;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

internal sealed class TableSecretStore(TableDatabase database) : ISecretStore
{
    public async Task<ReadOnlyMemory<byte>?> FindAsync(string area, string name, CancellationToken ct) =>
        await database.Desk.FindAsync(Partition(area), Keys.Escape(name), ct) is { } row ? row.Bytes("Value") : default(ReadOnlyMemory<byte>?);

    public async Task<ImmutableArray<Secret>> ListAsync(string area, CancellationToken ct)
    {
        var (rows, _) = await database.Desk.ListAsync($"PartitionKey eq {Partition(area)}", ct);
        return [.. rows.Select(row => new Secret(row.GetString("Name"), row.Bytes("Value"))).OrderBy(secret => secret.Name, StringComparer.Ordinal)];
    }

    public async Task<ReadOnlyMemory<byte>> GetOrAddAsync(string area, string name, ReadOnlyMemory<byte> offered, CancellationToken ct)
    {
        AppendLimits.CheckKey(area, "An area");
        AppendLimits.CheckKey(name, "A secret's name");
        return await FindAsync(area, name, ct) is { } known ? known
            : await database.Desk.AddAsync(new TableEntity(Partition(area), Keys.Escape(name)) { ["Name"] = name }.With("Value", offered.Span), ct) ? offered.ToArray()
            : (await FindAsync(area, name, ct))!.Value;
    }

    private static string Partition(string area) => $"secrets|{Keys.Escape(area)}";
}
