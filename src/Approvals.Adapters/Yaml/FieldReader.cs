using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads the fields of a topic.</summary>
internal static partial class FieldReader
{
    public static readonly Dictionary<string, FieldKind> Kinds = new()
    {
        ["text"] = FieldKind.Text,
        ["version"] = FieldKind.Text,
        ["long-text"] = FieldKind.LongText,
        ["integer"] = FieldKind.Integer,
        ["number"] = FieldKind.Number,
        ["flag"] = FieldKind.Flag,
        ["date"] = FieldKind.Date,
        ["choice"] = FieldKind.Choice,
        ["choices"] = FieldKind.Choices,
        ["email"] = FieldKind.Email,
        ["url"] = FieldKind.Url,
        ["files"] = FieldKind.Files,
    };

    /// <summary>The fields without their conditions, which speak of other fields and of values that are derived of fields.</summary>
    public static ImmutableArray<(FieldSpec Spec, MapReader Reader)> Read(ImmutableArray<Node.Entry> entries, Problems problems)
    {
        var fields = ImmutableArray.CreateBuilder<(FieldSpec, MapReader)>();
        foreach (var entry in entries)
        {
            if (IsName(entry, problems))
            {
                var reader = MapReader.Of(entry.Value, problems);
                fields.Add((Plain(entry.Key, reader), reader));
            }
        }

        return fields.ToImmutable();
    }

    /// <summary>The fields with their conditions.</summary>
    /// <param name="values">What is derived of the fields: it may decide which are required, and settings also which are shown.</param>
    public static ImmutableArray<FieldSpec> Finish(ImmutableArray<(FieldSpec Spec, MapReader Reader)> fields, ImmutableArray<DerivedValue> values, ConditionReader conditions)
    {
        var above = values.Where(value => value.IsSetting).Select(value => value.Spec.Name).ToHashSet();
        var finished = ImmutableArray.CreateBuilder<FieldSpec>(fields.Length);
        foreach (var (spec, reader) in fields)
        {
            finished.Add(WithConditions(spec, reader, conditions, above));
            reader.Done();
            above.Add(spec.Name);
        }

        return finished.ToImmutable();
    }

    /// <summary>Whether the key can be the name of a field or value; an error when it can not.</summary>
    public static bool IsName(Node.Entry entry, Problems problems)
    {
        if (!Name().IsMatch(entry.Key))
        {
            problems.Add(entry.Value.File, entry.Line, $"'{entry.Key}' is not a name of a field: letters and digits, a small letter first.");
            return false;
        }

        if (PlaceholderNames.All.TryGetValue(entry.Key, out var meaning))
        {
            problems.Add(entry.Value.File, entry.Line, $"'{entry.Key}' is the name of a placeholder: {meaning}. Name the field otherwise.");
            return false;
        }

        return true;
    }

    /// <summary>A value as a field of this kind has it; null, and an error, when it is none.</summary>
    public static FieldValue? Value(FieldSpec spec, Node node, Problems problems)
    {
        FieldValue? value = (spec.Kind, node) switch
        {
            (FieldKind.Choices, Node.List list) when list.Items.All(item => item is Node.Scalar) => new FieldValue.Choices([.. list.Items.Cast<Node.Scalar>().Select(item => item.Text)]),
            (FieldKind.Flag, Node.Scalar { Text: "true" or "false" } flag) => new FieldValue.Flag(flag.Text == "true"),
            (FieldKind.Integer or FieldKind.Number, Node.Scalar number) =>
                decimal.TryParse(number.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var parsed) ? new FieldValue.Number(parsed) : null,
            (FieldKind.Files, Node.List list) => FileFieldReader.Value(list),
            (FieldKind.Flag or FieldKind.Choices or FieldKind.Files, _) => null,
            (_, Node.Scalar text) => new FieldValue.Text(text.Text),
            _ => null,
        };
        if (value is null)
        {
            problems.Add(node, $"This is no value for the {spec.Kind.ToString().ToLowerInvariant()} field '{spec.Name}'.");
        }

        return value;
    }

    private static FieldSpec Plain(string name, MapReader reader)
    {
        var written = reader.Text("kind");
        var kind = written is null && reader.Take("kind") is null ? Missing(reader, "kind") : reader.Word("kind", Kinds, FieldKind.Text);
        var spec = new FieldSpec
        {
            Name = name,
            Kind = kind,
            Format = written == "version" ? TextFormat.Version : TextFormat.Plain,
            Label = reader.Needed("label"),
            Help = reader.Text("help"),
            Section = reader.Text("section"),
            Required = reader.Flag("required"),
            Choices = Choices(reader, kind),
            MinLength = reader.Integer("minLength", 1),
            MaxLength = reader.Integer("maxLength", 1),
            Min = reader.Number("min"),
            Max = reader.Number("max"),
            Unit = reader.Text("unit"),
            FutureOnly = reader.Flag("futureOnly"),
            MaxDaysAhead = reader.Integer("maxDaysAhead", 1),
            Pattern = Pattern(reader),
            PatternHelp = reader.Text("patternHelp"),
            Example = reader.Text("example"),
        };
        spec = kind == FieldKind.Files ? FileFieldReader.Read(spec, reader) : spec;
        FieldLimits.Check(spec, reader);
        return reader.Take("default") is { } start ? spec with { Default = Value(spec, start, reader.Problems) } : spec;
    }

    private static FieldSpec WithConditions(FieldSpec spec, MapReader reader, ConditionReader conditions, HashSet<string> above)
    {
        var required = reader.Take("requiredWhen") is { } when ? conditions.Read(when) : null;
        var visible = reader.Take("visibleWhen") is { } shown ? conditions.Read(shown) : null;
        foreach (var below in visible?.FieldNames.Where(name => !above.Contains(name)) ?? [])
        {
            reader.Problems.Add(reader.Take("visibleWhen")!, $"'{spec.Name}' is shown depending on '{below}', which must stand above it, or be a setting. Move '{below}' up.");
        }

        if (spec.Required && required is not null)
        {
            reader.Problems.Add(reader.Take("requiredWhen")!, $"'{spec.Name}' is always required, so 'requiredWhen' says nothing. Keep one of them.");
        }

        return spec with { RequiredWhen = required, VisibleWhen = visible };
    }

    public static ImmutableArray<Choice> Choices(MapReader reader, FieldKind kind)
    {
        var choices = reader.Take("choices") switch
        {
            Node.Map map => [.. map.Entries.Select(entry => new Choice(entry.Key, (entry.Value as Node.Scalar)?.Text is { Length: > 0 } label ? label : entry.Key))],
            _ => reader.Texts("choices").Select(item => new Choice(item.Text, item.Text)).ToImmutableArray(),
        };
        var hasChoices = kind is FieldKind.Choice or FieldKind.Choices;
        if (hasChoices && choices.IsEmpty)
        {
            reader.Problems.Add(reader.Map, "A field of this kind needs 'choices'. List them.");
        }
        else if (!hasChoices && !choices.IsEmpty)
        {
            reader.Problems.Add(reader.Take("choices")!, "Only fields of kind choice or choices have 'choices'. Change the kind or remove them.");
        }

        foreach (var twice in choices.GroupBy(choice => choice.Value).Where(group => group.Count() > 1))
        {
            reader.Problems.Add(reader.Take("choices")!, $"The choice '{twice.Key}' is here twice. Keep one.");
        }

        return choices;
    }

    private static string? Pattern(MapReader reader)
    {
        if (PatternReader.Read(reader) is not { } pattern)
        {
            return null;
        }

        if (reader.Text("patternHelp") is null)
        {
            reader.Problems.Add(reader.Map, "A field with a 'pattern' needs a 'patternHelp': a sentence that says what to enter.");
        }

        return pattern;
    }

    private static FieldKind Missing(MapReader reader, string key)
    {
        reader.Needed(key);
        return FieldKind.Text;
    }

    [GeneratedRegex("^[a-z][A-Za-z0-9]{0,59}$")]
    private static partial Regex Name();
}
