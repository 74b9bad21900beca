namespace Approvals.App.Ports;

/// <summary>Every version of a topic's source that was ever loaded: a request is judged by the version it was submitted under.</summary>
public interface ITopicArchive
{
    Task<ArchivedTopic?> LatestAsync(string topic, CancellationToken ct);

    /// <summary>Null when there is no such version.</summary>
    Task<ArchivedTopic?> FindAsync(string topic, int version, CancellationToken ct);

    /// <summary>
    /// The latest version if it has this content; else the next version, now kept. Two servers that start with the same new content get one number.
    /// </summary>
    Task<ArchivedTopic> SaveAsync(string topic, string contentHash, string source, CancellationToken ct);
}

/// <param name="Version">From 1, without gaps.</param>
/// <param name="ContentHash">Tells versions apart; what goes into it is up to the catalogue.</param>
public sealed record ArchivedTopic(string Topic, int Version, string ContentHash, string Source);
