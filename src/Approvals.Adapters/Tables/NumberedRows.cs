using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Approvals.App.Ports;
using Azure;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>
/// Things with a key each and numbers without a gap, in one partition: the counter <c>N</c>, keys <c>K|</c>, the things <c>R|</c> (newest first) and lists <c>L|</c> that point at them.
/// One transaction adds one. For the embedded mailbox and desk, where one partition is enough.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A semaphore whose wait handle is never asked for holds nothing.")]
internal sealed class NumberedRows(Table desk, string partition)
{
    private const int Tries = 200;
    private const int AtOnce = 8;
    private readonly SemaphoreSlim turn = new(1, 1);
    private TableEntity? counter;

    /// <summary>The thing of this key, added now or before.</summary>
    public async Task<Numbered> AddAsync(string key, byte[] content, IEnumerable<string> lists, CancellationToken ct)
    {
        // One at a time here; servers that add at the same time collide at the counter and try again.
        await turn.WaitAsync(ct);
        try
        {
            for (var attempt = 0; attempt < Tries; attempt++)
            {
                var number = (counter?.GetInt64("Last") ?? 0) + 1;
                var next = new TableEntity(partition, "N") { ["Last"] = number };
                switch (await desk.SubmitAsync(Actions(next, key, number, content, lists), ct))
                {
                    case Submitted.Done done:
                        next.ETag = done.First ?? default;
                        counter = done.First is null ? null : next;
                        return new Numbered(number, content, default);
                    case Submitted.Refused when await FindAsync(key, ct) is { } known:
                        return known;
                    case Submitted.Refused:
                        counter = await desk.FindAsync(partition, "N", ct);
                        break;
                }
            }

            throw new StoreUnavailableException("Too many servers add at once. Try again.");
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task<Numbered?> FindAsync(string key, CancellationToken ct) =>
        await desk.FindAsync(partition, KeyRow(key), ct) is { } row ? await FindAsync(row.GetInt64("Number")!.Value, ct) : null;

    public async Task<Numbered?> FindAsync(long number, CancellationToken ct) =>
        number > 0 && await desk.FindAsync(partition, Row(number), ct) is { } row ? Read(row) : null;

    /// <summary>False: somebody changed it since it was read.</summary>
    public Task<bool> ReplaceAsync(Numbered known, byte[] content, CancellationToken ct) => desk.ReplaceAsync(Content(known.Number, content), known.ETag, ct);

    /// <summary>From below a number down.</summary>
    public async Task<ImmutableArray<Numbered>> ListAsync(long below, int most, CancellationToken ct)
    {
        var (rows, _) = await desk.ListAsync($"PartitionKey eq {partition} and RowKey gt {Row(below)} and RowKey lt {"S"}", ct, most);
        return [.. rows.Select(Read)];
    }

    public async Task<ImmutableArray<Numbered>> ListAsync(string list, long below, int most, CancellationToken ct)
    {
        var (pointers, _) = await desk.ListAsync($"PartitionKey eq {partition} and RowKey gt {Pointer(list, below)} and RowKey lt {$"L|{list}|~"}", ct, most);
        var found = new Numbered?[pointers.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, pointers.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (i, inner) => found[i] = await FindAsync(pointers[i].GetInt64("Number")!.Value, inner));
        return [.. found.OfType<Numbered>()];
    }

    private List<TableTransactionAction> Actions(TableEntity next, string key, long number, byte[] content, IEnumerable<string> lists) =>
    [
        counter is null ? Add(next) : new TableTransactionAction(TableTransactionActionType.UpdateReplace, next, counter.ETag),
        Add(new TableEntity(partition, KeyRow(key)) { ["Number"] = number }),
        Add(Content(number, content)),
        .. lists.Select(list => Add(new TableEntity(partition, Pointer(list, number)) { ["Number"] = number })),
    ];

    private TableEntity Content(long number, byte[] content) => new TableEntity(partition, Row(number)).With("Content", content);

    private static Numbered Read(TableEntity row) => new(long.MaxValue - long.Parse(row.RowKey.AsSpan(2), CultureInfo.InvariantCulture), row.Bytes("Content"), row.ETag);

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    private static string KeyRow(string key) => $"K|{Keys.Hash(key)}";

    private static string Row(long number) => $"R|{long.MaxValue - number:d19}";

    private static string Pointer(string list, long number) => $"L|{list}|{long.MaxValue - number:d19}";
}

internal sealed record Numbered(long Number, byte[] Content, ETag ETag);
