using System.Globalization;
using System.Runtime.CompilerServices;
using Approvals.Core.Requests;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>
/// By these the sweep finds what is due: partitions of an hour, rows by time, request and append, so that no two appends write one row.
/// A row may be of an append that failed, or of one before: only the row that the head names counts.
/// </summary>
internal sealed class DueRows(Table due)
{
    private const string Prefix = "D|";
    private const string AfterId = "~";

    // A row this little too early still does; the sweep looks, and looks again.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    public static bool Covers(string? row, DateTimeOffset dueAtUtc) => row is not null && Parse(row).AtUtc is var at && at <= dueAtUtc && dueAtUtc - at <= Early;

    public static string Key(DateTimeOffset dueAtUtc, RequestId id, long number) => $"{dueAtUtc.UtcTicks:d19}|{id}|{number:d10}";

    public static (RequestId Id, DateTimeOffset AtUtc) Parse(string row) => TryParse(row) ?? throw new FormatException($"'{row}' is no key of a due row.");

    public static (RequestId Id, DateTimeOffset AtUtc)? TryParse(string row) =>
        row.Split('|') is [var ticks, var id, _] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
        && RequestId.TryParse(id, out var request)
            ? (request, StreamRows.Utc(at))
            : null;

    public Task PutAsync(string row, CancellationToken ct) => due.PutAsync(new TableEntity(BucketOf(row), row), ct);

    public Task RemoveAsync(string row, CancellationToken ct) => due.RemoveAsync(BucketOf(row), row, ct);

    /// <summary>
    /// Rows up to the time, after a place, in their order. Keys begin with the time, so this is one range of partitions and of rows: what lies before was removed, what comes after is not read.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<TableEntity>> PagesAsync(
        DateTimeOffset upToUtc, string? cursor, int most, [EnumeratorCancellation] CancellationToken ct)
    {
        var last = Bucket(upToUtc);
        var end = upToUtc.UtcTicks == long.MaxValue ? "9999999999999999999" : $"{upToUtc.UtcTicks + 1:d19}";
        var (ticks, id) = ListPlaces.ReadDue(cursor);
        var first = Prefix;
        if (cursor is not null)
        {
            first = Bucket(StreamRows.Utc(ticks));
            await foreach (var page in due.PagesAsync($"PartitionKey eq {first} and RowKey gt {$"{ticks:d19}|{id}|{AfterId}"} and RowKey lt {end}", ct, most))
            {
                yield return page;
            }
        }

        await foreach (var page in due.PagesAsync($"PartitionKey gt {first} and PartitionKey le {last} and RowKey lt {end}", ct, most))
        {
            yield return page;
        }
    }

    private static string BucketOf(string row) => Bucket(Parse(row).AtUtc);

    private static string Bucket(DateTimeOffset at) => Prefix + at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
}
