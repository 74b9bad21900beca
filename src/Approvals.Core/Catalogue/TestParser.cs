using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Approvals.Core.Catalogue;

/// <summary>
/// Reads one test as it is written in a catalogue: <c>31..45</c>, <c>(30..45]</c>, <c>&gt; 90</c>, <c>&gt;= field:requestedTermDays</c>,
/// <c>&lt;= today + 30</c>, <c>not Custom</c>, <c>not [EMEA, AMER]</c>, <c>empty</c>, <c>filled</c>, <c>true</c>, <c>EMEA</c>, <c>-</c>. Types are checked here, once.
/// </summary>
public sealed partial class TestParser(Subject subject, Func<string, FieldSpec?> field, IReadOnlyCollection<string> known)
{
    public bool TryParse(string text, [NotNullWhen(true)] out Test? test, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        test = null;
        try
        {
            test = Parse(text.Trim());
            return true;
        }
        catch (FormatException wrong)
        {
            problem = wrong.Message;
            return false;
        }
    }

    private Test Parse(string text) => text switch
    {
        "-" => new Test.Anything(),
        "filled" => new Test.Filled(),
        "empty" => new Test.Empty(),
        "" => throw new FormatException("The test is empty. To ask for an empty field write: empty."),
        _ when text.StartsWith("not ", StringComparison.Ordinal) => new Test.Not(Parse(text[4..].Trim())),
        ['[', .. var list, ']'] when !list.Contains("..", StringComparison.Ordinal) => new Test.AnyOf([.. list.Split(',').Select(item => Parse(item.Trim()))]),
        _ => subject.Scale switch
        {
            Scale.Number or Scale.Date or Scale.Version => Ordered(text),
            Scale.Flag => text is "true" or "false" ? new Test.Is(text) : throw new FormatException($"{subject} is yes or no, so '{text}' can never hold. Write true or false."),
            _ => Word(text),
        },
    };

    private Test Word(string text)
    {
        if (OtherField(text) is { } other)
        {
            return other.Plus == 0 && subject.Scale == Scale.Text && new Subject.Field(other.Spec).Scale == Scale.Text
                ? new Test.SameAs(other.Spec)
                : throw new FormatException($"{subject} can not be compared to '{other.Spec.Label}'. Compare it to a text.");
        }

        if (Comparison().IsMatch(text))
        {
            throw new FormatException($"{subject} has no order, so '{text}' can not be judged. Name the values instead.");
        }

        return known.Count == 0 || known.Contains(text)
            ? new Test.Is(text)
            : throw new FormatException($"{subject} is never '{text}'.{Nearest.Hint(text, known)} It can be: {string.Join(", ", known)}.");
    }

    private Test.Within Ordered(string text)
    {
        if (Range().Match(text) is { Success: true } range)
        {
            var (low, high) = (Value(range.Groups["low"].Value), Value(range.Groups["high"].Value));
            return low is Operand.Literal a && high is Operand.Literal b && a.Value > b.Value
                ? throw new FormatException($"The range '{text}' is empty: its first value is above its last. Swap them.")
                : new Test.Within(new Bound(low, range.Groups["open"].Value != "("), new Bound(high, range.Groups["close"].Value != ")"));
        }

        var comparison = Comparison().Match(text);
        var value = Value(comparison.Success ? text[comparison.Length..] : text);
        return comparison.Value switch
        {
            "<" => new Test.Within(null, new Bound(value, Inclusive: false)),
            "<=" => new Test.Within(null, new Bound(value, Inclusive: true)),
            ">" => new Test.Within(new Bound(value, Inclusive: false), null),
            ">=" => new Test.Within(new Bound(value, Inclusive: true), null),
            _ => new Test.Within(new Bound(value, Inclusive: true), new Bound(value, Inclusive: true)),
        };
    }

    private Operand Value(string raw)
    {
        var text = raw.Trim();
        if (OtherField(text) is { } other)
        {
            return new Subject.Field(other.Spec).Scale == subject.Scale
                ? new Operand.OfField(other.Spec, other.Plus)
                : throw new FormatException($"{subject} and '{other.Spec.Label}' are of different kinds and can not be compared.");
        }

        if (subject.Scale == Scale.Date && TodayWithOffset().Match(text) is { Success: true } today)
        {
            return new Operand.Today(Offset(today));
        }

        return subject.Scale switch
        {
            Scale.Number when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) =>
                new Operand.Literal(number, FieldText.Number(number)),
            Scale.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => new Operand.Literal(date.DayNumber, text),
            Scale.Version when VersionNumber.TryParse(text, out var place) => new Operand.Literal(place, text),
            Scale.Number => throw new FormatException($"{subject} is a number, and '{text}' is none. Write a number, like 30, or a range, like 31..45."),
            Scale.Date => throw new FormatException($"{subject} is a date, and '{text}' is none. Write it as 2027-01-31, or as today + 30."),
            _ => throw new FormatException($"{subject} is a version, and '{text}' is none. Write it as 15.0."),
        };
    }

    private (FieldSpec Spec, decimal Plus)? OtherField(string text)
    {
        var match = FieldWithOffset().Match(text);
        return match.Success
            ? (field(match.Groups["name"].Value) ?? throw new FormatException($"There is no field '{match.Groups["name"].Value}' to compare to."), Offset(match))
            : null;
    }

    private static decimal Offset(Match match) =>
        match.Groups["plus"].Value is { Length: > 0 } number ? decimal.Parse(number, CultureInfo.InvariantCulture) * (match.Groups["sign"].Value == "-" ? -1 : 1) : 0;

    [GeneratedRegex(@"^(?:<=|>=|<|>)")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^(?<open>[\[(])?(?<low>[^\[\]()]+?)\.\.(?<high>[^\[\]()]+?)(?<close>[\])])?$")]
    private static partial Regex Range();

    [GeneratedRegex(@"^field:(?<name>[A-Za-z][A-Za-z0-9]*)(?:\s*(?<sign>[+-])\s*(?<plus>[0-9]{1,9}(?:\.[0-9]{1,4})?))?$")]
    private static partial Regex FieldWithOffset();

    [GeneratedRegex(@"^today(?:\s*(?<sign>[+-])\s*(?<plus>[0-9]{1,5}))?$")]
    private static partial Regex TodayWithOffset();
}
