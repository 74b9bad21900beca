using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Limits belong to kinds: a date has no shortest text.</summary>
internal static class FieldLimits
{
    public static void Check(FieldSpec spec, MapReader reader)
    {
        var isNumber = spec.Kind is FieldKind.Integer or FieldKind.Number;
        var isText = spec.Kind is FieldKind.Text or FieldKind.LongText or FieldKind.Email or FieldKind.Url;
        Only(reader, isNumber, "numbers", "min", "max", "unit");
        Only(reader, isText, "texts", "minLength", "maxLength", "pattern", "patternHelp");
        Only(reader, spec.Kind == FieldKind.Date, "dates", "futureOnly", "maxDaysAhead");
        Only(reader, spec.Kind == FieldKind.Files, "files", "types", "maxFiles", "maxMegabytes");
        Only(reader, spec.Kind != FieldKind.Files, "fields that are typed", "default", "example");
        if (spec.Min > spec.Max)
        {
            reader.Problems.Add(reader.Map, "'min' is above 'max'. Swap them.");
        }

        if (spec.MinLength > spec.LongestText)
        {
            reader.Problems.Add(reader.Map, $"'minLength' is above the longest text, {spec.LongestText}. Lower it or set 'maxLength'.");
        }
    }

    private static void Only(MapReader reader, bool fits, string what, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (!fits && reader.Take(key) is { } node)
            {
                reader.Problems.Add(node, $"'{key}' is for {what} only. Remove it or change the kind.");
            }
        }
    }
}
