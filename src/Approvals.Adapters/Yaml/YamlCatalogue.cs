using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Search;

namespace Approvals.Adapters.Yaml;

/// <summary>The topics of a folder with their versions; old versions come from the archive.</summary>
internal sealed class YamlCatalogue : ICatalogue
{
    private readonly ITopicArchive archive;
    private readonly FrozenDictionary<string, Topic> current;
    private readonly ConcurrentDictionary<(string Topic, int Version), Topic> old = new();

    private YamlCatalogue(ImmutableArray<Topic> topics, SearchWords words, ITopicArchive archive)
    {
        this.archive = archive;
        Topics = topics;
        Words = words;
        current = topics.ToFrozenDictionary(topic => topic.Id);
    }

    public ImmutableArray<Topic> Topics { get; }
    public SearchWords Words { get; }

    public static async Task<YamlCatalogue> OpenAsync(ImmutableArray<(Topic Topic, string Source)> sources, SearchWords words, ITopicArchive archive, CancellationToken ct)
    {
        var topics = ImmutableArray.CreateBuilder<Topic>(sources.Length);
        foreach (var (topic, source) in sources)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)));
            var archived = await archive.SaveAsync(topic.Id, hash, source, ct).ConfigureAwait(false);
            topics.Add(topic with { Version = archived.Version });
        }

        return new YamlCatalogue(topics.ToImmutable(), words, archive);
    }

    public Topic? Find(string topic) => current.GetValueOrDefault(topic);

    public async ValueTask<Topic?> FindAsync(string topic, int version, CancellationToken ct)
    {
        if (Find(topic) is { } now && now.Version == version)
        {
            return now;
        }

        if (old.TryGetValue((topic, version), out var known))
        {
            return known;
        }

        if (await archive.FindAsync(topic, version, ct).ConfigureAwait(false) is not { } archived)
        {
            return null;
        }

        // Its roles may be gone by now, so nothing is compared to the organisation of today.
        var problems = new Problems();
        var file = $"archive/{topic}/{version}";
        var read = Node.FromJson(file, archived.Source) is Node.Map source ? new TopicReader(organisation: null, problems).Read(source, version) : null;
        problems.ThrowIfAny();
        return read is null ? null : old.GetOrAdd((topic, version), read);
    }
}
