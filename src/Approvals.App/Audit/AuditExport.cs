using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Requests;

namespace Approvals.App.Audit;

/// <summary>
/// Writes every event of every request as JSON lines, for <see cref="AuditVerifier"/>: a header, a line for each event, and totals with the hash of all
/// lines before. The events of a request stand together, in order.
/// </summary>
public sealed class AuditExport(IIndexStore index, IRequestStore store, TimeProvider time)
{
    public const string ContentType = "application/x-ndjson";

    private const int FlushAt = 64 * 1024;

    /// <summary>All requests there are when it starts. One request is in memory at a time.</summary>
    public Task WriteAsync(Stream output, CancellationToken ct) => WriteAsync(output, EventsAsync(ct), time.GetUtcNow(), ct);

    public static async Task WriteAsync(Stream output, IAsyncEnumerable<(RequestId Request, StoredEvent Event)> events, DateTimeOffset exportedAt, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = new ArrayBufferWriter<byte>(FlushAt * 2);
        lines.Write(AuditJson.Line(new AuditHeader(AuditHeader.Known, exportedAt.ToUniversalTime()), AuditJson.Default.AuditHeader));
        var (requests, count) = (0L, 0L);
        RequestId? last = null;
        await foreach (var (request, e) in events.WithCancellation(ct))
        {
            requests += request == last ? 0 : 1;
            count++;
            last = request;
            AuditLine.Write(lines, request, e);
            if (lines.WrittenCount >= FlushAt)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();
        lines.Write(AuditJson.Line(new AuditTrailer(requests, count, Convert.ToHexStringLower(hash.GetHashAndReset())), AuditJson.Default.AuditTrailer));
        await FlushAsync();
        await output.FlushAsync(ct);

        async Task FlushAsync()
        {
            hash.AppendData(lines.WrittenSpan);
            await output.WriteAsync(lines.WrittenMemory, ct);
            lines.ResetWrittenCount();
        }
    }

    private async IAsyncEnumerable<(RequestId Request, StoredEvent Event)> EventsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = await index.ListAsync(Lists.All, cursor, Page.MaxSize, ct);
            foreach (var row in page.Items)
            {
                var id = RequestId.Parse(row.Key[^RequestId.Length..]);
                if (await store.LoadAsync(id, ct) is { } stream)
                {
                    foreach (var e in stream.Events)
                    {
                        yield return (id, e);
                    }
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
