using System.Collections.Immutable;

namespace Approvals.Adapters.Yaml;

/// <summary>One thing that is wrong in a catalogue file, and what to do about it.</summary>
/// <param name="File">Relative to the catalogue's folder.</param>
public sealed record CatalogueError(string File, int Line, string What)
{
    public override string ToString() => $"{File}:{Line}: {What}";
}

/// <summary>The catalogue can not be used. All that is wrong in all its files is listed, in order.</summary>
public sealed class CatalogueException(ImmutableArray<CatalogueError> errors)
    : Exception($"The catalogue has {(errors.Length == 1 ? "an error" : $"{errors.Length} errors")}. Correct it and start again.\n{string.Join('\n', errors)}")
{
    public ImmutableArray<CatalogueError> Errors { get; } = errors;
}
