using System.Collections.Concurrent;
using System.Globalization;
using Approvals.App.Ports;

namespace Approvals.Adapters.Memory;

/// <summary>Lasts as long as the process: for tests of what is tried.</summary>
internal sealed class MemoryTicketLedger : ITicketLedger
{
    private readonly ConcurrentDictionary<string, LedgerEntry> entries = new();

    public IEnumerable<LedgerEntry> All => entries.Values;

    public Task<LedgerEntry?> FindAsync(string key, CancellationToken ct) => Task.FromResult(entries.GetValueOrDefault(key));

    public Task<Page<LedgerEntry>> ListAsync(string? cursor, int limit, CancellationToken ct) => Task.FromResult(ListPlaces.LedgerPage(
        [.. entries.Values.OrderBy(entry => entry.Key, StringComparer.Ordinal).Where(entry => string.CompareOrdinal(entry.Key, ListPlaces.ReadLedger(cursor)) > 0)], ListPlaces.PageSize(limit)));

    public Task<bool> TryWriteAsync(LedgerEntry entry, CancellationToken ct)
    {
        if (entry.Tag is not { } tag)
        {
            return Task.FromResult(entries.TryAdd(entry.Key, entry with { Tag = "1" }));
        }

        var written = entry with { Tag = (int.Parse(tag, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture) };
        return Task.FromResult(entries.TryGetValue(entry.Key, out var known) && known.Tag == tag && entries.TryUpdate(entry.Key, written, known));
    }
}
