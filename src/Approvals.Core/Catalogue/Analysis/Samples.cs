using System.Collections.Immutable;
using System.Globalization;

namespace Approvals.Core.Catalogue.Analysis;

/// <summary>Values that stand for all values of a field: each end that a rule names, what lies right beside it, one of each choice, and nothing at all.</summary>
internal static class Samples
{
    // All subsets of so many choices; of more, one at a time and all together.
    private const int MostSubsets = 8;

    /// <summary>Null in the list stands for a field that is not filled.</summary>
    public static ImmutableArray<FieldValue?> Of(FieldSpec spec, IReadOnlyCollection<decimal> ends, IReadOnlyCollection<string> texts, IReadOnlyCollection<FieldValue> seen, DateOnly today)
    {
        IEnumerable<FieldValue> values = new Subject.Field(spec).Scale switch
        {
            Scale.Number => Numbers(spec, ends, seen).Select(number => new FieldValue.Number(number)),
            Scale.Date => Days(spec, ends, seen, today).Select(day => Date(day)).OfType<FieldValue>(),
            Scale.Version => Around(ends.Concat(seen.Select(Version).OfType<decimal>()), 1).Select(place => new FieldValue.Text(VersionNumber.Write(place))),
            Scale.Flag => [new FieldValue.Flag(true), new FieldValue.Flag(false)],
            Scale.Many => Subsets(spec, texts),
            Scale.Files => [File(spec)],
            _ when spec.Kind == FieldKind.Choice => spec.Choices.Select(choice => new FieldValue.Text(choice.Value)),
            _ => texts.Select(text => new FieldValue.Text(text)).Concat(seen).Concat(Other(spec) is { } other ? [other] : []),
        };
        var distinct = values.DistinctBy(value => value.Canonical).Cast<FieldValue?>();
        return spec is { Required: true, VisibleWhen: null } ? [.. distinct] : [null, .. distinct];
    }

    /// <summary>A value that the field takes, whatever it is; null when only its owners can know one.</summary>
    public static FieldValue? Any(FieldSpec spec, DateOnly today) => spec.Kind switch
    {
        FieldKind.Flag => new FieldValue.Flag(true),
        FieldKind.Integer or FieldKind.Number => new FieldValue.Number(spec.Min ?? Math.Min(1, spec.Max ?? 1)),
        FieldKind.Choice => new FieldValue.Text(spec.Choices[0].Value),
        FieldKind.Choices => new FieldValue.Choices([spec.Choices[0].Value]),
        FieldKind.Date => Date(today.DayNumber + 1),
        FieldKind.Files => File(spec),
        _ => Other(spec),
    };

    private static FieldValue.Files File(FieldSpec spec) => new([new FileRef(new string('0', FileRef.HashDigits), $"file.{spec.FileKinds[0].Name}", 1, spec.FileKinds[0].MediaType)]);

    private static FieldValue.Text? Other(FieldSpec spec)
    {
        if (spec.Example is { } example)
        {
            return new FieldValue.Text(example);
        }

        return spec.Pattern is not null ? null : spec.Kind switch
        {
            FieldKind.Email => new FieldValue.Text("somebody@example.com"),
            FieldKind.Url => new FieldValue.Text("https://example.com/"),
            _ when spec.Format == TextFormat.Version => new FieldValue.Text("1.0"),
            _ => new FieldValue.Text("Something else".PadRight(Math.Min(spec.MinLength ?? 0, spec.LongestText), 'x')[..Math.Min(Math.Max(spec.MinLength ?? 0, 14), spec.LongestText)]),
        };
    }

    private static IEnumerable<decimal> Numbers(FieldSpec spec, IEnumerable<decimal> ends, IEnumerable<FieldValue> seen)
    {
        var all = ends.Concat(new[] { spec.Min, spec.Max }.OfType<decimal>()).Concat(seen.OfType<FieldValue.Number>().Select(number => number.Value)).Append(spec.Min ?? 0).ToList();
        var beside = spec.Kind == FieldKind.Integer ? Around(all.Select(decimal.Truncate), 1) : Between(all);
        return beside.Where(number => !(number < spec.Min) && !(number > spec.Max));
    }

    private static IEnumerable<decimal> Days(FieldSpec spec, IEnumerable<decimal> ends, IEnumerable<FieldValue> seen, DateOnly today) =>
        Around(ends.Concat(seen.Select(Day).OfType<decimal>()).Append(today.DayNumber).Append(today.DayNumber + (spec.MaxDaysAhead ?? 30)), 1);

    private static IEnumerable<decimal> Around(IEnumerable<decimal> ends, decimal step) => ends.SelectMany(end => new[] { end - step, end, end + step }).Distinct().Order();

    private static IEnumerable<decimal> Between(IEnumerable<decimal> ends)
    {
        var sorted = ends.Distinct().Order().ToArray();
        return [sorted[0] - 1, .. sorted.Zip(sorted.Skip(1), (a, b) => a + ((b - a) / 2)).Concat(sorted).Order(), sorted[^1] + 1];
    }

    private static IEnumerable<FieldValue> Subsets(FieldSpec spec, IReadOnlyCollection<string> named)
    {
        var order = spec.Choices.Select(choice => choice.Value).ToArray();
        var some = order.Where(named.Contains).Concat(order.Where(value => !named.Contains(value)).Take(1)).ToArray();
        var sets = some.Length <= MostSubsets
            ? Enumerable.Range(1, (1 << some.Length) - 1).Select(mask => some.Where((_, i) => (mask & (1 << i)) != 0))
            : some.Select(one => new[] { one }.AsEnumerable()).Append(some);
        return sets.Select(set => new FieldValue.Choices([.. order.Where(set.Contains)]));
    }

    private static FieldValue.Text? Date(decimal day) => day >= 0 && day <= DateOnly.MaxValue.DayNumber
        ? new FieldValue.Text(DateOnly.FromDayNumber((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        : null;

    private static decimal? Day(FieldValue value) =>
        DateOnly.TryParseExact(value.Canonical, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber : null;

    private static decimal? Version(FieldValue value) => VersionNumber.TryParse(value.Canonical, out var place) ? place : null;
}
