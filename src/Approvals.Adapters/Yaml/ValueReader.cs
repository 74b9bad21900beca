using System.Collections.Immutable;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads <c>settings</c> (constants of the topic) and <c>values</c> (derived of fields, settings and values above them).</summary>
/// <param name="fields">Fields by name; what is read is added.</param>
internal sealed class ValueReader(Dictionary<string, FieldSpec> fields, ConditionReader conditions, FormulaReader formulas, Problems problems)
{
    private static readonly string[] OfRow = ["when", "is"];
    private static readonly Dictionary<string, FieldKind> SettingKinds = Kinds("text", "integer", "number", "flag", "date", "choice", "choices");
    private static readonly Dictionary<string, FieldKind> TableKinds = Kinds("text", "integer", "number", "flag", "date", "choice");

    public ImmutableArray<DerivedValue> Read(MapReader topic) => [.. Each(topic, "settings", Setting), .. Each(topic, "values", Value)];

    private List<DerivedValue> Each(MapReader topic, string key, Func<string, MapReader, DerivedValue?> read)
    {
        var found = new List<DerivedValue>();
        foreach (var entry in topic.Entries(key))
        {
            if (!FieldReader.IsName(entry, problems))
            {
                continue;
            }

            var reader = MapReader.Of(entry.Value, problems);
            if (fields.ContainsKey(entry.Key))
            {
                problems.Add(entry.Value.File, entry.Line, $"There is a field or value '{entry.Key}' already. Name this one otherwise.");
            }
            else if (read(entry.Key, reader) is { } value)
            {
                found.Add(value);
                fields.Add(entry.Key, value.Spec);
            }

            reader.Done();
        }

        return found;
    }

    private DerivedValue? Setting(string name, MapReader reader)
    {
        reader.Needed("kind");
        var kind = reader.Word("kind", SettingKinds, FieldKind.Text);
        var spec = Spec(name, kind, reader) with { Choices = FieldReader.Choices(reader, kind), Help = reader.Text("why") };
        if (reader.Take("value") is not { } node)
        {
            reader.Needed("value");
            return null;
        }

        if (FieldReader.Value(spec, node, problems) is not { } value)
        {
            return null;
        }

        var unknown = spec.Choices.IsEmpty ? [] : (value is FieldValue.Choices many ? many.Values : [value.Canonical]).Where(text => spec.Choices.All(choice => choice.Value != text));
        foreach (var text in unknown)
        {
            problems.Add(node, $"'{text}' is none of the choices.{Nearest.Hint(text, spec.Choices.Select(choice => choice.Value))} Add it or set another.");
        }

        return new DerivedValue(spec, new Formula.Constant(value));
    }

    private DerivedValue? Value(string name, MapReader reader)
    {
        var forms = FormulaReader.Forms.Keys.Where(key => reader.Take(key) is not null).ToList();
        if (forms is not [var form])
        {
            problems.Add(reader.Map, $"Say in one way how the value comes about: one of {string.Join(", ", FormulaReader.Forms.Keys)}.");
            return null;
        }

        if (form is not ("first" or "collect"))
        {
            var kind = FormulaReader.Forms[form];
            return formulas.Read(form, reader) is { } formula ? new DerivedValue(Spec(name, kind, reader), formula) : null;
        }

        var rows = reader.List(form).Select(row => MapReader.Of(row, problems)).ToList();
        var of = form == "collect" ? FieldKind.Choices : reader.Word("kind", TableKinds, FieldKind.Choice);
        var spec = Spec(name, of, reader);
        if (of is FieldKind.Choice or FieldKind.Choices)
        {
            spec = spec with { Choices = Choices(reader, of, rows) };
        }

        var choices = reader.Take("choices") is null ? null : spec.Choices.Select(choice => choice.Value).ToHashSet();
        var read = rows.Select(row => Row(spec, choices, row)).ToList();
        if (read.Count == 0)
        {
            problems.Add(reader.Map, $"'{form}' has no rows. Add rows with 'when' and 'is'.");
        }

        var otherwise = form == "first" && reader.Take("otherwise") is { } rest ? formulas.Is(spec, choices, rest) : null;
        ImmutableArray<ValueRow> whole = [.. read.OfType<ValueRow>()];
        return new DerivedValue(spec, form == "first" ? new Formula.First(whole, otherwise) : new Formula.Collect(whole));
    }

    private ValueRow? Row(FieldSpec spec, HashSet<string>? choices, MapReader row)
    {
        var when = row.Take("when") is { } node ? conditions.Read(node) : null;
        var value = row.Take("is") is { } written ? formulas.Is(spec, choices, written) : null;
        foreach (var missing in OfRow.Where(key => row.Take(key) is null))
        {
            row.Needed(missing);
        }

        row.Done();
        return when is null || value is null ? null : new ValueRow(when, value);
    }

    // Where none are listed, the choices are what the rows say: a test for anything else can be told to be a mistake.
    private static ImmutableArray<Choice> Choices(MapReader reader, FieldKind kind, List<MapReader> rows) => reader.Take("choices") is not null
        ? FieldReader.Choices(reader, kind)
        : [.. rows.Select(row => row.Take("is")).Append(reader.Take("otherwise")).OfType<Node.Scalar>().Select(said => said.Text).Distinct().Select(text => new Choice(text, text))];

    private static FieldSpec Spec(string name, FieldKind kind, MapReader reader) => new() { Name = name, Kind = kind, Label = reader.Needed("label"), Unit = reader.Text("unit") };

    private static Dictionary<string, FieldKind> Kinds(params string[] names) => names.ToDictionary(name => name, name => FieldReader.Kinds[name]);
}
