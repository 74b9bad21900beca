using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads the keys of one map and remembers which were asked for, so that the others can be told.</summary>
internal sealed class MapReader(Node.Map map, Problems problems)
{
    // More of them are one mistake, and each takes time to be told.
    private const int MostUnknown = 50;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public Node.Map Map => map;
    public Problems Problems => problems;

    /// <summary>The keys as a map; an empty one, and an error, when the node is something else.</summary>
    public static MapReader Of(Node node, Problems problems)
    {
        if (node is Node.Map map)
        {
            return new MapReader(map, problems);
        }

        problems.Add(node, "Keys with values are expected here, like 'title: ...'.");
        return new MapReader(new Node.Map(node.File, node.Line, []), problems);
    }

    public Node? Take(string key)
    {
        known.Add(key);
        return map.Find(key);
    }

    /// <summary>Null, and no error, when it is missing.</summary>
    public string? Text(string key)
    {
        switch (Take(key))
        {
            case null: return null;
            case Node.Scalar { Text.Length: > 0 } scalar: return scalar.Text;
            case var other:
                problems.Add(other, $"'{key}' needs a text.");
                return null;
        }
    }

    public string Needed(string key)
    {
        if (Text(key) is { } text)
        {
            return text;
        }

        if (map.Find(key) is null)
        {
            problems.Add(map, $"'{key}' is missing. Add it.");
        }

        return "";
    }

    public bool Flag(string key, bool otherwise = false) => Text(key) switch
    {
        null => otherwise,
        "true" => true,
        "false" => false,
        var text => Wrong(key, $"'{key}' is true or false, not '{text}'.", otherwise),
    };

    public int? Integer(string key, int least = 0) => Text(key) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least ? number
        : Wrong<int?>(key, $"'{key}' is a whole number from {least} up, not '{text}'.", null);

    public decimal? Number(string key) => Text(key) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number
        : Wrong<decimal?>(key, $"'{key}' is a number, not '{text}'.", null);

    /// <summary>One of the words that a key allows.</summary>
    public T Word<T>(string key, IReadOnlyDictionary<string, T> words, T otherwise) => Text(key) is not { } text ? otherwise
        : words.TryGetValue(text, out var value) ? value
        : Wrong(key, $"'{key}' can not be '{text}'.{Nearest.Hint(text, words.Keys)} It can be: {string.Join(", ", words.Keys)}.", otherwise);

    public ImmutableArray<Node> List(string key)
    {
        switch (Take(key))
        {
            case null: return [];
            case Node.List list: return list.Items;
            case var other:
                problems.Add(other, $"'{key}' needs a list, like [a, b].");
                return [];
        }
    }

    public ImmutableArray<Node.Scalar> Texts(string key)
    {
        var items = List(key);
        foreach (var wrong in items.Where(item => item is not Node.Scalar { Text.Length: > 0 }))
        {
            problems.Add(wrong, $"'{key}' holds texts only.");
        }

        return [.. items.OfType<Node.Scalar>().Where(item => item.Text.Length > 0)];
    }

    public ImmutableArray<Node.Entry> Entries(string key)
    {
        switch (Take(key))
        {
            case null: return [];
            case Node.Map entries: return entries.Entries;
            case var other:
                problems.Add(other, $"'{key}' needs keys with values.");
                return [];
        }
    }

    /// <summary>Tells of keys that nobody asked for.</summary>
    public void Done()
    {
        foreach (var entry in map.Entries.Where(entry => !known.Contains(entry.Key)).Take(MostUnknown))
        {
            problems.Add(entry.Value.File, entry.Line, $"'{entry.Key}' is not known here.{Nearest.Hint(entry.Key, known)} Known: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
        }
    }

    private T Wrong<T>(string key, string what, T otherwise)
    {
        problems.Add(map.Find(key)!, what);
        return otherwise;
    }
}
