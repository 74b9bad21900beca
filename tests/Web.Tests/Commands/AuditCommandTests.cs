using Approvals.App.Audit;
using Approvals.App.Ports;
using Approvals.Server.Commands;
using Microsoft.Extensions.Time.Testing;

namespace Web.Tests.Commands;

public sealed class AuditCommandTests : IDisposable
{
    private static readonly DateTimeOffset ExportedAt = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("audit").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_intact_export_exits_with_zero_and_says_what_was_not_looked_at()
    {
        Assert.Equal(AuditCommand.Intact, await RunAsync("audit", "verify", await ExportAsync()));
        Assert.StartsWith("INTACT: 0 requests with 0 events, exported at 2026-11-26 09:00:00 UTC.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Pass --anchors", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task A_broken_export_exits_with_one_and_says_where()
    {
        var path = await ExportAsync();
        await File.WriteAllLinesAsync(path, (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken))[..1], TestContext.Current.CancellationToken);

        Assert.Equal(AuditCommand.Broken, await RunAsync("audit", "verify", path));
        Assert.StartsWith("BROKEN: 1 finding in 0 requests with 0 events.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("- line 1: The file ends without its last line", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anchors_of_the_tables_become_files_and_one_that_was_changed_is_told()
    {
        var kept = Path.Combine(folder, "kept");
        (DateOnly, byte[])[] anchors = [(new(2026, 11, 25), [2]), (new(2026, 11, 24), [1])];
        Assert.Equal(AuditCommand.Intact, await AuditCommand.FetchAsync(anchors.ToAsyncEnumerable(), kept, output, error, TestContext.Current.CancellationToken));
        Assert.StartsWith("2 anchors written", output.ToString(), StringComparison.Ordinal);
        Assert.Equal([1], await File.ReadAllBytesAsync(Path.Combine(kept, "2026-11-24.jsonl"), TestContext.Current.CancellationToken));

        anchors[1].Item2 = [9];
        Assert.Equal(AuditCommand.Broken, await AuditCommand.FetchAsync(anchors.ToAsyncEnumerable(), kept, output, error, TestContext.Current.CancellationToken));
        Assert.Contains("2026-11-24.jsonl is not what the tables have now", error.ToString(), StringComparison.Ordinal);
        Assert.Equal([1], await File.ReadAllBytesAsync(Path.Combine(kept, "2026-11-24.jsonl"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Anchors_are_taken_from_files_and_folders()
    {
        var anchors = Directory.CreateDirectory(Path.Combine(folder, "anchors")).FullName;
        var anchor = Path.Combine(anchors, "2026-11-24.jsonl");
        await File.WriteAllTextAsync(
            anchor,
            """
            {"format":"approvals-anchor.v1","day":"2026-11-24"}
            {"request":"00000000000000000000000001","version":3,"hash":"00"}
            {"requests":1}

            """.ReplaceLineEndings("\n"),
            TestContext.Current.CancellationToken);
        var export = await ExportAsync();

        Assert.Equal(AuditCommand.Broken, await RunAsync("audit", "verify", export, "--anchors", anchors));
        Assert.Equal(AuditCommand.Broken, await RunAsync("audit", "verify", export, "--anchors", anchor, anchor));
        Assert.Contains("- request 00000000000000000000000001, version 3: The anchor of 2026-11-24 has seen this request", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_of_something_else_exits_with_two_and_says_what_to_do()
    {
        var path = Path.Combine(folder, "empty.jsonl");
        await File.WriteAllBytesAsync(path, [], TestContext.Current.CancellationToken);

        Assert.Equal(AuditCommand.Unusable, await RunAsync("audit", "verify", path));
        Assert.Equal("empty.jsonl is empty. Export or copy it again.", error.ToString().Trim());
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task A_file_that_is_not_there_exits_with_two()
    {
        Assert.Equal(AuditCommand.Unusable, await RunAsync("audit", "verify", Path.Combine(folder, "nowhere.jsonl")));
        Assert.Contains("Check the path", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("audit", "prove", "export.jsonl")]
    [InlineData("audit", "verify")]
    [InlineData("audit", "verify", "--anchors")]
    [InlineData("audit", "verify", "export.jsonl", "anchors.jsonl")]
    [InlineData("audit", "verify", "export.jsonl", "--anchors")]
    public async Task Anything_else_is_answered_with_the_usage(params string[] args)
    {
        Assert.Equal(AuditCommand.Unusable, await RunAsync(args));
        Assert.StartsWith("usage: audit verify FILE", error.ToString(), StringComparison.Ordinal);
    }

    private Task<int> RunAsync(params string[] args) => AuditCommand.RunAsync(args, output, error, TestContext.Current.CancellationToken);

    private async Task<string> ExportAsync()
    {
        var path = Path.Combine(folder, "export.jsonl");
        await using var file = File.Create(path);
        await new AuditExport(new Nothing(), new FakeTimeProvider(ExportedAt)).WriteAsync(file, TestContext.Current.CancellationToken);
        return path;
    }

    private sealed class Nothing : IAuditSource
    {
        public IAsyncEnumerable<AuditRow> ReadAllAsync(CancellationToken ct) => AsyncEnumerable.Empty<AuditRow>();
    }
}
