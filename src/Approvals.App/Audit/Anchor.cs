using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Audit;

/// <summary>A day's anchor, as read: which requests changed, and where each stood at the end of the day.</summary>
/// <param name="Digest">SHA-256 of the whole file: what was printed, and what the next file chains in.</param>
/// <param name="Whole">False when lines are missing.</param>
internal sealed record Anchor(string Name, DateOnly Day, DateOnly? PreviousDay, string? Previous, string Digest, ImmutableArray<AnchoredVersion> Versions, bool Whole)
{
    public static async Task<Anchor> ReadAsync(string name, Stream stream, CancellationToken ct)
    {
        using var lines = new LineReader(stream);
        if (!await lines.NextAsync(ct))
        {
            throw InputCheck.Empty(name);
        }

        InputCheck.FirstLine(name, lines.Line);
        if (AuditJson.TryRead(lines.Line, AuditJson.Default.AnchorHeader) is not { Format: AnchorHeader.Known } header)
        {
            throw InputCheck.NotA(name, AnchorHeader.Known, AuditJson.FormatOf(lines.Line));
        }

        var versions = ImmutableArray.CreateBuilder<AnchoredVersion>();
        AnchorTrailer? trailer = null;
        while (await lines.NextAsync(ct))
        {
            if (trailer is null && AuditJson.TryRead(lines.Line, AuditJson.Default.AnchorTrailer) is { } last)
            {
                trailer = last;
            }
            else if (trailer is null && Parse(header.Day, lines.Line) is { } version)
            {
                versions.Add(version);
            }
            else
            {
                throw new UnusableInputException($"Line {lines.Number} of {name} is not one of an anchor file. Take the file from where it was kept.");
            }
        }

        return new(name, header.Day, header.PreviousDay, header.Previous, lines.HashBefore, versions.ToImmutable(), trailer?.Requests == versions.Count);
    }

    private static AnchoredVersion? Parse(DateOnly day, ReadOnlySpan<byte> line) =>
        AuditJson.TryRead(line, AuditJson.Default.AnchorEntry) is { } entry && RequestId.TryParse(entry.Request, out var request)
            ? new AnchoredVersion(request, entry.Version, entry.Hash, day)
            : null;
}

internal readonly record struct AnchoredVersion(RequestId Request, long Version, string Hash, DateOnly Day);
