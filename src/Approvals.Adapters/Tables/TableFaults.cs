using Approvals.App.Ports;
using Azure;
using Azure.Identity;

namespace Approvals.Adapters.Tables;

/// <summary>The one place that tells faults of the storage, which callers may try again, from answers (not there, there already, changed meanwhile) and from bugs.</summary>
internal static class TableFaults
{
    public static async Task<T> GuardAsync<T>(Func<Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (From(e, ct) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Null for what is no fault of the storage.</summary>
    public static StoreUnavailableException? From(Exception e, CancellationToken ct) => e switch
    {
        OperationCanceledException when !ct.IsCancellationRequested => new("The table storage did not answer in time.", e),
        RequestFailedException failed => From(failed),
        AuthenticationFailedException => new("No identity was given to reach the table storage with.", e),
        // Thrown when every retry failed.
        AggregateException many when many.InnerExceptions.Count > 0 => From(many.InnerExceptions[^1], ct) is { } fault ? new(fault.Message, e) : null,
        _ => null,
    };

    private static StoreUnavailableException? From(RequestFailedException e) => (e.Status, e.ErrorCode) switch
    {
        (404, "TableNotFound" or "TableBeingDeleted") or (409, "TableBeingDeleted") => new("A table of the product is missing. Restart to create it, and look who removed it.", e),
        (401 or 403, _) => new("The table storage refuses our identity. It needs the role Storage Table Data Contributor.", e),
        (429 or 503, _) => new("The table storage is overloaded.", e),
        (0 or 408 or >= 500, _) => new("The table storage can not be reached.", e),
        _ => null,
    };
}
