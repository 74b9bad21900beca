using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>Bytes in a row: a property holds 64 KiB, so longer ones go on in the next.</summary>
internal static class RowBytes
{
    public const int MaxBytes = 15 * TableLimits.MaxValueBytes;

    public static TableEntity With(this TableEntity row, string name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new ArgumentException($"'{name}' has {bytes.Length} bytes; a row holds at most {MaxBytes}.");
        }

        for (var part = 0; part * TableLimits.MaxValueBytes < bytes.Length; part++)
        {
            var rest = bytes[(part * TableLimits.MaxValueBytes)..];
            row[name + part] = rest[..Math.Min(rest.Length, TableLimits.MaxValueBytes)].ToArray();
        }

        return row;
    }

    public static byte[] Bytes(this TableEntity row, string name)
    {
        if (row.GetBinary(name + 0) is not { } first)
        {
            return [];
        }

        if (first.Length < TableLimits.MaxValueBytes)
        {
            return first;
        }

        using var whole = new MemoryStream();
        for (var part = 0; row.GetBinary(name + part) is { } bytes; part++)
        {
            whole.Write(bytes);
        }

        return whole.ToArray();
    }
}
