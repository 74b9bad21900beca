using Approvals.Adapters.Tables;
using Approvals.App.Ports;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace Approvals.Adapters.Attachments;

/// <summary>The container of attached files, in the account that the tables are in. It is opened, and made if it is missing, when a file is first asked for: a desk without files needs no blobs.</summary>
internal sealed class BlobContainer(TableOptions options)
{
    private const string Suffix = "-files";
    private const string Closed = "Blob Storage, where attached files are kept, can not be opened. It is that of the account of Approvals:Tables: check the network, that a connection string has a BlobEndpoint or an account name, and that the identity has the role Storage Blob Data Contributor.";

    private BlobContainerClient? opened;

    /// <summary>Throws <see cref="StoreUnavailableException"/> with what to do; the next call tries again.</summary>
    public async Task<BlobContainerClient> OpenAsync(CancellationToken ct)
    {
        if (opened is { } before)
        {
            return before;
        }

        try
        {
            var container = Service().GetBlobContainerClient(options.Prefix + Suffix);
            await container.CreateIfNotExistsAsync(cancellationToken: ct);
            return opened = container;
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or AuthenticationFailedException or FormatException or InvalidOperationException or TableStorageException)
        {
            throw new StoreUnavailableException(Closed, e) { Advice = Closed };
        }
    }

    /// <summary>The address of an account's blobs, by that of its tables: the same in every cloud but for this word.</summary>
    public static Uri AddressBeside(Uri tables) => tables.Host.Split('.') is [var account, "table", .. var rest]
        ? new UriBuilder(tables) { Host = string.Join('.', [account, "blob", .. rest]), Path = "" }.Uri
        : throw new TableStorageException($"Attached files are kept in the blobs of the account whose tables are at '{tables}', and that address does not say which account it is. Use one such as https://account.table.core.windows.net.");

    private BlobServiceClient Service()
    {
        var client = options.Tune(new BlobClientOptions());
        return options switch
        {
            { ConnectionString: { } text } => new BlobServiceClient(text, client),
            { ServiceUri: { } uri } => new BlobServiceClient(AddressBeside(uri), HostIdentity.Of(options.ClientId), client),
            _ => throw new TableStorageException("Set Approvals:Tables:ConnectionString, or Approvals:Tables:ServiceUri to use the host's identity."),
        };
    }
}
