using System.Globalization;
using Approvals.Core.Requests;
using Azure;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>
/// By these the sweep finds what is due: rows by time, request and append, so that no two appends write one row. They lie in the partition of the lists.
/// A row may be of an append that failed, or of one before: only the row that the head names counts.
/// </summary>
internal sealed class DueRows(Table lists)
{
    // No list's name begins so.
    private const string Prefix = "!D|";
    private const string AfterId = "~";

    // A row this little too early still does; the sweep looks, and looks again.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    public static bool Covers(string? row, DateTimeOffset dueAtUtc) => row is not null && Parse(row).AtUtc is var at && at <= dueAtUtc && dueAtUtc - at <= Early;

    /// <summary>Whether the sweep comes by the row before the time, so that another row for it can wait.</summary>
    public static bool IsBefore(string? row, DateTimeOffset dueAtUtc) => row is not null && Parse(row).AtUtc <= dueAtUtc;

    public static string Key(DateTimeOffset dueAtUtc, RequestId id, long number) => $"{Prefix}{dueAtUtc.UtcTicks:d19}|{id}|{number:d10}";

    public static (RequestId Id, DateTimeOffset AtUtc) Parse(string row) => TryParse(row) ?? throw new FormatException($"'{row}' is no key of a due row.");

    public static (RequestId Id, DateTimeOffset AtUtc)? TryParse(string row) =>
        row.Split('|') is [_, var ticks, var id, _] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
        && RequestId.TryParse(id, out var request)
            ? (request, StreamRows.Utc(at))
            : null;

    public Task PutAsync(string row, CancellationToken ct) => lists.PutAsync(Entity(row), ct);

    /// <summary>False: it is there already.</summary>
    public Task<bool> AddAsync(string row, CancellationToken ct) => lists.AddAsync(Entity(row), ct);

    public Task RemoveAsync(string row, CancellationToken ct) => lists.RemoveAsync(ListRows.Partition, row, ct);

    public static TableTransactionAction Put(string row) => new(TableTransactionActionType.UpsertReplace, Entity(row));

    public static TableTransactionAction Remove(string row) => new(TableTransactionActionType.Delete, Entity(row), ETag.All);

    /// <summary>Rows up to the time, after a place, in their order: one range of keys.</summary>
    public IAsyncEnumerable<IReadOnlyList<TableEntity>> PagesAsync(DateTimeOffset upToUtc, string? cursor, int most, CancellationToken ct)
    {
        var end = upToUtc.UtcTicks == long.MaxValue ? "9999999999999999999" : $"{upToUtc.UtcTicks + 1:d19}";
        var (ticks, id) = ListPlaces.ReadDue(cursor);
        var after = cursor is null ? Prefix : $"{Prefix}{ticks:d19}|{id}|{AfterId}";
        return lists.PagesAsync($"PartitionKey eq {ListRows.Partition} and RowKey gt {after} and RowKey lt {Prefix + end}", ct, most);
    }

    private static TableEntity Entity(string row) => new(ListRows.Partition, row);
}
