using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Requests;

namespace Approvals.Core.Catalogue;

/// <summary>Checks one value against its field. What it accepts comes out in one spelling; what it refuses gets a sentence that says what to do.</summary>
internal static class FieldChecker
{
    /// <summary>Null and no problem: the value is empty, which is as good as left out.</summary>
    public static FieldValue? Check(FieldSpec spec, FieldValue value, DateOnly today, out string? problem)
    {
        problem = null;
        return (spec.Kind, value) switch
        {
            (FieldKind.Flag, FieldValue.Flag) => value,
            (FieldKind.Integer or FieldKind.Number, FieldValue.Number number) => Number(spec, number, out problem),
            (FieldKind.Choices, FieldValue.Choices choices) => Choices(spec, choices, out problem),
            (FieldKind.Files, FieldValue.Files files) => FileChecker.Check(spec, files, out problem),
            (FieldKind.Files, FieldValue.Choices { Values.IsEmpty: true }) => null,
            (FieldKind.Flag or FieldKind.Integer or FieldKind.Number or FieldKind.Files, FieldValue.Text { Value: "" }) => null,
            (FieldKind.Flag, _) => Refuse("Answer with true or false.", out problem),
            (FieldKind.Integer or FieldKind.Number, _) => Refuse("Enter a number, without quotes.", out problem),
            (FieldKind.Choices, _) => Refuse($"Give a list of: {Allowed(spec)}.", out problem),
            (FieldKind.Files, _) => Refuse("Upload each file, then list the ids that the uploads were answered with. An id counts for a day, for who uploaded the file; one of these does not. Upload it again.", out problem),
            (_, FieldValue.Text text) => Text(spec, text.Value, today, out problem),
            _ => Refuse("Enter a text.", out problem),
        };
    }

    private static FieldValue.Number? Number(FieldSpec spec, FieldValue.Number number, out string? problem)
    {
        problem = spec.Kind == FieldKind.Integer && number.Value != decimal.Truncate(number.Value) ? "Enter a whole number."
            : number.Value < spec.Min ? $"Enter {FieldText.Number(spec.Min.Value)} or more."
            : number.Value > spec.Max ? $"Enter {FieldText.Number(spec.Max.Value)} or less."
            : null;
        return problem is null ? number : null;
    }

    private static FieldValue.Choices? Choices(FieldSpec spec, FieldValue.Choices choices, out string? problem)
    {
        problem = choices.Values.FirstOrDefault(value => !spec.Choices.Any(choice => choice.Value == value)) is { } unknown
            ? $"'{Clip(unknown)}' is not offered. Choose from: {Allowed(spec)}."
            : null;
        return problem is not null || choices.Values.IsEmpty
            ? null
            : new FieldValue.Choices([.. spec.Choices.Select(choice => choice.Value).Where(choices.Values.Contains)]);
    }

    private static FieldValue.Text? Text(FieldSpec spec, string text, DateOnly today, out string? problem)
    {
        // A longer text is refused before anything looks at it.
        if (text.Length > spec.LongestText + 1000)
        {
            return Refuse(TooLong(spec, text.Length), out problem);
        }

        var clean = (text.Contains('\r', StringComparison.Ordinal) ? text.ReplaceLineEndings("\n") : text).Trim();
        problem = clean.Length == 0 ? null : Forbidden.In(clean, spec.Kind == FieldKind.LongText) ?? (spec.Kind switch
        {
            FieldKind.Choice => spec.Choices.Any(choice => choice.Value == clean) ? null : $"Choose one of: {Allowed(spec)}.",
            FieldKind.Date => Date(spec, clean, today),
            FieldKind.Email => EmailAddress.TryParse(clean, out _) ? null : "Enter one mail address, like name@example.com.",
            FieldKind.Url => IsWebAddress(clean) ? null : "Enter a whole web address that starts with https://.",
            FieldKind.Text when spec.Format == TextFormat.Version => VersionNumber.TryParse(clean, out _) ? null : "Enter a version as numbers with dots, like 17.5.",
            _ => null,
        });
        problem ??= clean.Length == 0 ? null
            : clean.Length > spec.LongestText ? TooLong(spec, clean.Length)
            : clean.Length < spec.MinLength ? $"Write at least {spec.MinLength} characters; it has {clean.Length}."
            : spec.Pattern is { } pattern && !Patterns.IsMatch(pattern, clean) ? spec.PatternHelp ?? "The text does not have the expected form."
            : null;
        return problem is not null || clean.Length == 0 ? null : new FieldValue.Text(spec.Kind == FieldKind.Email ? EmailAddress.Parse(clean).Value : clean);
    }

    private static string? Date(FieldSpec spec, string text, DateOnly today) =>
        !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? "Enter a date as year-month-day, like 2027-01-31."
        : spec.FutureOnly && date <= today ? $"Choose a date after today ({today:yyyy-MM-dd})."
        : spec.MaxDaysAhead is { } days && date.DayNumber > today.DayNumber + days ? $"Choose a date up to {today.AddDays(days):yyyy-MM-dd}, {days} days from today."
        : null;

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 && uri.Host.Contains('.', StringComparison.Ordinal)
        && !text.Any(char.IsWhiteSpace);

    private static string TooLong(FieldSpec spec, int length) => $"Shorten it to {spec.LongestText} characters; it has {length}.";

    private static string Allowed(FieldSpec spec) => string.Join(", ", spec.Choices.Select(choice => choice.Value));

    private static string Clip(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static FieldValue.Text? Refuse(string what, out string? problem)
    {
        problem = what;
        return null;
    }
}
