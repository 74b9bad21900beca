using System.Globalization;

namespace Approvals.Core.Catalogue;

/// <summary>Writes values out as people read them.</summary>
public static class FieldText
{
    public static string Of(FieldSpec spec, FieldValue value) => value switch
    {
        FieldValue.Flag flag => flag.Value ? "Yes" : "No",
        FieldValue.Number number => spec.Unit switch
        {
            null => Number(number.Value),
            "%" => $"{Number(number.Value)}%",
            { } unit => $"{Number(number.Value)} {unit}",
        },
        FieldValue.Choices choices => string.Join(", ", choices.Values.Select(spec.LabelOf)),
        FieldValue.Files files => string.Join('\n', files.Values),
        FieldValue.Text text when spec.Kind == FieldKind.Choice => spec.LabelOf(text.Value),
        _ => value.Canonical,
    };

    public static string Number(decimal value) => value.ToString("#,0.##########", CultureInfo.InvariantCulture);
}
