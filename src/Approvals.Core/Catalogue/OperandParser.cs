using System.Globalization;
using System.Text.RegularExpressions;

namespace Approvals.Core.Catalogue;

/// <summary>
/// Reads one place on a scale as it is written in a catalogue: <c>30</c>, <c>2027-01-31</c>, <c>15.0</c>, <c>today + 30</c>,
/// <c>field:startDate</c>, <c>field:startDate - 1</c>. What it can not read throws <see cref="FormatException"/> with a sentence.
/// </summary>
/// <param name="what">What the place is of, for messages.</param>
public sealed partial class OperandParser(Scale scale, string what, Func<string, FieldSpec?> field)
{
    public Operand Parse(string raw)
    {
        var text = raw.Trim();
        if (OtherField(text) is { } other)
        {
            return new Subject.Field(other.Spec).Scale == scale
                ? new Operand.OfField(other.Spec, other.Plus)
                : throw new FormatException($"{what} and '{other.Spec.Label}' are of different kinds and can not be compared.");
        }

        if (scale == Scale.Date && TodayWithOffset().Match(text) is { Success: true } today)
        {
            return new Operand.Today(Offset(today));
        }

        return scale switch
        {
            Scale.Number when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) =>
                new Operand.Literal(number, FieldText.Number(number)),
            Scale.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => new Operand.Literal(date.DayNumber, text),
            Scale.Version when VersionNumber.TryParse(text, out var place) => new Operand.Literal(place, text),
            Scale.Number => throw new FormatException($"{what} is a number, and '{text}' is none. Write a number, like 30, or a range, like 31..45."),
            Scale.Date => throw new FormatException($"{what} is a date, and '{text}' is none. Write it as 2027-01-31, or as today + 30."),
            _ => throw new FormatException($"{what} is a version, and '{text}' is none. Write it as 15.0."),
        };
    }

    /// <summary>Null when the text does not speak of a field.</summary>
    internal (FieldSpec Spec, decimal Plus)? OtherField(string text)
    {
        var match = FieldWithOffset().Match(text);
        return match.Success
            ? (field(match.Groups["name"].Value) ?? throw new FormatException($"There is no field '{match.Groups["name"].Value}' to compare to."), Offset(match))
            : null;
    }

    private static decimal Offset(Match match) =>
        match.Groups["plus"].Value is { Length: > 0 } number ? decimal.Parse(number, CultureInfo.InvariantCulture) * (match.Groups["sign"].Value == "-" ? -1 : 1) : 0;

    [GeneratedRegex(@"^field:(?<name>[A-Za-z][A-Za-z0-9]*)(?:\s*(?<sign>[+-])\s*(?<plus>[0-9]{1,9}(?:\.[0-9]{1,4})?))?$")]
    private static partial Regex FieldWithOffset();

    [GeneratedRegex(@"^today(?:\s*(?<sign>[+-])\s*(?<plus>[0-9]{1,5}))?$")]
    private static partial Regex TodayWithOffset();
}
