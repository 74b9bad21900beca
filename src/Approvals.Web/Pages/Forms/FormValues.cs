using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Catalogue;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Pages.Forms;

/// <summary>What somebody typed into a form, as typed: it is shown again when something is wrong with it.</summary>
public sealed class FormValues(ImmutableDictionary<string, ImmutableArray<string>> typed)
{
    /// <summary>Names of inputs have this prefix, so that no field can be taken for a button or a key.</summary>
    public const string Prefix = "f.";

    public static FormValues Empty { get; } = new(ImmutableDictionary<string, ImmutableArray<string>>.Empty);

    public static FormValues Defaults(Topic topic) =>
        Of(topic.Fields.Where(field => field.Default is not null).ToImmutableSortedDictionary(field => field.Name, field => field.Default!, StringComparer.Ordinal));

    public static FormValues Of(ImmutableSortedDictionary<string, FieldValue> fields) =>
        new(fields.ToImmutableDictionary(field => field.Key, field => Typed(field.Value)));

    internal static FormValues Of(Topic topic, IFormCollection form) =>
        new(topic.Fields.ToImmutableDictionary(
            field => field.Name,
            field => form[Prefix + field.Name].OfType<string>().Where(text => text.Length > 0).ToImmutableArray()));

    public string One(string field) => All(field) is [var first, ..] ? first : "";

    public ImmutableArray<string> All(string field) => typed.GetValueOrDefault(field, []);

    public FormValues With(string field, string value) => new(typed.SetItem(field, All(field).Add(value)));

    public bool Has(string field, string value) => All(field).Contains(value);

    /// <summary>Fields that were left empty are left out. Text that is not of the field's kind stays text: the catalogue says what is wrong with it.</summary>
    public ImmutableSortedDictionary<string, FieldValue> Read(Topic topic)
    {
        var fields = ImmutableSortedDictionary.CreateBuilder<string, FieldValue>(StringComparer.Ordinal);
        foreach (var field in topic.Fields)
        {
            if (Value(field) is { } value)
            {
                fields[field.Name] = value;
            }
        }

        return fields.ToImmutable();
    }

    private FieldValue? Value(FieldSpec field)
    {
        if (field.Kind is FieldKind.Choices or FieldKind.Files)
        {
            return All(field.Name) is { Length: > 0 } values ? new FieldValue.Choices(values) : null;
        }

        var text = One(field.Name).Trim().ReplaceLineEndings("\n");
        return (text, field.Kind) switch
        {
            ("", _) => null,
            ("true" or "false", FieldKind.Flag) => new FieldValue.Flag(text == "true"),
            (_, FieldKind.Integer or FieldKind.Number) when Number(text) is { } number => new FieldValue.Number(number),
            _ => new FieldValue.Text(text),
        };
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A value as inputs have it.</summary>
    public static ImmutableArray<string> Typed(FieldValue value) => value switch
    {
        FieldValue.Choices choices => choices.Values,
        _ => [value.Canonical],
    };
}
