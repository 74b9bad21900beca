using System.Security.Cryptography;
using Approvals.Adapters.Tables;
using Approvals.App.Ports;
using Xunit;

namespace Stores.Tests.Tables;

/// <summary>Anchors in the tables are what they are as files: whole, written once, found again.</summary>
public sealed class TableAnchorTests(Emulator emulator)
{
    private static readonly DateOnly Day = new(2026, 11, 24);
    private readonly TableOptions options = emulator.Options;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_anchor_longer_than_a_row_comes_back_whole_and_the_latest_day_is_known()
    {
        var sink = Sink();
        Assert.Null(await sink.LastAsync(Ct));
        var large = RandomNumberGenerator.GetBytes((2 * TableAnchorSink.PartBytes) + 17);
        Assert.True(await KeepAsync(sink, Day.AddDays(1), large));
        Assert.True(await KeepAsync(sink, Day, [1, 2, 3]));

        Assert.Equal(new KeptAnchor(Day.AddDays(1), Convert.ToHexStringLower(SHA256.HashData(large))), await Sink().LastAsync(Ct));
        var kept = await TableRegistration.ReadAnchorsAsync(options, Ct).ToListAsync(Ct);
        Assert.Equal([Day.AddDays(1), Day], kept.Select(anchor => anchor.Day));
        Assert.Equal(large, kept[0].File);
        Assert.Equal([1, 2, 3], kept[1].File);
    }

    [Fact]
    public async Task A_day_that_several_write_at_once_is_kept_once_and_leaves_nothing_of_the_others()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => KeepAsync(Sink(), Day, [(byte)i])));
        Assert.Single(outcomes, won => won);
        Assert.False(await KeepAsync(Sink(), Day, [99]));

        var kept = Assert.Single(await TableRegistration.ReadAnchorsAsync(options, Ct).ToListAsync(Ct));
        Assert.Equal([(byte)(Array.IndexOf(outcomes, true) + 1)], kept.File);
        var rows = (await TableDatabase.Open(options).Desk.ListAsync($"PartitionKey ge {"anchor|"} and PartitionKey lt {"anchor}"}", Ct)).Rows;
        Assert.Single(rows);
    }

    [Fact]
    public async Task What_can_not_be_written_to_its_end_is_not_kept()
    {
        await Assert.ThrowsAsync<IOException>(() => Sink().KeepAsync(Day, (_, _) => throw new IOException(), Ct));
        Assert.Null(await Sink().LastAsync(Ct));
        Assert.True(await KeepAsync(Sink(), Day, [1]));
    }

    private TableAnchorSink Sink() => new(TableDatabase.Open(options));

    private static Task<bool> KeepAsync(TableAnchorSink sink, DateOnly day, byte[] lines) => sink.KeepAsync(day, async (stream, ct) => await stream.WriteAsync(lines, ct), Ct);
}
