using System.Security.Cryptography;
using Approvals.Adapters.Attachments;
using Approvals.Adapters.Memory;
using Approvals.Adapters.Tables;
using Approvals.App.Ports;
using Stores.Tests.Attachments;
using Stores.Tests.Contract;
using Stores.Tests.Tables;
using Xunit;

[assembly: AssemblyFixture(typeof(BlobEmulator))]

namespace Stores.Tests.Attachments;

public sealed class MemoryAttachmentTests : AttachmentContract
{
    private protected override IAttachmentStore Store { get; } = new MemoryAttachments(Clock);
}

public sealed class DiskAttachmentTests : AttachmentContract, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-files-").FullName;

    public DiskAttachmentTests() => Store = DiskAttachments.Open(folder, Clock);

    private protected override IAttachmentStore Store { get; }

    [Fact]
    public async Task A_stopped_upload_leaves_nothing_under_a_hash()
    {
        var ct = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.PutAsync(new string('a', 64), new Broken(), ct));

        Assert.Null(await Store.OpenAsync(new string('a', 64), ct));
        await foreach (var file in Store.ListAsync(ct))
        {
            Assert.Fail(file);
        }
    }

    [Fact]
    public async Task What_a_crash_cut_off_is_gone_after_the_next_start_and_what_was_whole_stays()
    {
        var ct = TestContext.Current.CancellationToken;
        var whole = Convert.ToHexStringLower(SHA256.HashData("whole"u8));
        await Store.PutAsync(whole, new MemoryStream("whole"u8.ToArray()), ct);
        var incoming = Path.Combine(folder, "incoming");
        await File.WriteAllTextAsync(Path.Combine(incoming, "cut-off"), "ha", ct);
        var again = DiskAttachments.Open(folder, Clock);

        Assert.Empty(Directory.GetFiles(incoming));
        await using var kept = await again.OpenAsync(whole, ct);
        Assert.NotNull(kept);
    }

    [Fact]
    public void Names_are_flushed_in_every_new_folder_and_one_that_is_missing_is_told()
    {
        var deep = Path.Combine(folder, "a", "ü", "c");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Contains(deep, Assert.Throws<IOException>(() => DurableFolder.Flush(deep)).Message, StringComparison.Ordinal);
        }

        DurableFolder.Create(deep);
        DurableFolder.Create(deep);
        DurableFolder.Flush(deep);
        Assert.True(Directory.Exists(deep));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("ABCDEF")]
    public async Task Only_a_hash_is_a_name(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenAsync(name, TestContext.Current.CancellationToken));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Ends in the middle.</summary>
    private sealed class Broken : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException("The connection was closed.");
    }
}

public sealed class BlobAttachmentTests(BlobEmulator emulator) : AttachmentContract
{
    private protected override IAttachmentStore Store { get; } = new BlobAttachments(new BlobContainer(emulator.Blobs), Clock);

    [Theory]
    [InlineData("https://account.table.core.windows.net", "https://account.blob.core.windows.net/")]
    [InlineData("https://account.table.core.chinacloudapi.cn/", "https://account.blob.core.chinacloudapi.cn/")]
    public void Blobs_are_beside_the_tables(string tables, string blobs) => Assert.Equal(blobs, BlobContainer.AddressBeside(new Uri(tables)).AbsoluteUri);

    [Theory]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:1/devstoreaccount1")]
    [InlineData("nonsense")]
    public async Task A_store_without_blobs_is_told_of_when_a_file_is_asked_for_and_not_before(string connection)
    {
        var store = new BlobAttachments(new BlobContainer(emulator.Blobs with { ConnectionString = connection }), Clock);
        var away = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(new string('a', 64), TestContext.Current.CancellationToken));

        Assert.Contains("BlobEndpoint", away.Message, StringComparison.Ordinal);
        Assert.Equal(away.Message, away.Advice);
    }

    [Fact]
    public void An_address_without_an_account_is_told_so() =>
        Assert.Contains("does not say which account", Assert.Throws<TableStorageException>(() => BlobContainer.AddressBeside(new Uri("https://tables.example.com"))).Message, StringComparison.Ordinal);
}

/// <summary>The blob service of Azurite.</summary>
public sealed class BlobEmulator() : Emulator("blob")
{
    /// <summary>A container of its own for each test.</summary>
    internal TableOptions Blobs => OptionsAt(Address) with { ConnectionString = OptionsAt(Address).ConnectionString!.Replace("TableEndpoint", "BlobEndpoint", StringComparison.Ordinal) };
}
