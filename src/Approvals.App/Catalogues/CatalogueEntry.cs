using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Approvals.App.Catalogues;

/// <summary>That a catalogue was put into use: by whom, how, and what changed. Each is bound to the one before by its hash.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="By">The person who uploaded it; else the user and the process that found the files changed. Who edited them, a folder can not tell.</param>
/// <param name="How"><c>start</c>, <c>folder</c> or <c>upload</c>.</param>
/// <param name="Changes">Files that were added, changed or removed since the entry before.</param>
/// <param name="Topics">Topics of which this made a new version, or that are gone.</param>
/// <param name="Files">SHA-256 of every file.</param>
/// <param name="Previous">The number and hash of the entry that it follows; null for the first.</param>
public sealed record CatalogueEntry(
    int Number,
    DateTimeOffset AtUtc,
    string By,
    string How,
    ImmutableArray<FileChange> Changes,
    ImmutableArray<TopicChange> Topics,
    ImmutableSortedDictionary<string, string> Files,
    PreviousEntry? Previous);

/// <param name="Before">SHA-256; null: the file is new.</param>
/// <param name="After">SHA-256; null: the file is gone.</param>
public sealed record FileChange(string File, string? Before, string? After);

/// <param name="Before">The version; null: the topic is new here.</param>
/// <param name="After">The version; null: the topic is gone.</param>
public sealed record TopicChange(string Topic, int? Before, int? After);

public sealed record PreviousEntry(int Number, string Hash);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CatalogueEntry))]
[JsonSerializable(typeof(CatalogueEntry[]))]
public sealed partial class CatalogueEntryJson : JsonSerializerContext;
