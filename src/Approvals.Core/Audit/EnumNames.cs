using System.Collections.Frozen;
using System.Text.Json;

namespace Approvals.Core.Audit;

/// <summary>The kebab-case names by which enums are written.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, JsonEncodedText> Names = Enum.GetValues<T>()
        .ToFrozenDictionary(value => value, value => JsonEncodedText.Encode(JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString())));

    // A number without a name would be written today and unreadable tomorrow.
    public static JsonEncodedText Of(T value) =>
        Names.TryGetValue(value, out var name) ? name : throw new ArgumentOutOfRangeException(nameof(value), value, $"Not a {typeof(T).Name}.");

    public static T Parse(JsonElement json)
    {
        foreach (var (value, name) in Names)
        {
            if (json.ValueEquals(name.EncodedUtf8Bytes))
            {
                return value;
            }
        }

        throw new JsonException($"{json.GetRawText()} is not a {typeof(T).Name}.");
    }
}
