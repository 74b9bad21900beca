using System.Globalization;
using Approvals.App.Ports;

namespace Approvals.Adapters;

/// <summary>What the cursors of the stores' lists say: the last row of the page before.</summary>
internal static class ListPlaces
{
    private const string DueList = "due";
    private const string LedgerList = "ledger";

    public static string AfterRow(string partition, string key) => Cursor.Encode(IndexList(partition), key);

    /// <summary>The key after which the page begins; before the first page, the empty text.</summary>
    public static string ReadRow(string partition, string? cursor) => cursor is null ? "" : Cursor.Decode(IndexList(partition), cursor);

    public static string AfterDue(DueRequest due) => Cursor.Encode(DueList, $"{due.DueAtUtc.UtcTicks} {due.Id}");

    public static (long Ticks, string Id) ReadDue(string? cursor)
    {
        if (cursor is null)
        {
            return (long.MinValue, "");
        }

        return Cursor.Decode(DueList, cursor).Split(' ') is [var ticks, var id]
            ? (long.Parse(ticks, CultureInfo.InvariantCulture), id)
            : throw new InvalidCursorException();
    }

    /// <summary>For lists that run from the newest row, by number, down.</summary>
    public static string BelowNumber(string list, long number) => Cursor.Encode(list, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The number below which the page begins.</summary>
    public static long ReadNumber(string list, string? cursor) => cursor is null ? long.MaxValue : long.Parse(Cursor.Decode(list, cursor), CultureInfo.InvariantCulture);

    /// <summary>The key of the ledger after which the page begins.</summary>
    public static string ReadLedger(string? cursor) => cursor is null ? "" : Cursor.Decode(LedgerList, cursor);

    public static Page<LedgerEntry> LedgerPage(IReadOnlyList<LedgerEntry> after, int size) =>
        new([.. after.Take(size)], after.Count > size ? Cursor.Encode(LedgerList, after[size - 1].Key) : null);

    /// <summary>A page out of at most one row more than it holds.</summary>
    public static Page<T> PageOf<T>(string list, List<(long Number, T Item)> rows, int size) => new(
        [.. rows.Take(size).Select(row => row.Item)], rows.Count > size ? BelowNumber(list, rows[size - 1].Number) : null);

    public static int PageSize(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Math.Min(limit, Page.MaxSize);
    }

    private static string IndexList(string partition) => "index " + partition;
}
