using System.Globalization;
using System.Security.Cryptography;
using Approvals.App.Ports;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>
/// Anchors in the tables, for hosts whose disks come and go. Whoever can change the requests could change them too: what proves them is their digest, which the log has.
/// </summary>
internal sealed class TableAnchorSink(TableDatabase database) : IAnchorSink
{
    // Its keys count down, so the latest day comes first.
    private const string Days = "anchors";

    // A row holds more, but a write of one that is full is close to what a call may carry.
    internal const int PartBytes = RowBytes.MaxBytes / 2;

    public async Task<KeptAnchor?> LastAsync(CancellationToken ct) =>
        (await database.Desk.ListAsync($"PartitionKey eq {Days}", ct, most: 1)).Rows is [var row] ? new KeptAnchor(DayOf(row), row.GetString("Digest")) : null;

    public async Task<bool> KeepAsync(DateOnly day, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        if (await database.Desk.FindAsync(Days, KeyOf(day), ct) is not null)
        {
            return false;
        }

        using var whole = new MemoryStream();
        await write(whole, ct);
        // What a stopped attempt left is nobody's: the row of the day, which is written last and once, says which rows count.
        var place = $"anchor|{day:yyyy-MM-dd}|{Guid.NewGuid():n}";
        var bytes = whole.ToArray();
        var parts = 0;
        for (var from = 0; from < bytes.Length; from += PartBytes)
        {
            await database.Desk.PutAsync(new TableEntity(place, PartKey(parts++)).With("Lines", bytes.AsSpan(from, Math.Min(PartBytes, bytes.Length - from))), ct);
        }

        var row = new TableEntity(Days, KeyOf(day)) { ["Digest"] = Convert.ToHexStringLower(SHA256.HashData(bytes)), ["Place"] = place };
        // An answer that was lost comes back as "there already".
        if (await database.Desk.AddAsync(row, ct) || (await database.Desk.FindAsync(Days, KeyOf(day), ct))?.GetString("Place") == place)
        {
            return true;
        }

        for (var part = 0; part < parts; part++)
        {
            await database.Desk.RemoveAsync(place, PartKey(part), ct);
        }

        return false;
    }

    /// <summary>Every anchor as the file that it is, the latest first.</summary>
    public async IAsyncEnumerable<(DateOnly Day, byte[] File)> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var days in database.Desk.PagesAsync($"PartitionKey eq {Days}", ct))
        {
            foreach (var row in days)
            {
                var place = row.GetString("Place");
                var parts = (await database.Desk.ListAsync($"PartitionKey eq {place}", ct)).Rows;
                yield return (DayOf(row), [.. parts.SelectMany(part => part.Bytes("Lines"))]);
            }
        }
    }

    private static string KeyOf(DateOnly day) => (DateOnly.MaxValue.DayNumber - day.DayNumber).ToString("d7", CultureInfo.InvariantCulture);

    private static DateOnly DayOf(TableEntity row) => DateOnly.FromDayNumber(DateOnly.MaxValue.DayNumber - int.Parse(row.RowKey, CultureInfo.InvariantCulture));

    private static string PartKey(int part) => part.ToString("d4", CultureInfo.InvariantCulture);
}
