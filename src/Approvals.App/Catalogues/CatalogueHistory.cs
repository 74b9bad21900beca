using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Approvals.App.Ports;

namespace Approvals.App.Catalogues;

/// <summary>Every catalogue that was ever put into use, kept beside the versions of the topics and as unchangeable as they are.</summary>
public sealed class CatalogueHistory(ITopicArchive archive)
{
    // No topic can be called so.
    private const string Name = "~catalogue";

    public async Task<CatalogueEntry?> LatestAsync(CancellationToken ct) => Read(await archive.LatestAsync(Name, ct));

    public async Task<CatalogueEntry?> FindAsync(int number, CancellationToken ct) => number < 1 ? null : Read(await archive.FindAsync(Name, number, ct));

    /// <summary>The latest first.</summary>
    /// <param name="before">Only entries before this number; null: from the latest on.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<ImmutableArray<CatalogueEntry>> ListAsync(int? before, int limit, CancellationToken ct)
    {
        var entries = ImmutableArray.CreateBuilder<CatalogueEntry>();
        var entry = before is { } number ? await FindAsync(number - 1, ct) : await LatestAsync(ct);
        while (entry is not null && entries.Count < limit)
        {
            entries.Add(entry);
            entry = await FindAsync(entry.Number - 1, ct);
        }

        return entries.ToImmutable();
    }

    /// <summary>Adds an entry; null when the latest one is of the same files.</summary>
    /// <param name="files">What is put into use.</param>
    /// <param name="topics">Its topics with their versions.</param>
    /// <param name="by">Who did it.</param>
    /// <param name="how"><c>start</c>, <c>folder</c> or <c>upload</c>.</param>
    /// <param name="atUtc">When.</param>
    /// <param name="ct">Cancelled means not done.</param>
    public async Task<CatalogueEntry?> AddAsync(CatalogueFileSet files, IReadOnlyDictionary<string, int> topics, string by, string how, DateTimeOffset atUtc, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(files);
        var kept = await archive.LatestAsync(Name, ct);
        var last = Read(kept);
        if (last is not null && last.Files.SequenceEqual(files.Hashes))
        {
            return null;
        }

        var entry = new CatalogueEntry(
            (last?.Number ?? 0) + 1, atUtc, by, how, FileChanges(last?.Files, files.Hashes), [.. TopicChanges(await TopicsAsync(last, ct), topics)], files.Hashes,
            kept is null ? null : new PreviousEntry(kept.Version, kept.ContentHash));
        var source = JsonSerializer.Serialize(entry, CatalogueEntryJson.Default.CatalogueEntry);
        var saved = await archive.SaveAsync(Name, Hash(source), source, ct);
        return entry with { Number = saved.Version };
    }

    /// <summary>The number of the first entry that is not as it was written, or does not follow; null: all are and do.</summary>
    public async Task<int?> FirstBrokenAsync(CancellationToken ct)
    {
        var hashes = new List<string>();
        for (var number = 1; await archive.FindAsync(Name, number, ct) is { } kept; number++)
        {
            // Two servers that put different files into use at one moment both follow the same entry.
            var follows = Read(kept)!.Previous is { } previous ? previous.Number < number && hashes[previous.Number - 1] == previous.Hash : number == 1;
            if (Hash(kept.Source) != kept.ContentHash || !follows)
            {
                return number;
            }

            hashes.Add(kept.ContentHash);
        }

        return null;
    }

    private static string Hash(string source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)));

    private static CatalogueEntry? Read(ArchivedTopic? kept) =>
        kept is null ? null : JsonSerializer.Deserialize(kept.Source, CatalogueEntryJson.Default.CatalogueEntry)! with { Number = kept.Version };

    private static ImmutableArray<FileChange> FileChanges(ImmutableSortedDictionary<string, string>? before, ImmutableSortedDictionary<string, string> after) =>
        [.. after.Keys.Concat(before?.Keys ?? []).Distinct().Order(StringComparer.Ordinal)
            .Select(file => new FileChange(file, before?.GetValueOrDefault(file), after.GetValueOrDefault(file)))
            .Where(change => change.Before != change.After)];

    // The topics in use after an entry: those of the files, at the version that was the latest one then.
    private async Task<Dictionary<string, int>> TopicsAsync(CatalogueEntry? last, CancellationToken ct)
    {
        var topics = new Dictionary<string, int>();
        for (var entry = last; entry is not null; entry = entry.Previous is { } previous ? await FindAsync(previous.Number, ct) : null)
        {
            foreach (var change in entry.Topics.Where(change => !topics.ContainsKey(change.Topic)))
            {
                topics.Add(change.Topic, change.After ?? 0);
            }
        }

        return topics.Where(topic => topic.Value > 0).ToDictionary();
    }

    private static IEnumerable<TopicChange> TopicChanges(Dictionary<string, int> before, IReadOnlyDictionary<string, int> after) =>
        after.Keys.Concat(before.Keys).Distinct().Order(StringComparer.Ordinal)
            .Select(topic => new TopicChange(topic, before.TryGetValue(topic, out var old) ? old : null, after.TryGetValue(topic, out var now) ? now : null))
            .Where(change => change.Before != change.After);
}
