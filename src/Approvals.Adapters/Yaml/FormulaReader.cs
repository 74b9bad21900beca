using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads how a value comes about.</summary>
/// <param name="quarters">The quarters of <c>calendars.yaml</c> by name.</param>
internal sealed class FormulaReader(IReadOnlyDictionary<string, FieldSpec> fields, IReadOnlyDictionary<string, Quarters> quarters, Problems problems)
{
    private static readonly string[] OfMatch = ["pattern", "in"];

    /// <summary>The ways, with the kind of what comes about.</summary>
    public static readonly ImmutableSortedDictionary<string, FieldKind> Forms = new Dictionary<string, FieldKind>
    {
        ["first"] = FieldKind.Choice,
        ["collect"] = FieldKind.Choices,
        ["number"] = FieldKind.Number,
        ["date"] = FieldKind.Date,
        ["days"] = FieldKind.Integer,
        ["businessDays"] = FieldKind.Integer,
        ["businessDate"] = FieldKind.Date,
        ["sum"] = FieldKind.Number,
        ["difference"] = FieldKind.Number,
        ["percent"] = FieldKind.Number,
        ["quarterEnd"] = FieldKind.Date,
        ["hoursLeftInQuarter"] = FieldKind.Integer,
        ["match"] = FieldKind.Text,
        ["domainOf"] = FieldKind.Text,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public Formula? Read(string form, MapReader value) => form switch
    {
        "number" => Operand(value, form, Scale.Number) is { } number ? new Formula.At(number, Scale.Number) : null,
        "date" => Operand(value, form, Scale.Date) is { } date ? new Formula.At(date, Scale.Date) : null,
        "days" => Pair(value, form, "from", "to", Scale.Date) is var (from, to) ? new Formula.Days(from, to) : null,
        "businessDays" => Pair(value, form, "from", "to", Scale.Date) is var (from, to) ? new Formula.BusinessDays(from, to) : null,
        "businessDate" => BusinessDate(value),
        "sum" => Sum(value),
        "difference" => Pair(value, form, "from", "less", Scale.Number) is var (from, less) ? new Formula.Difference(from, less) : null,
        "percent" => Pair(value, form, "part", "whole", Scale.Number) is var (part, whole) ? new Formula.Percent(part, whole) : null,
        "quarterEnd" => QuarterEnd(value),
        "hoursLeftInQuarter" => Quarters(value, form) is { } hours ? new Formula.HoursLeft(hours) : null,
        "match" => Match(value),
        _ => DomainOf(value),
    };

    /// <summary>What a row says a value is: a plain value, or for numbers and dates also a place like <c>field:startDate + 30</c>.</summary>
    /// <param name="choices">What it can be; null when that is what the rows say.</param>
    public Formula? Is(FieldSpec spec, HashSet<string>? choices, Node node)
    {
        if (new Subject.Field(spec).Scale is var scale and (Scale.Number or Scale.Date) && node is Node.Scalar scalar)
        {
            return Operand(scalar, spec.Label, scale) is { } operand ? new Formula.At(operand, scale) : null;
        }

        if (node is Node.Scalar said && choices?.Contains(said.Text) == false)
        {
            problems.Add(node, $"'{said.Text}' is none of the choices.{Nearest.Hint(said.Text, choices)} Add it to 'choices' or say another.");
            return null;
        }

        // A row of a set says one text of it.
        return FieldReader.Value(spec.Kind == FieldKind.Choices ? spec with { Kind = FieldKind.Choice } : spec, node, problems) is { } value ? new Formula.Constant(value) : null;
    }

    private Formula.BusinessDate? BusinessDate(MapReader value)
    {
        var reader = MapReader.Of(value.Take("businessDate")!, problems);
        var from = Operand(reader, "from", Scale.Date);
        var plus = int.TryParse(reader.Needed("plus"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days) && Math.Abs(days) <= 1000 ? days : (int?)null;
        if (plus is null && reader.Take("plus") is { } wrong)
        {
            problems.Add(wrong, "'plus' is a whole number of working days, at most 1000.");
        }

        reader.Done();
        return from is not null && plus is { } count ? new Formula.BusinessDate(from, count) : null;
    }

    private Formula.Sum? Sum(MapReader value)
    {
        var parts = value.Texts("sum").Select(part => Operand(part, "sum", Scale.Number)).ToList();
        if (parts.Count < 2)
        {
            problems.Add(value.Take("sum")!, "'sum' needs two numbers or more, like [field:price, field:tax].");
        }

        return parts.Contains(null) ? null : new Formula.Sum([.. parts.OfType<Operand>()]);
    }

    private Formula.QuarterEnd? QuarterEnd(MapReader value)
    {
        var reader = MapReader.Of(value.Take("quarterEnd")!, problems);
        var found = Quarters(reader, "quarters");
        var of = reader.Take("of") is Node.Scalar day ? Operand(day, "of", Scale.Date) : null;
        reader.Done();
        return found is null ? null : new Formula.QuarterEnd(found, of);
    }

    private Quarters? Quarters(MapReader reader, string key)
    {
        var name = reader.Needed(key);
        if (quarters.TryGetValue(name, out var found))
        {
            return found;
        }

        if (name.Length > 0)
        {
            problems.Add(reader.Take(key)!, $"There are no quarters '{name}'.{Nearest.Hint(name, quarters.Keys)} Add them under 'quarters' in calendars.yaml.");
        }

        return null;
    }

    private Formula.Match? Match(MapReader value)
    {
        var reader = MapReader.Of(value.Take("match")!, problems);
        var pattern = PatternReader.Read(reader);
        var of = reader.Texts("in").Select(name => TextField(name)).ToList();
        foreach (var missing in OfMatch.Where(key => reader.Take(key) is null))
        {
            reader.Needed(missing);
        }

        reader.Done();
        return pattern is null || of.Count == 0 || of.Contains(null) ? null : new Formula.Match(pattern, [.. of.OfType<FieldSpec>()]);
    }

    private Formula.Domain? DomainOf(MapReader value) =>
        value.Text("domainOf") is not null && TextField((Node.Scalar)value.Take("domainOf")!) is { } address ? new Formula.Domain(address) : null;

    private FieldSpec? TextField(Node.Scalar name)
    {
        if (fields.TryGetValue(name.Text, out var spec) && new Subject.Field(spec).Scale is Scale.Text)
        {
            return spec;
        }

        problems.Add(name, spec is null ? $"There is no field '{name.Text}'.{Nearest.Hint(name.Text, fields.Keys)}" : $"'{spec.Label}' is not a text. Name a field that is.");
        return null;
    }

    private (Operand, Operand)? Pair(MapReader value, string form, string first, string second, Scale scale)
    {
        var reader = MapReader.Of(value.Take(form)!, problems);
        var (a, b) = (Operand(reader, first, scale), Operand(reader, second, scale));
        reader.Done();
        return a is null || b is null ? null : (a, b);
    }

    private Operand? Operand(MapReader reader, string key, Scale scale)
    {
        reader.Needed(key);
        return reader.Take(key) is Node.Scalar { Text.Length: > 0 } scalar ? Operand(scalar, key, scale) : null;
    }

    private Operand? Operand(Node.Scalar scalar, string what, Scale scale)
    {
        try
        {
            return new OperandParser(scale, $"'{what}'", name => fields.GetValueOrDefault(name)).Parse(scalar.Text);
        }
        catch (FormatException wrong)
        {
            problems.Add(scalar, wrong.Message);
            return null;
        }
    }
}
