using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Chains;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads <c>away: [{ from: 2026-12-21, back: 2027-01-04 }]</c>: whole days of the person's zone, the last of them before <c>back</c>.</summary>
internal static class AbsenceReader
{
    public static ImmutableArray<Absence> Read(MapReader person, TimeZoneInfo zone)
    {
        var absences = ImmutableArray.CreateBuilder<Absence>();
        foreach (var node in person.List("away"))
        {
            var reader = MapReader.Of(node, person.Problems);
            reader.Needed("from");
            var from = Day(reader, "from", zone);
            var back = Day(reader, "back", zone);
            reader.Done();
            if (from >= back)
            {
                person.Problems.Add(node, "'back' is the first day after the absence. Write a day after 'from', or leave it out when it is not known.");
            }
            else if (from is { } start)
            {
                absences.Add(new Absence(start, back));
            }
        }

        return absences.ToImmutable();
    }

    // A day begins with its first instant, also where a change of clocks leaves out its midnight.
    private static DateTimeOffset? Day(MapReader reader, string key, TimeZoneInfo zone)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            reader.Problems.Add(reader.Take(key)!, $"'{key}' can not be '{text}'. Write a date like 2026-12-21.");
            return null;
        }

        var midnight = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(15);
        }

        return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(midnight, zone), TimeSpan.Zero);
    }
}
