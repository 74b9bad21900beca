using System.Buffers;
using System.Text;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>What Azure refuses and the emulator does not, or what would not come back as it was. Reaching a limit here is a bug: throws <see cref="ArgumentException"/>.</summary>
internal static class TableLimits
{
    public const int MaxRows = 100;
    public const int MaxProperties = 252;
    public const int MaxValueBytes = 64 * 1024;
    public const int MaxTextLength = 32 * 1024;
    public const int MaxEntityBytes = 1024 * 1024;
    public const int MaxBatchBytes = 4 * 1024 * 1024;

    private const int MaxKeyLength = 1024;

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Except("/\\#?")]);

    // Headers of the request's part, the markup around each value.
    private const int RowMarkup = 1024;
    private const int ValueMarkup = 64;

    public static void Check(ITableEntity row)
    {
        CheckKey(row.PartitionKey);
        CheckKey(row.RowKey);
        var own = Own(row).ToList();
        if (own.Count > MaxProperties)
        {
            throw new ArgumentException($"A row has at most {MaxProperties} properties; this one has {own.Count}.");
        }

        var bytes = 4 + (2 * (row.PartitionKey.Length + row.RowKey.Length)) + own.Sum(p => 8 + (2 * p.Key.Length) + SizeOf(p.Key, p.Value));
        if (bytes > MaxEntityBytes)
        {
            throw new ArgumentException($"A row has at most {MaxEntityBytes} bytes; this one has {bytes}.");
        }
    }

    public static void Check(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions.Count is 0 or > MaxRows)
        {
            throw new ArgumentException($"A transaction has 1 to {MaxRows} rows; this one has {actions.Count}.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var bytes = 0L;
        foreach (var action in actions)
        {
            Check(action.Entity);
            bytes += RowMarkup + WireBytes(action.Entity);
            if (action.Entity.PartitionKey != actions[0].Entity.PartitionKey)
            {
                throw new ArgumentException("A transaction has rows of one partition.");
            }

            if (!seen.Add(action.Entity.RowKey))
            {
                throw new ArgumentException($"Row '{action.Entity.RowKey}' is in the transaction twice.");
            }
        }

        if (bytes >= MaxBatchBytes)
        {
            throw new ArgumentException($"A transaction has less than {MaxBatchBytes} bytes; this one has {bytes}.");
        }
    }

    /// <summary>What a row needs in a request, where bytes travel as base64.</summary>
    public static long WireBytes(ITableEntity row) => row.PartitionKey.Length + row.RowKey.Length + Own(row).Sum(p => ValueMarkup + p.Key.Length + p.Value switch
    {
        byte[] bytes => (bytes.Length + 2) / 3 * 4,
        string text => Encoding.UTF8.GetByteCount(text),
        _ => 24L,
    });

    private static void CheckKey(string key)
    {
        if (key is not { Length: > 0 and <= MaxKeyLength } || key.AsSpan().ContainsAnyExcept(KeyCharacters))
        {
            throw new ArgumentException($"A key is 1 to {MaxKeyLength} printable ASCII characters without / \\ # ?.");
        }
    }

    private static IEnumerable<KeyValuePair<string, object>> Own(ITableEntity row) =>
        ((TableEntity)row).Where(p => p.Value is not null && p.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"));

    // A decimal comes back as a double, an offset as UTC, a ushort not at all: only what survives is let through.
    private static int SizeOf(string name, object value) => value switch
    {
        string { Length: <= MaxTextLength } text => 4 + (2 * text.Length),
        byte[] { Length: <= MaxValueBytes } bytes => 4 + bytes.Length,
        string or byte[] => throw new ArgumentException($"Property '{name}' has more than 64 KiB. Split it."),
        int => 4,
        long => 8,
        bool => 1,
        _ => throw new ArgumentException($"Property '{name}' is a {value.GetType().Name}, which does not come back as it was."),
    };
}
