using System.Globalization;
using System.Text.RegularExpressions;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads <c>2 business days</c>, <c>16 business hours</c> and, where there is something to take it of, <c>100%</c>.</summary>
internal static partial class BusinessTime
{
    public static TimeSpan? Read(MapReader reader, string key, TimeSpan day, TimeSpan? whole = null)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        if (Parse(text, day, whole) is { } time)
        {
            return time;
        }

        reader.Problems.Add(reader.Take(key)!, $"'{key}' can not be '{text}'. Write '2 business days' or '16 business hours'{(whole is null ? "" : ", or '100%' of the limit")}.");
        return null;
    }

    private static TimeSpan? Parse(string text, TimeSpan day, TimeSpan? whole)
    {
        var match = Written().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var count = double.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture);
        return (match.Groups["unit"].Value switch
        {
            "%" => whole * (count / 100),
            "business hour" => TimeSpan.FromHours(count),
            _ => day * count,
        }) is { } time && time > TimeSpan.Zero ? time : null;
    }

    [GeneratedRegex(@"^(?<count>[0-9]{1,4}(?:\.[0-9]{1,2})?)\s*(?<unit>%|business day|business hour)s?$")]
    private static partial Regex Written();
}
