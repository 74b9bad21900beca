using System.Text.Json.Nodes;
using Approvals.Core.Catalogue;

namespace Approvals.Web.Api;

/// <summary>A topic's form as JSON Schema (2020-12). What only a rule can say (a field wanted because of another) is said when the form is checked.</summary>
internal static class FormSchema
{
    public static JsonObject Of(Topic topic) => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["type"] = "object",
        ["properties"] = new JsonObject(topic.Fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, Of(topic, field)))),
        ["required"] = new JsonArray([.. topic.Fields.Where(field => field.Required).Select(field => JsonValue.Create(field.Name))]),
        ["additionalProperties"] = false,
    };

    private static JsonObject Of(Topic topic, FieldSpec field)
    {
        var schema = field.Kind switch
        {
            FieldKind.Text or FieldKind.LongText => Text(field, null),
            FieldKind.Date => Text(field, "date"),
            FieldKind.Email => Text(field, "email"),
            FieldKind.Url => Text(field, "uri"),
            FieldKind.Integer => Number(field, "integer"),
            FieldKind.Number => Number(field, "number"),
            FieldKind.Flag => new JsonObject { ["type"] = "boolean" },
            FieldKind.Choice => new JsonObject { ["type"] = "string", ["oneOf"] = Choices(field) },
            FieldKind.Choices => new JsonObject { ["type"] = "array", ["uniqueItems"] = true, ["items"] = new JsonObject { ["type"] = "string", ["oneOf"] = Choices(field) } },
            FieldKind.Files => Files(topic, field),
            _ => throw new System.Diagnostics.UnreachableException(field.Kind.ToString()),
        };
        schema["title"] = field.Label;
        Set(schema, "description", field.Help);
        Set(schema, "x-section", field.Section);
        Set(schema, "x-pattern-help", field.PatternHelp);
        if (field.Kind == FieldKind.LongText)
        {
            schema["x-multiline"] = true;
        }

        if (field.Example is { } example)
        {
            schema["examples"] = new JsonArray(example);
        }

        if (field.Default is { } value)
        {
            schema["default"] = Of(value);
        }

        return schema;
    }

    private static JsonObject Text(FieldSpec field, string? format)
    {
        var schema = new JsonObject { ["type"] = "string" };
        Set(schema, "format", format);
        Set(schema, "pattern", field.Pattern is { } pattern ? $"^(?:{pattern})$" : null);
        if (field.MinLength is { } min)
        {
            schema["minLength"] = min;
        }

        if (field.MaxLength is { } max)
        {
            schema["maxLength"] = max;
        }

        return schema;
    }

    private static JsonObject Number(FieldSpec field, string type)
    {
        var schema = new JsonObject { ["type"] = type };
        if (field.Min is { } min)
        {
            schema["minimum"] = min;
        }

        if (field.Max is { } max)
        {
            schema["maximum"] = max;
        }

        return schema;
    }

    // Ids of uploads, and in a resubmission also hashes of files that the request has.
    private static JsonObject Files(Topic topic, FieldSpec field) => new()
    {
        ["type"] = "array",
        ["uniqueItems"] = true,
        ["maxItems"] = field.MaxFiles,
        ["items"] = new JsonObject { ["type"] = "string" },
        ["x-upload"] = $"/api/topics/{topic.Id}/files/{field.Name}",
        ["x-types"] = new JsonArray([.. field.FileKinds.Select(kind => JsonValue.Create(kind.MediaType))]),
        ["x-max-bytes"] = field.MaxFileBytes,
    };

    private static JsonArray Choices(FieldSpec field) =>
        new([.. field.Choices.Select(choice => new JsonObject { ["const"] = choice.Value, ["title"] = choice.Label })]);

    private static JsonNode Of(FieldValue value) => value switch
    {
        FieldValue.Text text => text.Value,
        FieldValue.Number number => number.Value,
        FieldValue.Flag flag => flag.Value,
        FieldValue.Choices choices => new JsonArray([.. choices.Values.Select(choice => JsonValue.Create(choice))]),
        _ => throw new System.Diagnostics.UnreachableException(value.GetType().Name),
    };

    private static void Set(JsonObject schema, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            schema[name] = value;
        }
    }
}
