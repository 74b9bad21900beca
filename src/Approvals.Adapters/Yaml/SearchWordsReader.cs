using System.Collections.Immutable;
using Approvals.Core.Search;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads <c>synonyms.yaml</c>: groups of words that mean the same, and words that say nothing.</summary>
internal static class SearchWordsReader
{
    public static SearchWords Read(Node.Map file, Problems problems)
    {
        var reader = new MapReader(file, problems);
        var groups = reader.List("synonyms").Select(group => Group(group, problems)).ToImmutableArray();
        var words = new SearchWords(groups, [.. reader.Texts("ignored").Select(word => word.Text)]);
        reader.Done();
        return words;
    }

    private static ImmutableArray<string> Group(Node node, Problems problems)
    {
        if (node is Node.List { Items.Length: > 1 } list && list.Items.All(item => item is Node.Scalar { Text.Length: > 0 }))
        {
            return [.. list.Items.Cast<Node.Scalar>().Select(phrase => phrase.Text)];
        }

        problems.Add(node, "Synonyms are lists of two words or phrases and more, like [POD, proof of delivery].");
        return [];
    }
}
