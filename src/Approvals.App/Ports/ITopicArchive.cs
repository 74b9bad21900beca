namespace Approvals.App.Ports;

/// <summary>Keeps the source of every version of every topic, so that a request finds the one it was submitted under.</summary>
public interface ITopicArchive
{
    /// <summary>The version with the highest number; null when there is none.</summary>
    Task<ArchivedTopic?> LatestAsync(string topic, CancellationToken ct);

    Task<ArchivedTopic?> FindAsync(string topic, int version, CancellationToken ct);

    /// <summary>False, and nothing written, when that number was taken.</summary>
    Task<bool> AddAsync(string topic, int version, string contentHash, string source, CancellationToken ct);
}

/// <param name="ContentHash">SHA-256 of the source, lower-case hex.</param>
public sealed record ArchivedTopic(string Topic, int Version, string ContentHash, string Source);
