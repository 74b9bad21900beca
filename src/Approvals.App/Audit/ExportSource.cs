using System.Runtime.CompilerServices;
using Approvals.App.Ports;

namespace Approvals.App.Audit;

/// <summary>Reads the events of an export back. It does not prove them: <see cref="AuditVerifier"/> does.</summary>
public sealed class ExportSource(Stream export) : IAuditSource
{
    /// <exception cref="InvalidDataException">The stream is no export.</exception>
    public async IAsyncEnumerable<AuditRow> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var lines = new LineReader(export);
        if (!await lines.NextAsync(ct) || AuditJson.TryRead(lines.Line, AuditJson.Default.AuditHeader) is not { Format: AuditHeader.Known })
        {
            throw new InvalidDataException("The file is not an audit export. Take one from the administration page.");
        }

        while (await lines.NextAsync(ct))
        {
            if (Row(lines.Line) is { } row)
            {
                yield return row with { Done = export.CanSeek && export.Length > 0 ? (double)export.Position / export.Length : 0 };
            }
            else if (AuditJson.TryRead(lines.Line, AuditJson.Default.AuditTrailer) is null)
            {
                throw new InvalidDataException($"Line {lines.Number} of the file is not one of an audit export. Export again.");
            }
        }
    }

    private static AuditRow? Row(ReadOnlySpan<byte> text) =>
        AuditLine.TryParse(text, out var line) ? new AuditRow(line.Request, new StoredEvent(line.Version, line.Event.ToArray(), line.Hash)) : null;
}
