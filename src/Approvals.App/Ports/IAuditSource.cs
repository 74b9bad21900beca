using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>Everything that was ever written, for auditors.</summary>
public interface IAuditSource
{
    /// <summary>
    /// Every event of every stream, stream by stream, in order, in constant memory and without holding up writers.
    /// Of each stream it gives a whole beginning: what is appended meanwhile may be missing at the end. Rows come as they are kept, unchecked.
    /// </summary>
    IAsyncEnumerable<AuditRow> ReadAllAsync(CancellationToken ct);
}

/// <param name="Done">How much of everything was read up to here, from 0 to 1, as far as the store can tell.</param>
public sealed record AuditRow(RequestId Request, StoredEvent Event, double Done = 0);
