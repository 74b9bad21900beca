using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads texts with placeholders and tells of placeholders that do not exist.</summary>
internal sealed class TemplateReader(IEnumerable<string> names, Problems problems)
{
    private static readonly Template Nothing = Template.Parse("");
    private readonly HashSet<string> known = [.. names];

    public Template Read(MapReader reader, string key)
    {
        var text = reader.Needed(key);
        return reader.Take(key) is { } node ? Check(node, text) : Nothing;
    }

    public string? Text(MapReader reader, string key)
    {
        var text = reader.Text(key);
        if (text is not null)
        {
            Check(reader.Take(key)!, text);
        }

        return text;
    }

    public string Needed(MapReader reader, string key)
    {
        var text = reader.Needed(key);
        if (text.Length > 0)
        {
            Check(reader.Take(key)!, text);
        }

        return text;
    }

    public Template Check(Node node, string text)
    {
        if (!Template.TryParse(text, out var template, out var problem))
        {
            problems.Add(node, problem);
            return Nothing;
        }

        foreach (var unknown in template.Names.Where(name => !known.Contains(name)))
        {
            problems.Add(node, $"There is no placeholder '{unknown}'.{Nearest.Hint(unknown, known)} Use a field of the topic{(known.Contains(PlaceholderNames.RequestId) ? " or a placeholder of requests, like request.id" : "")}.");
        }

        return template;
    }
}
