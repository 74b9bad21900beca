using Approvals.Core.Catalogue;

namespace Approvals.Web.Pages.Forms;

/// <summary>A value written out for people.</summary>
internal static class FieldText
{
    public static string Of(FieldSpec field, FieldValue value) => value switch
    {
        FieldValue.Flag flag => flag.Value ? "Yes" : "No",
        FieldValue.Choices choices => string.Join(", ", choices.Values.Select(choice => Label(field, choice))),
        _ => Label(field, value.Canonical),
    };

    private static string Label(FieldSpec field, string value) =>
        field.Choices.IsDefaultOrEmpty ? value : field.Choices.FirstOrDefault(choice => choice.Value == value)?.Label ?? value;
}
