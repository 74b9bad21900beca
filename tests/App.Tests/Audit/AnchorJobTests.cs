using System.Collections.Immutable;
using System.Text;
using Approvals.Adapters.Files;
using Approvals.Adapters.Memory;
using Approvals.App.Audit;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static App.Tests.Audit.Trail;

namespace App.Tests.Audit;

public sealed class AnchorJobTests : IDisposable
{
    private static readonly DateTimeOffset Day1 = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("anchors").FullName;
    private readonly MemoryStore store = new();
    private readonly FakeTimeProvider time = new(Day1);
    private readonly AnchorJob job;

    public AnchorJobTests() => job = Job();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_day_is_anchored_once_it_is_over_and_late_appends_are_in()
    {
        await AppendAsync(Request(1, 2), Day1);

        time.SetUtcNow(new(2026, 11, 25, 0, 9, 59, TimeSpan.Zero));
        Assert.Empty(await RunAsync());
        time.SetUtcNow(new(2026, 11, 25, 0, 10, 0, TimeSpan.Zero));
        var anchor = Assert.Single(await RunAsync());

        Assert.Equal((new DateOnly(2026, 11, 24), 1), (anchor.Day, anchor.Requests));
        Assert.Equal(["2026-11-24.jsonl"], Names());
    }

    [Fact]
    public async Task An_anchor_that_is_there_is_not_written_again()
    {
        await AppendAsync(Request(1, 2), Day1);
        time.SetUtcNow(Day1.AddDays(1));
        await RunAsync();
        var before = await File.ReadAllBytesAsync(PathOf("2026-11-24"), TestContext.Current.CancellationToken);

        Assert.Empty(await RunAsync());
        Assert.Empty(await Job().RunDueAsync(TestContext.Current.CancellationToken));
        Assert.Equal(before, await File.ReadAllBytesAsync(PathOf("2026-11-24"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_servers_at_once_write_each_anchor_once()
    {
        await AppendAsync(Request(1, 2), Day1);
        time.SetUtcNow(Day1.AddDays(3));

        var written = await Task.WhenAll(RunAsync(), RunAsync(), RunAsync());

        Assert.Equal(3, written.SelectMany(anchors => anchors).Select(anchor => anchor.Day).Distinct().Count());
        Assert.Equal(3, written.Sum(anchors => anchors.Length));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(folder, "anchors")).Length);
    }

    [Fact]
    public async Task Days_that_were_missed_are_made_up_for_in_order_and_chained()
    {
        await AppendAsync(Request(1, 2), Day1);
        await AppendAsync(Request(2, 1), Day1.AddDays(2));
        time.SetUtcNow(Day1.AddDays(4));

        var written = await RunAsync();

        Assert.Equal([1L, 0L, 1L, 0L], written.Select(anchor => anchor.Requests));
        Assert.Equal(["2026-11-24.jsonl", "2026-11-25.jsonl", "2026-11-26.jsonl", "2026-11-27.jsonl"], Names());
        Assert.Equal(
            $$"""{"format":"approvals-anchor.v1","day":"2026-11-26","previousDay":"2026-11-25","previous":"{{written[1].Digest}}"}""",
            (await File.ReadAllLinesAsync(PathOf("2026-11-26"), TestContext.Current.CancellationToken))[0]);
    }

    [Fact]
    public async Task The_chain_begins_with_the_first_day_on_which_something_happened()
    {
        time.SetUtcNow(Day1.AddDays(10));
        Assert.Empty(await RunAsync());

        await AppendAsync(Request(1, 2), Day1.AddDays(10));
        time.SetUtcNow(Day1.AddDays(11));

        Assert.Equal(new DateOnly(2026, 12, 4), Assert.Single(await RunAsync()).Day);
    }

    [Fact]
    public async Task Only_a_year_is_made_up_for()
    {
        await AppendAsync(Request(1, 2), Day1);
        time.SetUtcNow(Day1.AddDays(1));
        await RunAsync();
        time.SetUtcNow(Day1.AddDays(500));

        var written = await RunAsync();

        Assert.Equal(AnchorJob.LookBackDays, written.Length);
        Assert.Contains("\"previousDay\":\"2026-11-24\"", (await File.ReadAllLinesAsync(PathOf($"{written[0].Day:yyyy-MM-dd}"), TestContext.Current.CancellationToken))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_requests_than_a_page_are_all_anchored()
    {
        foreach (var number in Enumerable.Range(1, 250))
        {
            await AppendAsync(Request((byte)number, 1), Day1);
        }

        time.SetUtcNow(Day1.AddDays(1));

        Assert.Equal(250, Assert.Single(await RunAsync()).Requests);
        Assert.Equal(252, (await File.ReadAllLinesAsync(PathOf("2026-11-24"), TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task A_true_export_agrees_with_its_anchors()
    {
        var anchors = await AnchorsAsync();

        Assert.Equal(new AuditVerdict.Intact(2, 7, 2, ExportedAt), await VerifyAsync(await ExportAsync([.. Request(1, 5), .. Request(2, 2)]), anchors));
    }

    [Fact]
    public async Task A_tail_that_was_cut_before_the_export_is_found()
    {
        var broken = Assert.IsType<AuditVerdict.Broken>(await VerifyAsync(await ExportAsync([.. Request(1, 2), .. Request(2, 2)]), await AnchorsAsync()));

        var finding = Assert.Single(broken.Findings);
        Assert.Equal((FindingKind.ShorterThanAnchor, Id(1).Value, 2), (finding.Kind, finding.Request, finding.Version));
        Assert.Contains("the anchor of 2026-11-25 has seen version 3", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_that_was_written_anew_is_found()
    {
        var broken = Assert.IsType<AuditVerdict.Broken>(await VerifyAsync(await ExportAsync([.. Request(1, 5, "other words"), .. Request(2, 2)]), await AnchorsAsync()));

        Assert.Equal([(FindingKind.OtherThanAnchor, 2L), (FindingKind.OtherThanAnchor, 3L)], broken.Findings.Select(finding => (finding.Kind, finding.Version!.Value)));
    }

    [Fact]
    public async Task A_request_that_was_removed_before_the_export_is_found()
    {
        var broken = Assert.IsType<AuditVerdict.Broken>(await VerifyAsync(await ExportAsync(Request(1, 5)), await AnchorsAsync()));

        Assert.Equal((FindingKind.MissingRequest, Id(2).Value), (Assert.Single(broken.Findings).Kind, broken.Findings[0].Request));
    }

    [Fact]
    public async Task Anchors_that_were_changed_or_cut_are_found()
    {
        var export = await ExportAsync([.. Request(1, 5), .. Request(2, 2)]);
        var anchors = await AnchorsAsync();

        Changed("does not follow from", lines => [lines[0], lines[1], lines[2].Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), .. lines[3..]]);
        Changed("does not have as many lines", lines => [lines[0], .. lines[2..]]);
        Changed("does not have as many lines", lines => lines[..^1]);

        void Changed(string why, Func<string[], string[]> change)
        {
            var changed = Bytes(change(Encoding.UTF8.GetString(anchors[0].Bytes).TrimEnd('\n').Split('\n')));
            var broken = Assert.IsType<AuditVerdict.Broken>(VerifyAsync(export, ("first.jsonl", changed), anchors[1]).GetAwaiter().GetResult());
            Assert.Contains(broken.Findings, finding => finding.Kind == FindingKind.AnchorsBroken && finding.Message.Contains(why, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Two_anchors_of_one_day_that_differ_are_found_and_the_same_one_twice_is_fine()
    {
        var export = await ExportAsync([.. Request(1, 5), .. Request(2, 2)]);
        var anchors = await AnchorsAsync();
        var other = Encoding.UTF8.GetBytes("""{"format":"approvals-anchor.v1","day":"2026-11-24"}""" + "\n" + """{"requests":0}""" + "\n");

        Assert.IsType<AuditVerdict.Intact>(await VerifyAsync(export, [.. anchors, .. anchors]));
        Assert.Contains(
            Assert.IsType<AuditVerdict.Broken>(await VerifyAsync(export, [("copy.jsonl", other), .. anchors])).Findings,
            finding => finding.Message.Contains("are both of 2026-11-24 and differ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Anchors_that_can_not_be_judged_are_told_apart_from_tampering()
    {
        var export = await ExportAsync([.. Request(1, 5), .. Request(2, 2)]);
        var anchors = await AnchorsAsync();

        Unusable("a.jsonl is empty", export, ("a.jsonl", []));
        Unusable("does not start with the header", export, ("a.jsonl", export));
        Unusable("Line 2 of a.jsonl", export, ("a.jsonl", Encoding.UTF8.GetBytes("""{"format":"approvals-anchor.v1","day":"2026-11-24"}""" + "\nnonsense\n")));
        Unusable("before the day of 2026-11-25.jsonl was over", await ExportAsync(Request(1, 5), ExportedAt.AddDays(-1)), anchors);
        Unusable("does not start with the header", anchors[0].Bytes);
    }

    private static void Unusable(string why, byte[] export, params (string, byte[])[] anchors) =>
        Assert.Contains(why, Assert.IsType<AuditVerdict.Unusable>(VerifyAsync(export, anchors).GetAwaiter().GetResult()).Message, StringComparison.Ordinal);

    /// <summary>Day one: request 1 at version 2 and request 2 at version 1. Day two: request 1 at version 3.</summary>
    private async Task<(string Name, byte[] Bytes)[]> AnchorsAsync()
    {
        await AppendAsync(Request(1, 2), Day1);
        await AppendAsync(Request(2, 1), Day1);
        await AppendAsync(Request(1, 3)[2..], Day1.AddDays(1));
        time.SetUtcNow(Day1.AddDays(2));
        await RunAsync();
        return [.. Names().Select(name => (name, File.ReadAllBytes(Path.Combine(folder, "anchors", name))))];
    }

    private AnchorJob Job() => new(store, new FileAnchorSink(folder), time, NullLogger<AnchorJob>.Instance);

    private Task<ImmutableArray<WrittenAnchor>> RunAsync() => job.RunDueAsync(TestContext.Current.CancellationToken);

    private async Task AppendAsync(ImmutableArray<AuditRow> rows, DateTimeOffset at)
    {
        var row = new ChangedRow(rows[^1].Event.Version, Convert.ToHexStringLower(rows[^1].Event.Hash.Span));
        Assert.IsType<AppendResult.Appended>(await store.AppendAsync(
            new Append
            {
                Id = rows[0].Request,
                ExpectedVersion = rows[0].Event.Version - 1,
                Events = [.. rows.Select(row => row.Event)],
                Index = [new(Lists.Changed(DateOnly.FromDateTime(at.UtcDateTime)), Lists.ChangedKey(rows[0].Request, Day1), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(row, ListJson.Default.ChangedRow))],
            },
            TestContext.Current.CancellationToken));
    }

    private string[] Names() => [.. Directory.GetFiles(Path.Combine(folder, "anchors")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string PathOf(string day) => Path.Combine(folder, "anchors", $"{day}.jsonl");
}
