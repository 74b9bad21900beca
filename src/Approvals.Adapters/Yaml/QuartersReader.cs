using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads quarters of fiscal years: <c>fiscal: { firstMonth: 2, closes: "23:59", zone: America/Los_Angeles }</c>.</summary>
internal static class QuartersReader
{
    public static ImmutableDictionary<string, Quarters> Read(ImmutableArray<Node.Entry> entries, Problems problems) =>
        entries.Select(entry => (entry.Key, Value: One(MapReader.Of(entry.Value, problems)))).Where(pair => pair.Value is not null).ToImmutableDictionary(pair => pair.Key, pair => pair.Value!);

    private static Quarters? One(MapReader reader)
    {
        var month = reader.Integer("firstMonth", 1);
        var zoneId = reader.Needed("zone");
        var closes = reader.Needed("closes");
        reader.Done();
        if (month is null or > 12)
        {
            reader.Problems.Add(reader.Take("firstMonth") ?? reader.Map, "'firstMonth' is the month in which the year starts, from 1 to 12.");
            return null;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone))
        {
            reader.Problems.Add(reader.Take("zone") ?? reader.Map, $"There is no time zone '{zoneId}'. Use a name like Europe/Berlin.");
            return null;
        }

        if (TimeOnly.TryParseExact(closes, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return new Quarters(month.Value, time, zone);
        }

        reader.Problems.Add(reader.Take("closes") ?? reader.Map, "'closes' is the last minute that counts on the last day, like \"23:59\".");
        return null;
    }
}
