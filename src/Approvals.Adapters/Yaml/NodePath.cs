using System.Globalization;

namespace Approvals.Adapters.Yaml;

/// <summary>Finds the line of a place in a file: keys and indexes from its root. Of a place that the file does not have, the nearest one above.</summary>
internal static class NodePath
{
    public static (string File, int Line) Find(Node.Map root, string place)
    {
        Node at = root;
        var line = root.Line;
        foreach (var part in place.Split('/'))
        {
            switch (at)
            {
                case Node.Map map when map.Entries.FirstOrDefault(entry => entry.Key == part) is { } entry:
                    (at, line) = (entry.Value, entry.Line);
                    break;
                case Node.List list when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Length:
                    (at, line) = (list.Items[index], list.Items[index].Line);
                    break;
                default:
                    return (root.File, line);
            }
        }

        return (root.File, line);
    }
}
