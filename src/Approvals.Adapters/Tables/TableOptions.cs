using Azure.Core;

namespace Approvals.Adapters.Tables;

/// <summary>Where Table Storage is: a connection string (the emulator, or an account with keys), or the service's address and a managed identity.</summary>
public sealed record TableOptions
{
    public string? ConnectionString { get; init; }

    /// <summary>Such as <c>https://account.table.core.windows.net</c>. Signs in as the identity of the host, without a secret.</summary>
    public Uri? ServiceUri { get; init; }

    /// <summary>The client id of a user-assigned identity; null for the host's own, or a developer's sign-in.</summary>
    public string? ClientId { get; init; }

    /// <summary>Begins the names of the tables: letters and digits.</summary>
    public string Prefix { get; init; } = "approvals";

    /// <summary>How long one try may take; a transaction of 100 rows takes well below a second.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait before the first retry, doubled for each and jittered; what the service asks for goes before it.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    public int Retries { get; init; } = 5;

    /// <summary>The same patience for tables and blobs.</summary>
    internal T Tune<T>(T client)
        where T : ClientOptions
    {
        client.Retry.Mode = RetryMode.Exponential;
        client.Retry.Delay = RetryDelay;
        client.Retry.MaxDelay = TimeSpan.FromSeconds(5);
        client.Retry.MaxRetries = Retries;
        client.Retry.NetworkTimeout = TryTimeout;
        return client;
    }
}

/// <summary>The storage can not be opened. The message says why, and what to do.</summary>
public sealed class TableStorageException(string message, Exception? inner = null) : Exception(message, inner);
