using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads <c>calendars.yaml</c>: zones, hours and holidays.</summary>
internal sealed class CalendarReader(DateTimeOffset nowUtc, Problems problems)
{
    private static readonly Dictionary<string, ImmutableArray<DayOfWeek>> Days = Enum.GetValues<DayOfWeek>()
        .ToDictionary(day => day.ToString().ToLowerInvariant(), day => ImmutableArray.Create(day))
        .Append(new("monday-friday", [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday]))
        .ToDictionary();

    public Calendars Read(Node.Map file)
    {
        var reader = new MapReader(file, problems);
        var businessDay = BusinessTime.Read(reader, "businessDay", TimeSpan.FromHours(8)) is null ? null : reader.Text("businessDay");
        var holidays = reader.Entries("holidays").ToDictionary(entry => entry.Key, Holidays);
        var calendars = reader.Entries("calendars").Select(entry => Calendar(entry, holidays)).OfType<BusinessCalendar>().ToImmutableDictionary(calendar => calendar.Id);
        QuartersReader.Read(reader.Entries("quarters"), problems);
        reader.Done();
        return new Calendars(calendars, businessDay ?? "8 business hours", file.Find("quarters") as Node.Map);
    }

    private ImmutableArray<DateOnly> Holidays(Node.Entry entry)
    {
        var dates = ImmutableArray.CreateBuilder<DateOnly>();
        if (entry.Value is not Node.Map map)
        {
            problems.Add(entry.Value, $"'{entry.Key}' needs dates with names, like '2027-01-01: New Year'.");
            return [];
        }

        foreach (var day in map.Entries)
        {
            if (DateOnly.TryParseExact(day.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                dates.Add(date);
            }
            else
            {
                problems.Add(map.File, day.Line, $"'{day.Key}' is not a date. Write it as 2027-01-31.");
            }
        }

        if (!dates.Any(date => date.Year == nowUtc.Year))
        {
            problems.Add(map, $"The holidays '{entry.Key}' have no day in {nowUtc.Year}, so reminders would fall on holidays. Add this year's.");
        }

        return dates.ToImmutable();
    }

    private BusinessCalendar? Calendar(Node.Entry entry, Dictionary<string, ImmutableArray<DateOnly>> holidays)
    {
        var before = problems.Count;
        var reader = MapReader.Of(entry.Value, problems);
        var zoneId = reader.Needed("zone");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone) && zoneId.Length > 0)
        {
            problems.Add(reader.Take("zone")!, $"There is no time zone '{zoneId}'. Use a name like Europe/Berlin.");
        }

        var week = reader.Entries("hours").SelectMany(day => Hours(day, entry.Value.File)).ToImmutableArray();
        if (week.IsEmpty)
        {
            problems.Add(reader.Map, "The calendar has no working hours, so nothing would ever be due. Add 'hours', like 'monday-friday: 09:00-17:00'.");
        }

        var names = reader.Texts("holidays");
        foreach (var unknown in names.Where(name => !holidays.ContainsKey(name.Text)))
        {
            problems.Add(unknown, $"There are no holidays '{unknown.Text}'.{Nearest.Hint(unknown.Text, holidays.Keys)} Add them under 'holidays'.");
        }

        reader.Done();
        return zone is null || problems.Count > before ? null
            : new BusinessCalendar(entry.Key, zone, week, [.. names.SelectMany(name => holidays.GetValueOrDefault(name.Text, []))]);
    }

    private IEnumerable<WorkingHours> Hours(Node.Entry entry, string file)
    {
        if (!Days.TryGetValue(entry.Key, out var days))
        {
            problems.Add(file, entry.Line, $"'{entry.Key}' is not a weekday. Weekdays: {string.Join(", ", Days.Keys)}.");
            return [];
        }

        var spans = entry.Value is Node.List list ? list.Items : [entry.Value];
        return spans.SelectMany(span => Span(span) is var (opens, closes) ? days.Select(day => new WorkingHours(day, opens, closes)) : []);
    }

    private (TimeOnly Opens, TimeOnly? Closes)? Span(Node node)
    {
        if (node is Node.Scalar scalar && scalar.Text.Split('-') is [var from, var to]
            && TimeOnly.TryParseExact(from.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var opens))
        {
            if (to.Trim() == "24:00")
            {
                return (opens, null);
            }

            if (TimeOnly.TryParseExact(to.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var closes) && opens < closes)
            {
                return (opens, closes);
            }
        }

        problems.Add(node, "Working hours are written like 09:00-17:00, the earlier time first.");
        return null;
    }
}

/// <param name="BusinessDay">How long a business day is, as written.</param>
/// <param name="Quarters">As written, for the topics that use them; null when there are none.</param>
internal sealed record Calendars(ImmutableDictionary<string, BusinessCalendar> ById, string BusinessDay, Node.Map? Quarters);
