using System.Collections.Immutable;

namespace Approvals.Core.Search;

/// <summary>What the search knows of the language of a desk. Data of the catalogue.</summary>
/// <param name="Synonyms">Groups of words and phrases that stand for each other.</param>
/// <param name="Ignored">Words that say nothing of what somebody looks for.</param>
public sealed record SearchWords(ImmutableArray<ImmutableArray<string>> Synonyms, ImmutableArray<string> Ignored)
{
    public static SearchWords None { get; } = new([], []);
}
