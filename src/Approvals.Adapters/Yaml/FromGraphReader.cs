using System.Collections.Immutable;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>
/// Reads <c>fromGraph</c> of people.yaml: <c>region: { attribute: country, values: { Germany: EMEA }, otherwise: AMER }</c> and the same for <c>calendar</c>.
/// </summary>
internal static class FromGraphReader
{
    /// <summary>The attributes of a user of Microsoft Graph that can be asked for.</summary>
    public static readonly ImmutableArray<string> Attributes =
    [
        "country", "usageLocation", "state", "city", "officeLocation", "department", "companyName",
        .. Enumerable.Range(1, 15).Select(number => $"extensionAttribute{number}"),
    ];

    public static (AttributeMap<string>? Region, AttributeMap<BusinessCalendar>? Calendar) Read(MapReader people, Calendars calendars)
    {
        if (people.Take("fromGraph") is not { } node)
        {
            return (null, null);
        }

        var reader = MapReader.Of(node, people.Problems);
        var maps = (Map(reader, "region", (_, text) => text), Map(reader, "calendar", (at, text) => Calendar(at, text, calendars, people.Problems)));
        reader.Done();
        return maps;
    }

    private static AttributeMap<T>? Map<T>(MapReader section, string key, Func<Node, string, T?> value)
        where T : class
    {
        if (section.Take(key) is not { } node)
        {
            return null;
        }

        var reader = MapReader.Of(node, section.Problems);
        var attribute = reader.Needed("attribute");
        if (attribute.Length > 0 && !Attributes.Contains(attribute))
        {
            section.Problems.Add(reader.Take("attribute")!, $"'attribute' can not be '{attribute}'.{Nearest.Hint(attribute, Attributes)} It can be: {string.Join(", ", Attributes)}.");
        }

        var values = ImmutableDictionary.CreateBuilder<string, T>(StringComparer.OrdinalIgnoreCase);
        var texts = MapReader.Of(reader.Take("values") ?? new Node.Map(node.File, node.Line, []), section.Problems);
        foreach (var entry in texts.Map.Entries)
        {
            if (texts.Text(entry.Key) is { } text && value(entry.Value, text) is { } meant)
            {
                values[entry.Key] = meant;
            }
        }

        var otherwise = reader.Text("otherwise") is { } rest ? value(reader.Take("otherwise")!, rest) : null;
        reader.Done();
        return new AttributeMap<T>(attribute, values.ToImmutable(), otherwise);
    }

    private static BusinessCalendar? Calendar(Node at, string id, Calendars calendars, Problems problems)
    {
        if (calendars.ById.TryGetValue(id, out var calendar))
        {
            return calendar;
        }

        problems.Add(at, $"There is no calendar '{id}'.{Nearest.Hint(id, calendars.ById.Keys)} Add it to calendars.yaml.");
        return null;
    }
}
