using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Approvals.App.Tests.Catalogue;

/// <summary>The part of JSON Schema (draft 7) that the catalogue's schemas use. Any other keyword is an error, so that none is passed over.</summary>
internal sealed class JsonSchema(JsonObject document)
{
    private static readonly HashSet<string> Notes = ["$schema", "title", "description", "definitions"];

    public JsonObject Root => document;

    /// <summary>What is wrong, with the place; nothing when the instance fits.</summary>
    public IEnumerable<string> Errors(JsonNode instance) => Errors(document, instance, "");

    /// <summary>Each object of the instance that may have certain keys only, with the schema that says so.</summary>
    public IEnumerable<(JsonObject Object, JsonObject Schema)> Closed(JsonNode? instance) => Closed(document, instance);

    /// <summary>All schemas of objects that may have certain keys only.</summary>
    public IEnumerable<JsonObject> AllClosed() => Descendants(document).OfType<JsonObject>().Where(IsClosed);

    public static bool IsClosed(JsonObject schema) => schema["additionalProperties"] is JsonValue value && !value.GetValue<bool>();

    public static HashSet<string> KeysOf(JsonObject schema) => [.. schema["properties"]!.AsObject().Select(property => property.Key)];

    private IEnumerable<(JsonObject, JsonObject)> Closed(JsonNode? schema, JsonNode? instance)
    {
        var resolved = Resolve(schema);
        foreach (var option in (resolved["anyOf"] as JsonArray)?.Where(option => Fits(option!, instance)) ?? [])
        {
            foreach (var found in Closed(option, instance))
            {
                yield return found;
            }
        }

        if (instance is JsonObject map)
        {
            if (IsClosed(resolved))
            {
                yield return (map, resolved);
            }

            foreach (var found in map.SelectMany(pair => Closed(resolved["properties"]?[pair.Key] ?? (resolved["additionalProperties"] as JsonObject), pair.Value)))
            {
                yield return found;
            }
        }

        foreach (var found in (instance as JsonArray)?.SelectMany(item => Closed(resolved["items"], item)) ?? [])
        {
            yield return found;
        }
    }

    private bool Fits(JsonNode schema, JsonNode? instance) => !Errors(schema, instance, "").Any();

    private IEnumerable<string> Errors(JsonNode schema, JsonNode? instance, string at)
    {
        foreach (var (keyword, value) in Resolve(schema))
        {
            foreach (var error in Errors(keyword, value!, Resolve(schema), instance, at))
            {
                yield return error;
            }
        }
    }

    private IEnumerable<string> Errors(string keyword, JsonNode value, JsonObject schema, JsonNode? instance, string at) => (keyword, instance) switch
    {
        ("type", _) => TypeOf(instance).Contains(value.GetValue<string>()) ? [] : [$"{at} is no {value}"],
        ("enum", _) => value.AsArray().Any(one => JsonNode.DeepEquals(one, instance)) ? [] : [$"{at} is none of {value.ToJsonString()}"],
        ("anyOf", _) => value.AsArray().Any(option => Fits(option!, instance)) ? [] : [$"{at} fits nothing"],
        ("pattern", JsonValue text) => Regex.IsMatch(text.ToString(), value.GetValue<string>()) ? [] : [$"{at} is not like {value}"],
        ("minimum", JsonValue number) => number.GetValue<decimal>() >= decimal.Parse(value.ToString()) ? [] : [$"{at} is too small"],
        ("maximum", JsonValue number) => number.GetValue<decimal>() <= decimal.Parse(value.ToString()) ? [] : [$"{at} is too large"],
        ("minItems", JsonArray list) => list.Count >= value.GetValue<int>() ? [] : [$"{at} is too short"],
        ("minProperties", JsonObject map) => map.Count >= value.GetValue<int>() ? [] : [$"{at} is empty"],
        ("required", JsonObject map) => value.AsArray().Select(name => name!.GetValue<string>()).Where(name => !map.ContainsKey(name)).Select(name => $"{at} has no {name}"),
        ("properties", JsonObject map) => map.Where(pair => value[pair.Key] is not null).SelectMany(pair => Errors(value[pair.Key]!, pair.Value, $"{at}/{pair.Key}")),
        ("additionalProperties", JsonObject map) => map.Where(pair => schema["properties"]?[pair.Key] is null)
            .SelectMany(pair => value is JsonObject open ? Errors(open, pair.Value, $"{at}/{pair.Key}") : [$"{at}/{pair.Key} is not known"]),
        ("propertyNames", JsonObject map) => map.SelectMany(pair => Errors(value, pair.Key, $"{at}/{pair.Key}")),
        ("items", JsonArray list) => list.SelectMany((item, i) => Errors(value, item, $"{at}/{i}")),
        ("pattern" or "minimum" or "maximum" or "minItems" or "minProperties" or "required" or "properties" or "additionalProperties" or "propertyNames" or "items", _) => [],
        _ => Notes.Contains(keyword) ? [] : throw new NotSupportedException(keyword),
    };

    private JsonObject Resolve(JsonNode? schema) => schema is not JsonObject known ? []
        : known["$ref"]?.GetValue<string>() is { } path ? document["definitions"]![path["#/definitions/".Length..]]!.AsObject()
        : known;

    private static string[] TypeOf(JsonNode? instance) => instance?.GetValueKind() switch
    {
        JsonValueKind.Object => ["object"],
        JsonValueKind.Array => ["array"],
        JsonValueKind.String => ["string"],
        JsonValueKind.True or JsonValueKind.False => ["boolean"],
        JsonValueKind.Number => instance.GetValue<decimal>() % 1 == 0 ? ["number", "integer"] : ["number"],
        _ => ["null"],
    };

    private static IEnumerable<JsonNode?> Descendants(JsonNode? node) => (node switch
    {
        JsonObject map => map.SelectMany(pair => Descendants(pair.Value)),
        JsonArray list => list.SelectMany(Descendants),
        _ => [],
    }).Prepend(node);
}
