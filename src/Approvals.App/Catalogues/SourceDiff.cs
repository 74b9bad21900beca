using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Approvals.App.Catalogues;

/// <summary>One thing that differs between two versions of a topic.</summary>
/// <param name="Place">Where, as somebody would say it: <c>chain › tables › Payment term › 3 › when › requestedTermDays</c>.</param>
/// <param name="Before">Null: it is new.</param>
/// <param name="After">Null: it is gone.</param>
public sealed record SourceChange(string Place, string? Before, string? After);

/// <summary>The difference of two versions of a topic by its meaning: layout, comments and the order of keys do not count.</summary>
public static class SourceDiff
{
    private const int LongestText = 400;
    private const int LongestList = 2_000;

    /// <param name="before">The source of a version, as the archive keeps it.</param>
    /// <param name="after">That of another one.</param>
    public static ImmutableArray<SourceChange> Of(string before, string after)
    {
        using var a = JsonDocument.Parse(before);
        using var b = JsonDocument.Parse(after);
        var changes = ImmutableArray.CreateBuilder<SourceChange>();
        Compare([], a.RootElement, b.RootElement, changes);
        return changes.ToImmutable();
    }

    private static void Compare(ImmutableArray<string> place, JsonElement? before, JsonElement? after, ImmutableArray<SourceChange>.Builder changes)
    {
        switch (before, after)
        {
            case ({ ValueKind: JsonValueKind.Object } a, { ValueKind: JsonValueKind.Object } b):
                foreach (var name in a.EnumerateObject().Concat(b.EnumerateObject()).Select(property => property.Name).Distinct())
                {
                    Compare(place.Add(name), Find(a, name), Find(b, name), changes);
                }

                break;
            case ({ ValueKind: JsonValueKind.Array } a, { ValueKind: JsonValueKind.Array } b) when a.GetArrayLength() <= LongestList && b.GetArrayLength() <= LongestList:
                foreach (var (old, now, number) in Pair([.. a.EnumerateArray()], [.. b.EnumerateArray()]))
                {
                    Compare(place.Add(Name(now ?? old!.Value) ?? number.ToString(CultureInfo.InvariantCulture)), old, now, changes);
                }

                break;
            default:
                if (before?.GetRawText() != after?.GetRawText())
                {
                    changes.Add(new SourceChange(string.Join(" › ", place), Text(before), Text(after)));
                }

                break;
        }
    }

    // What is the same in both lists is paired first; what stands between two such pairs is compared one by one.
    private static IEnumerable<(JsonElement? Before, JsonElement? After, int Number)> Pair(JsonElement[] before, JsonElement[] after)
    {
        var (i, j) = (0, 0);
        foreach (var (a, b) in Common([.. before.Select(item => item.GetRawText())], [.. after.Select(item => item.GetRawText())]).Append((before.Length, after.Length)))
        {
            for (; i < a || j < b; i += i < a ? 1 : 0, j += j < b ? 1 : 0)
            {
                yield return (i < a ? before[i] : null, j < b ? after[j] : null, (j < b ? j : i) + 1);
            }

            (i, j) = (a + 1, b + 1);
        }
    }

    private static IEnumerable<(int, int)> Common(string[] a, string[] b)
    {
        var length = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
            {
                length[i, j] = a[i] == b[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        for (var (i, j) = (0, 0); i < a.Length && j < b.Length;)
        {
            if (a[i] == b[j])
            {
                yield return (i++, j++);
            }
            else
            {
                (i, j) = length[i + 1, j] >= length[i, j + 1] ? (i + 1, j) : (i, j + 1);
            }
        }
    }

    private static JsonElement? Find(JsonElement map, string name) => map.TryGetProperty(name, out var value) ? value : null;

    private static string? Name(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && (Find(item, "name") ?? Find(item, "field")) is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;

    private static string? Text(JsonElement? value) => value switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => Clip(text.GetString()!),
        { } other => Clip(other.GetRawText()),
    };

    private static string Clip(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
