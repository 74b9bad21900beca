using Approvals.App.Ports;

namespace Approvals.Adapters.Memory;

internal sealed class MemoryTopicArchive : ITopicArchive
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<ArchivedTopic>> topics = [];

    public Task<ArchivedTopic?> LatestAsync(string topic, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(topics.GetValueOrDefault(topic)?[^1]);
        }
    }

    public Task<ArchivedTopic?> FindAsync(string topic, int version, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(topics.GetValueOrDefault(topic)?.ElementAtOrDefault(version - 1));
        }
    }

    public Task<ArchivedTopic> SaveAsync(string topic, string contentHash, string source, CancellationToken ct)
    {
        AppendLimits.CheckKey(topic, "A topic");
        lock (gate)
        {
            var versions = topics.TryGetValue(topic, out var known) ? known : topics[topic] = [];
            if (versions.Count == 0 || versions[^1].ContentHash != contentHash)
            {
                versions.Add(new ArchivedTopic(topic, versions.Count + 1, contentHash, source));
            }

            return Task.FromResult(versions[^1]);
        }
    }
}
