using System.Collections.Immutable;

namespace Approvals.App.Ports;

/// <summary>Lists: rows in partitions, ordered by key (ordinal). A row is a hint; the stream decides.</summary>
public interface IIndexStore
{
    /// <summary>Rows in key order, from the cursor of an earlier page on. At most <see cref="Page.MaxSize"/> rows.</summary>
    Task<Page<IndexRow>> ListAsync(string partition, string? cursor, int limit, CancellationToken ct);
}

public sealed record IndexRow(string Partition, string Key, ReadOnlyMemory<byte> Value);

/// <summary>A row to write, or with <see cref="Value"/> null to delete. Partitions and keys have no <c>/ \ # ?</c> and no control characters.</summary>
public sealed record IndexChange(string Partition, string Key, ReadOnlyMemory<byte>? Value);

/// <param name="Next">Opaque; null on the last page.</param>
public sealed record Page<T>(ImmutableArray<T> Items, string? Next);

public static class Page
{
    public const int MaxSize = 200;
    public const int DefaultSize = 50;
}

/// <summary>The cursor is not one that this list gave out.</summary>
public sealed class InvalidCursorException() : Exception("The cursor is not one that this list gave out. Start again without it.");
