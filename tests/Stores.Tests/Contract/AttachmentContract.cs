using System.Security.Cryptography;
using Approvals.App.Moving;
using Approvals.App.Ports;
using Approvals.Adapters.Memory;
using Approvals.Core.Requests;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Stores.Tests.Contract;

/// <summary>What every store of attached files does.</summary>
public abstract class AttachmentContract
{
    private static readonly RequestId One = RequestId.Parse("01arz3ndektsv4rrffq69g5fav"), Two = RequestId.Parse("01arz3ndektsv4rrffq69g5faw");

    protected static FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    private protected abstract IAttachmentStore Store { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_put_comes_back_byte_for_byte()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        var hash = await PutAsync(Store, bytes);

        Assert.Equal(bytes, await ReadAsync(Store, hash));
        Assert.Null(await Store.OpenAsync(new string('0', 64), Ct));
    }

    [Fact]
    public async Task The_same_upload_twice_is_one_file_whose_wait_begins_anew()
    {
        var hash = await PutAsync(Store, "twice"u8.ToArray());
        var first = Assert.Single(await WaitingAsync(hash));
        Clock.Advance(TimeSpan.FromHours(1));
        await PutAsync(Store, "twice"u8.ToArray());

        Assert.Single(await AllAsync(), hash);
        Assert.Equal(first.SinceUtc.AddHours(1), Assert.Single(await WaitingAsync(hash)).SinceUtc);
        // A sweep that saw the first wait touches nothing now.
        await Store.DropAsync(first, Ct);
        await Store.SettleAsync(first, Ct);
        Assert.NotNull(await ReadAsync(Store, hash));
        Assert.Single(await WaitingAsync(hash));
    }

    [Fact]
    public async Task Links_are_kept_once_each_and_only_to_what_is_there()
    {
        var hash = await PutAsync(Store, "linked"u8.ToArray());

        Assert.True(await Store.LinkAsync(hash, One, Ct));
        Assert.True(await Store.LinkAsync(hash, One, Ct));
        Assert.True(await Store.LinkAsync(hash, Two, Ct));
        Assert.False(await Store.LinkAsync(new string('0', 64), One, Ct));
        Assert.Equal([One, Two], (await Store.LinksAsync(hash, Ct)).Order());
        Assert.Empty(await Store.LinksAsync(new string('0', 64), Ct));
    }

    [Fact]
    public async Task What_is_settled_waits_no_more_and_stays()
    {
        var hash = await PutAsync(Store, "settled"u8.ToArray());
        await Store.SettleAsync(Assert.Single(await WaitingAsync(hash)), Ct);

        Assert.Empty(await WaitingAsync(hash));
        Assert.NotNull(await ReadAsync(Store, hash));
    }

    [Fact]
    public async Task What_is_dropped_is_gone_with_its_links_and_may_come_again()
    {
        var hash = await PutAsync(Store, "dropped"u8.ToArray());
        await Store.LinkAsync(hash, One, Ct);
        await Store.DropAsync(Assert.Single(await WaitingAsync(hash)), Ct);

        Assert.Null(await Store.OpenAsync(hash, Ct));
        Assert.Empty(await Store.LinksAsync(hash, Ct));
        Assert.Empty(await WaitingAsync(hash));
        await PutAsync(Store, "dropped"u8.ToArray());
        Assert.NotNull(await ReadAsync(Store, hash));
    }

    [Fact]
    public async Task Many_at_once_put_the_same()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        var hashes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PutAsync(Store, bytes)));

        Assert.Equal(bytes, await ReadAsync(Store, Assert.Single(hashes.Distinct())));
    }

    [Fact]
    public async Task Files_move_with_their_links_and_a_second_run_goes_on()
    {
        var from = new MemoryAttachments(Clock);
        var hash = await PutAsync(from, "moved"u8.ToArray());
        await from.LinkAsync(hash, One, Ct);

        await FileMover.MoveAsync(from, Store, _ => { }, Ct);
        await FileMover.MoveAsync(from, Store, _ => { }, Ct);
        var back = new MemoryAttachments(Clock);
        await FileMover.MoveAsync(Store, back, _ => { }, Ct);

        Assert.Equal("moved"u8.ToArray(), await ReadAsync(back, hash));
        Assert.Equal([One], await back.LinksAsync(hash, Ct));
    }

    [Fact]
    public async Task A_file_that_was_changed_does_not_move()
    {
        var from = new MemoryAttachments(Clock);
        await from.PutAsync(new string('1', 64), new MemoryStream("other"u8.ToArray()), Ct);

        var no = await Assert.ThrowsAsync<MoveException>(() => FileMover.MoveAsync(from, Store, _ => { }, Ct));
        Assert.Contains("other bytes", no.Message, StringComparison.Ordinal);
        Assert.Null(await Store.OpenAsync(new string('1', 64), Ct));
    }

    private async Task<List<WaitingFile>> WaitingAsync(string hash)
    {
        var found = new List<WaitingFile>();
        await foreach (var file in Store.ListWaitingAsync(Ct))
        {
            if (file.Sha256 == hash)
            {
                found.Add(file);
            }
        }

        return found;
    }

    private async Task<List<string>> AllAsync()
    {
        var found = new List<string>();
        await foreach (var hash in Store.ListAsync(Ct))
        {
            found.Add(hash);
        }

        return found;
    }

    private static async Task<string> PutAsync(IAttachmentStore store, byte[] bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await store.PutAsync(hash, new MemoryStream(bytes), Ct);
        return hash;
    }

    private static async Task<byte[]?> ReadAsync(IAttachmentStore store, string hash)
    {
        await using var kept = await store.OpenAsync(hash, Ct);
        using var bytes = new MemoryStream();
        await (kept ?? Stream.Null).CopyToAsync(bytes, Ct);
        return kept is null ? null : bytes.ToArray();
    }
}
