using System.Buffers;
using System.Security.Cryptography;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.App.Audit;

/// <summary>
/// Writes every event of every request as JSON lines, for <see cref="AuditVerifier"/>: a header, a line for each event, and totals with the hash of all
/// lines before. The events of a request stand together, in order.
/// </summary>
public sealed class AuditExport(IAuditSource source, TimeProvider time)
{
    public const string ContentType = "application/x-ndjson";

    private const int FlushAt = 64 * 1024;

    /// <summary>All there is when it starts, in constant memory.</summary>
    public async Task WriteAsync(Stream output, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = new ArrayBufferWriter<byte>(FlushAt * 2);
        lines.Write(AuditJson.Line(new AuditHeader(AuditHeader.Known, time.GetUtcNow().ToUniversalTime()), AuditJson.Default.AuditHeader));
        var (requests, count) = (0L, 0L);
        RequestId? last = null;
        await foreach (var (request, e, _) in source.ReadAllAsync(ct))
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
}
