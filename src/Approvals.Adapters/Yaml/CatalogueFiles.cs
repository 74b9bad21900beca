using Approvals.App.Catalogues;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads the files of a catalogue into nodes.</summary>
/// <param name="set">The files.</param>
/// <param name="root">Where they lie, for messages.</param>
internal sealed class CatalogueFiles(CatalogueFileSet set, string root, Problems problems)
{
    private const int MostTopics = 500;
    private const string TopicFolder = "topics/";

    public Node.Map? Read(string name, bool optional = false)
    {
        if (set.Files.TryGetValue(name, out var content))
        {
            return YamlText.Read(name, content.Span, problems);
        }

        if (!optional)
        {
            problems.Add(name, 1, $"The file is missing in {root}. Add it.");
        }

        return null;
    }

    public IEnumerable<Node.Map> Topics()
    {
        var names = set.Files.Keys.Where(name => name.StartsWith(TopicFolder, StringComparison.Ordinal)).ToList();
        foreach (var odd in names.Where(name => name.EndsWith(".yml", StringComparison.Ordinal)))
        {
            problems.Add(odd, 1, "Topics are files that end in .yaml. Rename it.");
        }

        names.RemoveAll(name => !name.EndsWith(".yaml", StringComparison.Ordinal));
        if (names.Count is 0 or > MostTopics)
        {
            problems.Add("topics", 1, names.Count == 0 ? $"There is no topic in {Path.Combine(root, "topics")}. Add one." : $"There are more than {MostTopics} topics.");
            return [];
        }

        return names.Select(name => Read(name)).OfType<Node.Map>();
    }
}
