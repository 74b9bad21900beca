using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Microsoft.Extensions.Logging;

namespace Approvals.App.Audit;

/// <summary>
/// Writes, once for each day (UTC), where every request that changed stood at its end, chained to the anchor before. With it a cut tail and a history
/// written anew are found, which the hashes of a stream alone can not show.
/// </summary>
public sealed class AnchorJob(IIndexStore index, IAnchorSink sink, TimeProvider time, ILogger<AnchorJob> log)
{
    /// <summary>How far days are made up for after the server was down. What is older stays without an anchor, and the log says so.</summary>
    public const int LookBackDays = 366;

    // An append that was decided before midnight may be stored a moment after it.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    // Looking back over days on which nothing happened costs a question for each: once in a process is enough.
    private DateOnly? seenUntil;

    /// <summary>When the anchor of a day may be written.</summary>
    public static DateTimeOffset DueAtUtc(DateOnly day) => new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) + Grace;

    /// <summary>Writes the anchors that are due and not yet there, the oldest first. Safe to call at any time, as often as one likes.</summary>
    public async Task<ImmutableArray<WrittenAnchor>> RunDueAsync(CancellationToken ct)
    {
        var written = ImmutableArray.CreateBuilder<WrittenAnchor>();
        var until = DateOnly.FromDateTime((time.GetUtcNow() - Grace).UtcDateTime).AddDays(-1);
        if (seenUntil >= until)
        {
            return [];
        }

        var last = await sink.LastAsync(ct);
        for (var day = FirstDay(last, until); day <= until; day = day.AddDays(1))
        {
            // The chain begins with the first day on which something happened.
            if (last is null && (await index.ListAsync(Lists.Changed(day), null, 1, ct)).Items.IsEmpty)
            {
                continue;
            }

            if (await WriteAsync(day, last, ct) is not { } anchor)
            {
                // Another server is at it.
                return written.ToImmutable();
            }

            log.Anchored(day, anchor.Requests, anchor.Digest);
            written.Add(anchor);
            last = new KeptAnchor(day, anchor.Digest);
        }

        seenUntil = until;
        return written.ToImmutable();
    }

    private DateOnly FirstDay(KeptAnchor? last, DateOnly until)
    {
        var earliest = until.AddDays(1 - LookBackDays);
        var next = last?.Day.AddDays(1) ?? earliest;
        if (next < earliest)
        {
            log.DaysLeftOut(last!.Day, earliest);
        }

        return next < earliest ? earliest : next;
    }

    private async Task<WrittenAnchor?> WriteAsync(DateOnly day, KeptAnchor? last, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var requests = 0L;
        var kept = await sink.KeepAsync(
            day,
            async (stream, ct) =>
            {
                var lines = new Lines();
                lines.Add(new AnchorHeader(AnchorHeader.Known, day, last?.Day, last?.Digest), AuditJson.Default.AnchorHeader);
                string? cursor = null;
                do
                {
                    var page = await index.ListAsync(Lists.Changed(day), cursor, Page.MaxSize, ct);
                    foreach (var row in page.Items)
                    {
                        var changed = JsonSerializer.Deserialize(row.Value.Span, ListJson.Default.ChangedRow)!;
                        lines.Add(new AnchorEntry(Lists.RequestOfChangedKey(row.Key), changed.Version, changed.Hash), AuditJson.Default.AnchorEntry);
                        requests++;
                    }

                    await lines.FlushAsync(stream, hash, ct);
                    cursor = page.Next;
                }
                while (cursor is not null);
                lines.Add(new AnchorTrailer(requests), AuditJson.Default.AnchorTrailer);
                await lines.FlushAsync(stream, hash, ct);
            },
            ct);
        return kept ? new WrittenAnchor(day, requests, Convert.ToHexStringLower(hash.GetHashAndReset())) : null;
    }

    private sealed class Lines
    {
        private readonly ArrayBufferWriter<byte> buffer = new();

        public void Add<T>(T line, JsonTypeInfo<T> type) => buffer.Write(AuditJson.Line(line, type));

        public async Task FlushAsync(Stream stream, IncrementalHash hash, CancellationToken ct)
        {
            hash.AppendData(buffer.WrittenSpan);
            await stream.WriteAsync(buffer.WrittenMemory, ct);
            buffer.ResetWrittenCount();
        }
    }
}

/// <param name="Digest">SHA-256 of the file: what to print, mail or keep elsewhere.</param>
public sealed record WrittenAnchor(DateOnly Day, long Requests, string Digest);
