using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Approvals.App.Catalogues;

/// <summary>The files of a catalogue as they were read at one moment, by their path from its folder, with <c>/</c>.</summary>
public sealed record CatalogueFileSet(ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Files)
{
    /// <summary>SHA-256 of each file, in lower-case hex.</summary>
    public ImmutableSortedDictionary<string, string> Hashes { get; } =
        Files.ToImmutableSortedDictionary(file => file.Key, file => Convert.ToHexStringLower(SHA256.HashData(file.Value.Span)), StringComparer.Ordinal);

    /// <summary>These files with some of them replaced or added.</summary>
    public CatalogueFileSet With(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> changed) => new(Files.SetItems(changed));

    public bool Equals(CatalogueFileSet? other) => other is not null && Hashes.SequenceEqual(other.Hashes);

    public override int GetHashCode() => Hashes.Count;
}
