using System.Collections.Concurrent;
using CsCheck;

namespace Approvals.Core.Tests.Calendars;

/// <summary>Every zone that the system knows, older names included, and when each changes its clocks.</summary>
internal static class Zones
{
    private static readonly ConcurrentDictionary<string, DateTimeOffset[]> Changes = new();

    public static IReadOnlyList<TimeZoneInfo> All { get; } = Load();

    /// <summary>Whole minutes up to some days around a change of this zone's clocks, or any time at all.</summary>
    public static Gen<DateTimeOffset> Moments(TimeZoneInfo zone)
    {
        var anyTime = Gen.Int[0, 80 * 366 * 24 * 60].Select(minutes => new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes));
        var changes = ChangesOf(zone);
        return changes.Length == 0
            ? anyTime
            : Gen.Frequency((1, anyTime), (4, Gen.Int[0, changes.Length - 1].Select(Gen.Int[-2 * 24 * 60, 2 * 24 * 60], (change, minutes) => changes[change].AddMinutes(minutes))));
    }

    /// <summary>The first instants with another offset, 1970 to 2045, those on a whole minute.</summary>
    public static DateTimeOffset[] ChangesOf(TimeZoneInfo zone) => Changes.GetOrAdd(zone.Id, static (_, zone) => [.. Find(zone)], zone);

    private static IEnumerable<DateTimeOffset> Find(TimeZoneInfo zone)
    {
        const int Look = 4 * 24 * 60;
        var end = new DateTime(2045, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var at = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var before = zone.GetUtcOffset(at); at < end; at = at.AddMinutes(Look))
        {
            var after = zone.GetUtcOffset(at.AddMinutes(Look));
            if (after == before)
            {
                continue;
            }
            var (same, different) = (0, Look);
            while (different - same > 1)
            {
                var middle = (same + different) / 2;
                (same, different) = zone.GetUtcOffset(at.AddMinutes(middle)) == before ? (middle, different) : (same, middle);
            }
            // Liberia left a time of half minutes in 1972: not for a test that walks by minutes.
            if (zone.GetUtcOffset(at.AddMinutes(different).AddTicks(-1)) == before)
            {
                yield return new DateTimeOffset(at.AddMinutes(different));
            }
            before = after;
        }
    }

    private static List<TimeZoneInfo> Load()
    {
        var zones = TimeZoneInfo.GetSystemTimeZones().ToDictionary(zone => zone.Id);
        // .NET lists only zones that belong to a country; the database has more names, such as Etc/GMT+12 and US/Eastern.
        var folder = Environment.GetEnvironmentVariable("TZDIR") ?? "/usr/share/zoneinfo";
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];
        foreach (var id in files.Select(file => Path.GetRelativePath(folder, file)).Where(IsZone))
        {
            if (!zones.ContainsKey(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            {
                zones.Add(id, zone);
            }
        }
        return [.. zones.Values.OrderBy(zone => zone.Id, StringComparer.Ordinal)];
    }

    // posix/ and right/ repeat the names, the latter with leap seconds that no .NET time can show.
    private static bool IsZone(string id) =>
        !id.StartsWith("posix/", StringComparison.Ordinal) && !id.StartsWith("right/", StringComparison.Ordinal) && !id.Contains('.');
}
