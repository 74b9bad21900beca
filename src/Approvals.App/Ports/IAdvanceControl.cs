namespace Approvals.App.Ports;

/// <summary>Whoever moves the clock by hand waits for the work that came due.</summary>
public interface IAdvanceControl
{
    /// <summary>Returns when nothing is due at the product's clock and no work is under way.</summary>
    Task DrainAsync(CancellationToken ct);
}
