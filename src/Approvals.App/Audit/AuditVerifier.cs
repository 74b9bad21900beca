using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Audit;

/// <summary>
/// Proves an export, or finds what was done to it, with nothing but the file and the anchors kept elsewhere. Memory grows with the number of requests
/// (their ids) and of anchored versions, never with events or the size of the file.
/// </summary>
public sealed class AuditVerifier
{
    public const int MaxFindings = 100;

    private readonly ImmutableArray<Finding>.Builder findings = ImmutableArray.CreateBuilder<Finding>();
    private readonly HashSet<RequestId> requests = [];
    private long total;
    private long events;

    private AuditVerifier() { }

    /// <param name="name">How to call the file in messages.</param>
    /// <param name="anchors">Anchor files, in any order, each with its name.</param>
    public static async Task<AuditVerdict> VerifyAsync(string name, Stream export, IReadOnlyList<(string Name, Stream Stream)> anchors, CancellationToken ct)
    {
        try
        {
            var read = new List<Anchor>();
            foreach (var (anchorName, stream) in anchors)
            {
                read.Add(await Anchor.ReadAsync(anchorName, stream, ct));
            }

            return await new AuditVerifier().RunAsync(name, export, read, ct);
        }
        catch (UnusableInputException e)
        {
            return new AuditVerdict.Unusable(e.Message);
        }
    }

    private async Task<AuditVerdict> RunAsync(string name, Stream export, IReadOnlyList<Anchor> files, CancellationToken ct)
    {
        using var lines = new LineReader(export);
        var header = await HeaderAsync(name, lines, ct);
        if (files.FirstOrDefault(file => header.ExportedAt < AnchorJob.DueAtUtc(file.Day)) is { } late)
        {
            throw new UnusableInputException(
                $"{name} was exported at {header.ExportedAt:yyyy-MM-dd HH:mm} UTC, before the day of {late.Name} was over. Export again, or leave that anchor out.");
        }

        var anchors = Anchors.Of(files, Report);
        StreamCheck? current = null;
        AuditTrailer? trailer = null;
        while (await lines.NextAsync(ct))
        {
            if (trailer is not null)
            {
                Report(new Finding(FindingKind.AfterTrailer, lines.Number, null, null, "Something follows the last line of the export."));
                break;
            }

            if (AuditLine.TryParse(lines.Line, out var line))
            {
                events++;
                if (current?.Request != line.Request)
                {
                    current?.End();
                    current = Begin(line, lines.Number, anchors);
                }

                current.Add(lines.Number, line);
            }
            else if (AuditJson.TryRead(lines.Line, AuditJson.Default.AuditTrailer) is { } last)
            {
                trailer = last;
                CheckTrailer(last, lines);
            }
            else
            {
                var why = lines.TooLong ? $"The line is longer than {LineReader.Longest / 1024 / 1024} MiB." : "The line is not one of an export.";
                Report(new Finding(FindingKind.UnreadableLine, lines.Number, null, null, why));
            }
        }

        current?.End();
        Finish(anchors, trailer, lines);
        return total == 0
            ? new AuditVerdict.Intact(requests.Count, events, anchors.Seen, header.ExportedAt)
            : new AuditVerdict.Broken(requests.Count, events, findings.ToImmutable(), total);
    }

    private static async Task<AuditHeader> HeaderAsync(string name, LineReader lines, CancellationToken ct)
    {
        if (!await lines.NextAsync(ct))
        {
            throw InputCheck.Empty(name);
        }

        InputCheck.FirstLine(name, lines.Line);
        return AuditJson.TryRead(lines.Line, AuditJson.Default.AuditHeader) is { Format: AuditHeader.Known } header
            ? header
            : throw InputCheck.NotA(name, AuditHeader.Known, AuditJson.FormatOf(lines.Line));
    }

    private StreamCheck Begin(AuditLine line, long number, Anchors anchors)
    {
        if (!requests.Add(line.Request))
        {
            Report(new Finding(FindingKind.Duplicate, number, line.Request.Value, line.Version, "The request stands in the export a second time."));
        }

        return new StreamCheck(line.Request, anchors.Take(line.Request), Report);
    }

    private void CheckTrailer(AuditTrailer trailer, LineReader lines)
    {
        if (trailer.Requests != requests.Count || trailer.Events != events)
        {
            Report(new Finding(
                FindingKind.TrailerMismatch, lines.Number, null, null,
                $"The last line counts {trailer.Requests} requests and {trailer.Events} events, the file has {requests.Count} and {events}: lines were taken out or put in."));
        }
        else if (!string.Equals(trailer.Sha256, lines.HashBefore, StringComparison.Ordinal))
        {
            Report(new Finding(
                FindingKind.TrailerMismatch, lines.Number, null, null,
                "The last line has another SHA-256 than the lines before it: the file was changed after it was exported."));
        }
    }

    private void Finish(Anchors anchors, AuditTrailer? trailer, LineReader lines)
    {
        if (trailer is null)
        {
            Report(new Finding(
                FindingKind.TrailerMissing, lines.Number - 1, null, null,
                "The file ends without its last line: the export was interrupted or cut. Export again."));
        }

        foreach (var missing in anchors.Missing())
        {
            Report(new Finding(
                FindingKind.MissingRequest, null, missing.Request.Value, missing.Version,
                $"The anchor of {missing.Day:yyyy-MM-dd} has seen this request at version {missing.Version}, the export does not have it at all."));
        }
    }

    private void Report(Finding finding)
    {
        total++;
        if (findings.Count < MaxFindings)
        {
            findings.Add(finding);
        }
    }
}
