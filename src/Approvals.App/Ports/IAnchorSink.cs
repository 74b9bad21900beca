namespace Approvals.App.Ports;

/// <summary>Keeps anchor files where whoever can change the store can, ideally, not change them.</summary>
public interface IAnchorSink
{
    /// <summary>The latest day that has an anchor; null when none has.</summary>
    Task<KeptAnchor?> LastAsync(CancellationToken ct);

    /// <summary>Keeps what <paramref name="write"/> writes, wholly or not at all. False when the day has an anchor already: it stays as it is.</summary>
    Task<bool> KeepAsync(DateOnly day, Func<Stream, CancellationToken, Task> write, CancellationToken ct);
}

/// <param name="Digest">SHA-256 of the whole file, as lower-case hex.</param>
public sealed record KeptAnchor(DateOnly Day, string Digest);
