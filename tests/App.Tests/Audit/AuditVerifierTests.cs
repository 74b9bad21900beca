using System.Globalization;
using System.Text;
using Approvals.App.Audit;
using CsCheck;
using Xunit;
using static App.Tests.Audit.Trail;

namespace App.Tests.Audit;

public sealed class AuditVerifierTests
{
    [Fact]
    public async Task An_export_as_written_is_intact()
    {
        var export = await ExportAsync([.. Request(1, 3), .. Request(2, 1)]);

        Assert.Equal(new AuditVerdict.Intact(2, 4, 0, ExportedAt), await VerifyAsync(export));
    }

    [Fact]
    public async Task An_export_of_nothing_is_intact() =>
        Assert.Equal(new AuditVerdict.Intact(0, 0, 0, ExportedAt), await VerifyAsync(await ExportAsync([])));

    [Fact]
    public async Task The_bytes_of_an_event_stand_in_the_export_as_they_are()
    {
        var rows = Request(1, 2);

        var text = Encoding.UTF8.GetString(await ExportAsync(rows));

        Assert.All(rows, row => Assert.Contains($"\"event\":{Encoding.UTF8.GetString(row.Event.Bytes.Span)}}}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_last_line_without_its_line_feed_is_fine() =>
        Assert.IsType<AuditVerdict.Intact>(await VerifyAsync((await ExportAsync(Request(1, 2)))[..^1]));

    [Fact]
    public async Task Many_events_are_read_as_they_come() =>
        Assert.Equal(
            new AuditVerdict.Intact(100, 10_000, 0, ExportedAt),
            await VerifyAsync(await ExportAsync(Enumerable.Range(1, 100).SelectMany(number => Request((byte)number, 100)))));

    [Fact]
    public async Task Any_changed_byte_is_found()
    {
        var export = await ExportAsync([.. Request(1, 2), .. Request(2, 2)]);

        // All of them, and not a sample: flipping the case of one letter of the digest once went unseen.
        for (var at = 0; at < export.Length - 1; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = export.ToArray();
                changed[at] ^= (byte)(1 << bit);
                Assert.False(await VerifyAsync(changed) is AuditVerdict.Intact, $"byte {at}, bit {bit}");
            }
        }
    }

    [Fact]
    public async Task Any_cut_is_found()
    {
        var export = await ExportAsync([.. Request(1, 2), .. Request(2, 2)]);

        Gen.Int[0, export.Length - 2].Sample(length => VerifyAsync(export[..length]).GetAwaiter().GetResult() is not AuditVerdict.Intact);
    }

    [Fact]
    public async Task A_changed_event_is_found_where_it_is_even_when_the_file_was_sealed_again()
    {
        var lines = await LinesAsync([.. Request(1, 4), .. Request(2, 2)]);
        lines[3] = lines[3].Replace("words", "sword", StringComparison.Ordinal);

        var finding = Only(FindingKind.HashDoesNotFollow, await VerifyAsync(Sealed(lines)));

        Assert.Equal((4, Id(1).Value, 3), (finding.Line, finding.Request, finding.Version));
    }

    [Fact]
    public async Task A_changed_hash_is_found_at_the_event_and_at_the_next()
    {
        var lines = await LinesAsync(Request(1, 4));
        lines[2] = lines[2].Remove(60, 1).Insert(60, lines[2][60] == 'a' ? "b" : "a");

        var broken = Broken(await VerifyAsync(Sealed(lines)));

        Assert.Equal([2L, 3L], broken.Findings.Where(finding => finding.Kind == FindingKind.HashDoesNotFollow).Select(finding => finding.Version!.Value));
    }

    [Fact]
    public async Task A_removed_event_is_a_gap()
    {
        var lines = await LinesAsync(Request(1, 4));
        lines.RemoveAt(2);

        var finding = Only(FindingKind.Gap, await VerifyAsync(Sealed(lines)));

        Assert.Equal((3, "Version 2 is missing before it."), (finding.Version, finding.Message));
    }

    [Fact]
    public async Task A_removed_event_is_found_when_the_later_ones_are_renumbered()
    {
        var rows = Request(1, 4);
        var lines = await LinesAsync(rows.RemoveAt(1).Select((row, index) => row with { Event = row.Event with { Version = index + 1 } }));

        var kinds = Broken(await VerifyAsync(Sealed(lines))).Findings.Select(finding => finding.Kind).ToHashSet();

        Assert.Contains(FindingKind.HashDoesNotFollow, kinds);
        Assert.Contains(FindingKind.UnreadableEvent, kinds);
    }

    [Fact]
    public async Task An_event_that_stands_twice_is_a_duplicate()
    {
        var lines = await LinesAsync(Request(1, 3));
        lines.Insert(2, lines[2]);

        Assert.Equal(2, Only(FindingKind.Duplicate, await VerifyAsync(Sealed(lines))).Version);
    }

    [Fact]
    public async Task Swapped_events_are_found()
    {
        var lines = await LinesAsync(Request(1, 3));
        (lines[2], lines[3]) = (lines[3], lines[2]);

        Assert.Equal([FindingKind.Gap, FindingKind.Duplicate], Broken(await VerifyAsync(Sealed(lines))).Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public async Task A_request_that_stands_twice_is_a_duplicate()
    {
        var lines = await LinesAsync([.. Request(1, 2), .. Request(2, 1), .. Request(1, 2)]);

        Assert.Equal(Id(1).Value, Only(FindingKind.Duplicate, await VerifyAsync(Sealed(lines))).Request);
    }

    [Fact]
    public async Task An_event_moved_to_another_request_is_found()
    {
        var lines = await LinesAsync([.. Request(1, 1), .. Request(2, 1)]);
        lines[1] = lines[1].Replace($"{{\"request\":\"{Id(1)}", $"{{\"request\":\"{Id(3)}", StringComparison.Ordinal);

        var broken = Broken(await VerifyAsync(Sealed(lines)));

        Assert.Equal([FindingKind.HashDoesNotFollow, FindingKind.UnreadableEvent], broken.Findings.Select(finding => finding.Kind));
        Assert.All(broken.Findings, finding => Assert.Equal(Id(3).Value, finding.Request));
    }

    [Fact]
    public async Task An_event_that_no_product_wrote_is_found_even_with_a_hash_that_follows()
    {
        var id = Id(1);
        var bytes = """{"type":"blessed.v1","version":1,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{}}"""u8.ToArray();
        var row = new Approvals.App.Ports.AuditRow(id, new(1, bytes, Approvals.Core.Audit.HashChain.Next(Approvals.Core.Audit.HashChain.Genesis(id), bytes)));

        var finding = Only(FindingKind.UnreadableEvent, await VerifyAsync(await ExportAsync([row])));

        Assert.Contains("blessed.v1", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("# a remark")]
    [InlineData("{\"request\":\"00000000000000000000000001\",\"version\":0,\"hash\":\"\",\"event\":{}}")]
    public async Task A_line_of_something_else_is_found_where_it_is(string line)
    {
        var lines = await LinesAsync(Request(1, 2));
        lines.Insert(2, line);

        var broken = Broken(await VerifyAsync(Bytes(lines)));

        Assert.Contains(broken.Findings, finding => finding is { Kind: FindingKind.UnreadableLine, Line: 3 });
    }

    [Fact]
    public async Task A_huge_line_is_passed_over_and_found()
    {
        var lines = await LinesAsync(Request(1, 2));
        lines.Insert(2, new string('x', LineReader.Longest + 100_000));

        var broken = Broken(await VerifyAsync(Bytes(lines)));

        Assert.Equal([(FindingKind.UnreadableLine, 3), (FindingKind.TrailerMismatch, 5)], broken.Findings.Select(finding => (finding.Kind, (int)finding.Line!)));
    }

    [Fact]
    public async Task A_huge_event_is_an_event_like_any_other() =>
        Assert.IsType<AuditVerdict.Intact>(await VerifyAsync(await ExportAsync(Request(1, 3, new string('x', 1_000_000)))));

    [Fact]
    public async Task A_missing_trailer_is_found()
    {
        var lines = await LinesAsync(Request(1, 2));

        Only(FindingKind.TrailerMissing, await VerifyAsync(Bytes(lines[..^1])));
    }

    [Fact]
    public async Task A_whole_request_taken_out_changes_the_totals()
    {
        var lines = await LinesAsync([.. Request(1, 2), .. Request(2, 2)]);
        lines.RemoveRange(1, 2);

        Assert.Contains("counts 2 requests and 4 events, the file has 1 and 2", Only(FindingKind.TrailerMismatch, await VerifyAsync(Bytes(lines))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_header_is_found_by_the_hash_of_the_file()
    {
        var lines = await LinesAsync(Request(1, 2));
        lines[0] = lines[0].Replace("2026-11-26", "2026-11-27", StringComparison.Ordinal);

        Only(FindingKind.TrailerMismatch, await VerifyAsync(Bytes(lines)));
    }

    [Fact]
    public async Task What_follows_the_trailer_is_found()
    {
        var lines = await LinesAsync(Request(1, 2));
        lines.Add(lines[1]);

        Only(FindingKind.AfterTrailer, await VerifyAsync(Bytes(lines)));
    }

    [Fact]
    public async Task Findings_beyond_the_limit_are_counted()
    {
        var lines = await LinesAsync(Request(1, 1));
        lines.InsertRange(1, Enumerable.Range(0, 250).Select(number => number.ToString(CultureInfo.InvariantCulture)));

        var broken = Broken(await VerifyAsync(Sealed(lines)));

        Assert.Equal(AuditVerifier.MaxFindings, broken.Findings.Length);
        Assert.True(broken.Total >= 250);
    }

    [Fact]
    public async Task What_happens_to_files_on_their_way_is_told_apart_from_tampering()
    {
        var export = await ExportAsync(Request(1, 2));
        var text = Encoding.UTF8.GetString(export);

        Unusable("is empty", await VerifyAsync([]));
        Unusable("CRLF", await VerifyAsync(Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal))));
        Unusable("byte order mark", await VerifyAsync([0xEF, 0xBB, 0xBF, .. export]));
        Unusable("UTF-16", await VerifyAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]));
        Unusable("UTF-16", await VerifyAsync(Encoding.Unicode.GetBytes(text)));
        Unusable("UTF-16", await VerifyAsync(Encoding.BigEndianUnicode.GetBytes(text)));
        Unusable("compressed", await VerifyAsync([0x1F, 0x8B, 8, 0]));
        Unusable("does not start with the header", await VerifyAsync("PDF or whatever"u8.ToArray()));
        Unusable("does not start with the header", await VerifyAsync("{\"format\":\"something\"}\n"u8.ToArray()));
        Unusable("the release that wrote it", await VerifyAsync("{\"format\":\"approvals-audit.v2\",\"more\":1}\n"u8.ToArray()));
    }

    private static void Unusable(string why, AuditVerdict verdict) =>
        Assert.Contains(why, Assert.IsType<AuditVerdict.Unusable>(verdict).Message, StringComparison.Ordinal);

    private static AuditVerdict.Broken Broken(AuditVerdict verdict) => Assert.IsType<AuditVerdict.Broken>(verdict);

    private static Finding Only(FindingKind kind, AuditVerdict verdict)
    {
        var finding = Assert.Single(Broken(verdict).Findings);
        Assert.Equal(kind, finding.Kind);
        return finding;
    }
}
