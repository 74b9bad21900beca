using Azure;
using Azure.Data.Tables;
using Azure.Identity;

namespace Approvals.Adapters.Tables;

/// <summary>The product's tables: request streams, lists with what is due, and the rest of the desk.</summary>
internal sealed class TableDatabase
{
    private TableDatabase(TableServiceClient service, string prefix)
    {
        Streams = new Table(service.GetTableClient(prefix + "streams"));
        Lists = new Table(service.GetTableClient(prefix + "lists"));
        Desk = new Table(service.GetTableClient(prefix + "desk"));
    }

    public Table Streams { get; }

    /// <summary>And what is due.</summary>
    public Table Lists { get; }
    public Table Desk { get; }

    /// <summary>Creates what is missing. Throws <see cref="TableStorageException"/>.</summary>
    public static TableDatabase Open(TableOptions options)
    {
        try
        {
            var database = new TableDatabase(Service(options), options.Prefix);
            database.Streams.Create();
            database.Lists.Create();
            database.Desk.Create();
            return database;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new TableStorageException("Approvals:Tables:ConnectionString is not a connection string of Table Storage. Copy it from the account's access keys.", e);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or AuthenticationFailedException)
        {
            throw new TableStorageException(
                $"Table Storage can not be opened: {Reason(e)} Check Approvals:Tables:ConnectionString or Approvals:Tables:ServiceUri, the network, and that the identity has the role Storage Table Data Contributor.", e);
        }
    }

    private static TableServiceClient Service(TableOptions options)
    {
        var client = options.Tune(new TableClientOptions());
        return options switch
        {
            { ConnectionString: { } text } => new TableServiceClient(text, client),
            { ServiceUri: { } uri } => new TableServiceClient(uri, HostIdentity.Of(options.ClientId), client),
            _ => throw new TableStorageException("Set Approvals:Tables:ConnectionString, or Approvals:Tables:ServiceUri to use the host's identity."),
        };
    }

    // The first line: the rest is the request's headers.
    private static string Reason(Exception e) => ((e as AggregateException)?.InnerExceptions[0] ?? e).Message.Split('\n')[0].Trim().TrimEnd('.') + ".";
}
