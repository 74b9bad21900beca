using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Approvals.Core.Catalogue;

/// <summary>
/// Reads one test as it is written in a catalogue: <c>31..45</c>, <c>(30..45]</c>, <c>&gt; 90</c>, <c>&gt;= field:requestedTermDays</c>,
/// <c>&lt;= today + 30</c>, <c>not Custom</c>, <c>not [EMEA, AMER]</c>, <c>empty</c>, <c>filled</c>, <c>true</c>, <c>EMEA</c>, <c>-</c>. Types are checked here, once.
/// </summary>
public sealed partial class TestParser(Subject subject, Func<string, FieldSpec?> field, IReadOnlyCollection<string> known)
{
    // Longer than any list of choices; it bounds how deep negations and lists can nest.
    private const int LongestTest = 2000;
    private readonly OperandParser operands = new(subject.Scale, subject.ToString()!, field);

    public bool TryParse(string text, [NotNullWhen(true)] out Test? test, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        test = null;
        try
        {
            test = text.Length <= LongestTest ? Parse(text.Trim()) : throw new FormatException($"The test has {text.Length:N0} characters; at most {LongestTest:N0} are read. Write a list, or several rows.");
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
            Scale.Files => throw new FormatException($"{subject} has files, so only 'filled' and 'empty' can be asked of it."),
            _ => Word(text),
        },
    };

    private Test Word(string text)
    {
        if (operands.OtherField(text) is { } other)
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
            var (low, high) = (operands.Parse(range.Groups["low"].Value), operands.Parse(range.Groups["high"].Value));
            return low is Operand.Literal a && high is Operand.Literal b && a.Value > b.Value
                ? throw new FormatException($"The range '{text}' is empty: its first value is above its last. Swap them.")
                : new Test.Within(new Bound(low, range.Groups["open"].Value != "("), new Bound(high, range.Groups["close"].Value != ")"));
        }

        var comparison = Comparison().Match(text);
        var value = operands.Parse(comparison.Success ? text[comparison.Length..] : text);
        return comparison.Value switch
        {
            "<" => new Test.Within(null, new Bound(value, Inclusive: false)),
            "<=" => new Test.Within(null, new Bound(value, Inclusive: true)),
            ">" => new Test.Within(new Bound(value, Inclusive: false), null),
            ">=" => new Test.Within(new Bound(value, Inclusive: true), null),
            _ => new Test.Within(new Bound(value, Inclusive: true), new Bound(value, Inclusive: true)),
        };
    }

    [GeneratedRegex(@"^(?:<=|>=|<|>)")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^(?<open>[\[(])?(?<low>[^\[\]()]+?)\.\.(?<high>[^\[\]()]+?)(?<close>[\])])?$")]
    private static partial Regex Range();
}
