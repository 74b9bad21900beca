namespace Approvals.App.Ports;

/// <summary>Looks for malware.</summary>
public interface IFileScanner
{
    /// <summary>What was found; null: nothing. Throws <see cref="ScannerAwayException"/> when nobody could look.</summary>
    Task<string?> FindAsync(Stream content, CancellationToken ct);
}

/// <summary>The scanner did not answer, or not in a way that says anything. Trying again later may help.</summary>
public sealed class ScannerAwayException(string message, Exception? inner = null) : Exception(message, inner);
