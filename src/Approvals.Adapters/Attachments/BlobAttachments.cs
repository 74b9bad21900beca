using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Approvals.Adapters.Attachments;

/// <summary>
/// Attached files in one container of Blob Storage, which several servers may share: <c>content/HASH</c>, <c>waiting/HASH</c> and <c>links/HASH/REQUEST</c>. A blob appears when all of it is there.
/// Each put touches the content, so that a sweep that saw it before deletes nothing: its ETag is another.
/// </summary>
internal sealed class BlobAttachments(BlobContainer blobs, TimeProvider clock) : IAttachmentStore
{
    private const string Since = "since";
    private static readonly BlobRequestConditions New = new() { IfNoneMatch = ETag.All };

    public Task PutAsync(string sha256, Stream content, CancellationToken ct) => Guard(async container =>
    {
        var since = new Dictionary<string, string> { [Since] = clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture) };
        // The wait begins before the content is there: nothing lies in the container that no sweep sees.
        await container.GetBlobClient($"waiting/{sha256}").UploadAsync(BinaryData.FromString(""), new BlobUploadOptions { Metadata = since }, ct);
        try
        {
            await container.GetBlobClient($"content/{sha256}").UploadAsync(content, new BlobUploadOptions { Conditions = New, Metadata = since, HttpHeaders = new BlobHttpHeaders { ContentType = "application/octet-stream" } }, ct);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            await container.GetBlobClient($"content/{sha256}").SetMetadataAsync(since, cancellationToken: ct);
        }

        return true;
    }, ct);

    public Task<Stream?> OpenAsync(string sha256, CancellationToken ct) => Guard(async container =>
    {
        try
        {
            return await container.GetBlobClient($"content/{sha256}").OpenReadAsync(cancellationToken: ct);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }, ct);

    public Task<bool> LinkAsync(string sha256, RequestId request, CancellationToken ct) => Guard(async container =>
    {
        if (!await container.GetBlobClient($"content/{sha256}").ExistsAsync(ct))
        {
            return false;
        }

        await container.GetBlobClient($"links/{sha256}/{request}").UploadAsync(BinaryData.FromString(""), overwrite: true, ct);
        return true;
    }, ct);

    public Task<ImmutableArray<RequestId>> LinksAsync(string sha256, CancellationToken ct) => Guard(async container =>
    {
        var links = ImmutableArray.CreateBuilder<RequestId>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"links/{sha256}/", ct))
        {
            if (RequestId.TryParse(blob.Name[(blob.Name.LastIndexOf('/') + 1)..], out var request))
            {
                links.Add(request);
            }
        }

        return links.ToImmutable();
    }, ct);

    public async IAsyncEnumerable<WaitingFile> ListWaitingAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var blob in Pages("waiting/", BlobTraits.Metadata, ct))
        {
            if (long.TryParse(blob.Metadata.TryGetValue(Since, out var text) ? text : null, CultureInfo.InvariantCulture, out var ticks) && blob.Properties.ETag is { } mark)
            {
                yield return new WaitingFile(blob.Name["waiting/".Length..], new DateTimeOffset(ticks, TimeSpan.Zero), Mark(mark));
            }
        }
    }

    public Task SettleAsync(WaitingFile file, CancellationToken ct) => Guard(async container => await DeleteAsync(container.GetBlobClient($"waiting/{file.Sha256}"), new ETag(file.Mark), ct), ct);

    public Task DropAsync(WaitingFile file, CancellationToken ct) => Guard(async container =>
    {
        // The content's ETag is taken before the wait is looked at: who puts it again afterwards has touched the content, and it stays.
        var content = await PropertiesAsync(container.GetBlobClient($"content/{file.Sha256}"), ct);
        if (await PropertiesAsync(container.GetBlobClient($"waiting/{file.Sha256}"), ct) is not { } waiting || Mark(waiting.ETag) != file.Mark || (content is not null && !await DeleteAsync(container.GetBlobClient($"content/{file.Sha256}"), content.ETag, ct)))
        {
            return false;
        }

        await foreach (var link in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"links/{file.Sha256}/", ct))
        {
            await container.GetBlobClient(link.Name).DeleteIfExistsAsync(cancellationToken: ct);
        }

        // The wait goes last: what is left after a crash waits still, and the next sweep removes it.
        return await DeleteAsync(container.GetBlobClient($"waiting/{file.Sha256}"), new ETag(file.Mark), ct);
    }, ct);

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var blob in Pages("content/", BlobTraits.None, ct))
        {
            yield return blob.Name["content/".Length..];
        }
    }

    private async IAsyncEnumerable<BlobItem> Pages(string prefix, BlobTraits traits, [EnumeratorCancellation] CancellationToken ct)
    {
        string? next = null;
        do
        {
            var from = next;
            var page = await Guard(async container =>
            {
                await foreach (var one in container.GetBlobsAsync(traits, BlobStates.None, prefix, ct).AsPages(from))
                {
                    return one;
                }

                return null;
            }, ct);
            foreach (var blob in page?.Values ?? [])
            {
                if (FileRef.IsHash(blob.Name[prefix.Length..]))
                {
                    yield return blob;
                }
            }

            next = page?.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    private static async Task<BlobProperties?> PropertiesAsync(BlobClient blob, CancellationToken ct)
    {
        try
        {
            return await blob.GetPropertiesAsync(cancellationToken: ct);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private static async Task<bool> DeleteAsync(BlobClient blob, ETag etag, CancellationToken ct)
    {
        try
        {
            await blob.DeleteAsync(conditions: new BlobRequestConditions { IfMatch = etag }, cancellationToken: ct);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    // A list writes it without the quotes that a header has.
    private static string Mark(ETag etag) => etag.ToString().Trim('"');

    private async Task<T> Guard<T>(Func<BlobContainerClient, Task<T>> work, CancellationToken ct)
    {
        try
        {
            return await work(await blobs.OpenAsync(ct));
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or Azure.Identity.AuthenticationFailedException)
        {
            throw new StoreUnavailableException("Blob Storage, where attached files are, does not answer as it should. Nothing was changed; try again.", e);
        }
    }
}
