namespace Approvals.Adapters.Yaml;

/// <summary>Reads the files of the folder.</summary>
internal sealed class CatalogueFiles(string root, Problems problems)
{
    private const int MostTopics = 500;

    public Node.Map? Read(string name, bool optional = false)
    {
        var path = Path.Combine(root, name);
        if (!File.Exists(path))
        {
            if (!optional)
            {
                problems.Add(name, 1, $"The file is missing in {root}. Add it.");
            }

            return null;
        }

        try
        {
            var length = new FileInfo(path).Length;
            if (length > YamlText.MaxBytes)
            {
                problems.Add(name, 1, $"The file has {length:N0} bytes; at most {YamlText.MaxBytes:N0} are read. Split it.");
                return null;
            }

            return YamlText.Read(name, File.ReadAllBytes(path), problems);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            problems.Add(name, 1, $"The file can not be read: {wrong.Message}");
            return null;
        }
    }

    public IEnumerable<Node.Map> Topics()
    {
        var folder = Path.Combine(root, "topics");
        var names = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal).ToList() : [];
        foreach (var odd in names.Where(name => name.EndsWith(".yml", StringComparison.Ordinal)))
        {
            problems.Add($"topics/{odd}", 1, "Topics are files that end in .yaml. Rename it.");
        }

        names.RemoveAll(name => !name.EndsWith(".yaml", StringComparison.Ordinal));
        if (names.Count is 0 or > MostTopics)
        {
            problems.Add("topics", 1, names.Count == 0 ? $"There is no topic in {folder}. Add one." : $"There are more than {MostTopics} topics.");
            return [];
        }

        return names.Select(name => Read($"topics/{name}")).OfType<Node.Map>();
    }
}
