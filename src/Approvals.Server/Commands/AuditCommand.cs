using Approvals.App.Audit;

namespace Approvals.Server.Commands;

/// <summary>
/// <c>audit verify FILE [--anchors FILE…]</c>: proves an export without a server and without its store. <c>audit anchors FOLDER</c>: fetches the anchors that a Functions app keeps.
/// </summary>
internal static class AuditCommand
{
    public const int Intact = 0;
    public const int Broken = 1;
    public const int Unusable = 2;

    private const string Usage = """
        usage: audit verify FILE [--anchors FILE...]
               audit anchors FOLDER

        Proves that an audit export is what was recorded. FILE comes from the administration page or from GET /api/admin/audit/export.
        Anchor files are in data/anchors; better, take copies that were kept elsewhere. A folder stands for all anchor files in it.
        A Functions app keeps them in Table Storage: "audit anchors" writes those that FOLDER lacks into it, and says when one that is there differs.
        Exit code: 0 intact, 1 broken, 2 nothing can be said.
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken ct)
    {
        if (args is not ["audit", "verify", var file, .. var rest] || file.StartsWith('-') || rest is not ([] or ["--anchors", _, ..]))
        {
            await error.WriteLineAsync(Usage);
            return Unusable;
        }

        return await VerifyAsync(file, rest, output, error, ct);
    }

    public static async Task<int> FetchAsync(IAsyncEnumerable<(DateOnly Day, byte[] File)> anchors, string folder, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var (written, code) = (0, Intact);
        Directory.CreateDirectory(folder);
        await foreach (var (day, bytes) in anchors.WithCancellation(ct))
        {
            var path = Path.Combine(folder, $"{day:yyyy-MM-dd}.jsonl");
            var there = File.Exists(path) ? await File.ReadAllBytesAsync(path, ct) : null;
            if (there is null)
            {
                await File.WriteAllBytesAsync(path, bytes, ct);
                written++;
            }
            else if (!there.AsSpan().SequenceEqual(bytes))
            {
                await error.WriteLineAsync($"{path} is not what the tables have now. One of the two was changed: the digest in the log of that day tells which.");
                code = Broken;
            }
        }

        await output.WriteLineAsync($"{Count(written, "anchor")} written into {folder}.");
        return code;
    }

    private static async Task<int> VerifyAsync(string file, string[] rest, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var anchors = new List<(string Name, Stream Stream)>();
        try
        {
            anchors.AddRange(rest.Skip(1).SelectMany(Files).Select(path => (Path.GetFileName(path), (Stream)File.OpenRead(path))));
            await using var export = File.OpenRead(file);
            return await ReportAsync(await AuditVerifier.VerifyAsync(Path.GetFileName(file), export, anchors, ct), output, error);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"{e.Message} Check the path and that you may read it.");
            return Unusable;
        }
        finally
        {
            anchors.ForEach(anchor => anchor.Stream.Dispose());
        }
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.jsonl").Order(StringComparer.Ordinal) : [path];

    private static async Task<int> ReportAsync(AuditVerdict verdict, TextWriter output, TextWriter error)
    {
        switch (verdict)
        {
            case AuditVerdict.Intact v:
                await output.WriteLineAsync($"INTACT: {Count(v.Requests, "request")} with {Count(v.Events, "event")}, exported at {v.ExportedAt:yyyy-MM-dd HH:mm:ss} UTC.");
                await output.WriteLineAsync(v.Anchored > 0
                    ? $"{Count(v.Anchored, "request")} held against anchors."
                    : "No request was held against an anchor: a tail that was cut from a request before the export would not show. Pass --anchors to find that too.");
                return Intact;

            case AuditVerdict.Broken v:
                await output.WriteLineAsync($"BROKEN: {Count(v.Total, "finding")} in {Count(v.Requests, "request")} with {Count(v.Events, "event")}.");
                foreach (var finding in v.Findings)
                {
                    await output.WriteLineAsync($"- {Place(finding)}{finding.Message}");
                }

                if (v.Total > v.Findings.Length)
                {
                    await output.WriteLineAsync($"... and {v.Total - v.Findings.Length} more.");
                }

                return Broken;

            case AuditVerdict.Unusable v:
                await error.WriteLineAsync(v.Message);
                return Unusable;

            default: throw new System.Diagnostics.UnreachableException(verdict.GetType().Name);
        }
    }

    private static string Count(long count, string of) => $"{count} {of}{(count == 1 ? "" : "s")}";

    private static string Place(Finding finding)
    {
        var parts = new[]
        {
            finding.Line is { } line ? $"line {line}" : null,
            finding.Request is { } request ? $"request {request}" : null,
            finding.Version is { } version ? $"version {version}" : null,
        };
        var place = string.Join(", ", parts.OfType<string>());
        return place.Length == 0 ? "" : $"{place}: ";
    }
}
