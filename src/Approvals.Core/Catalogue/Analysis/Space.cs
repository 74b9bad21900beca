using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Catalogue.Analysis;

/// <summary>
/// Everything that the rules of a topic look at, as axes, and the rules as boxes in it. Values between two ends that rules name are all alike to the
/// rules, so one of them stands for all. What rules say of several fields at once counts as an axis of its own: so a box may hold combinations that no
/// form has, and never misses one that a form has.
/// </summary>
internal sealed class Space
{
    private readonly List<Axis> axes = [];
    private readonly Dictionary<string, int> numbers = [];

    public Space(Topic topic, ImmutableArray<ImmutableDictionary<string, FieldValue>> forms, ImmutableArray<Person> people, DateTimeOffset atUtc)
    {
        Topic = topic;
        Context = new EvaluationContext(atUtc, people[0]);
        Settings = topic.Values.Where(value => value.IsSetting).ToImmutableDictionary(value => value.Spec.Name, value => ((Formula.Constant)value.Formula).Value);
        Derived = topic.Values.Where(value => !value.IsSetting).ToImmutableDictionary(value => value.Spec.Name);
        var scene = new Scene(Settings, Context);
        var today = scene.Today;
        var named = new NamedEnds(topic, scene);
        foreach (var spec in topic.Fields.Where(spec => named.Knows(spec.Name)))
        {
            var (ends, texts) = named.Of(spec.Name);
            var seen = forms.Select(form => form.GetValueOrDefault(spec.Name)).OfType<FieldValue>().Where(value => FieldChecker.Check(spec, value, today, out _) is not null).Distinct().Take(3).ToList();
            Add($"field {spec.Name}", new Axis.OfField(spec, Samples.Of(spec, ends, texts, seen, today), Context, Settings));
        }

        foreach (var value in topic.Values.Where(value => named.Knows(value.Spec.Name)))
        {
            var (ends, texts) = named.Of(value.Spec.Name);
            var values = Settings.TryGetValue(value.Spec.Name, out var setting) ? [setting] : Samples.Of(value.Spec, ends, texts, [], today);
            Add($"field {value.Spec.Name}", new Axis.OfField(value.Spec, values, Context, Settings));
        }

        if (Rules.Of(topic).SelectMany(rule => rule.Clauses).Any(clause => clause.Subject is Subject.Requester))
        {
            Add("requester", new Axis.OfRequester(people, atUtc));
        }
    }

    public Topic Topic { get; }
    public EvaluationContext Context { get; }

    /// <summary>Values that are always there.</summary>
    public ImmutableDictionary<string, FieldValue> Settings { get; }

    /// <summary>Values that follow from the fields.</summary>
    public ImmutableDictionary<string, DerivedValue> Derived { get; }
    public IReadOnlyList<Axis> Axes => axes;

    public int LengthOf(int axis) => axes[axis].Length;

    /// <summary>All boxes must be made before any is looked at: a condition may add an axis.</summary>
    public void Learn(Condition condition)
    {
        foreach (var clause in condition.Clauses)
        {
            AxisOf(clause);
        }
    }

    /// <summary>The inputs for which it holds.</summary>
    public IEnumerable<Box> Boxes(Condition condition) => condition.Groups.Select(BoxOf).Where(box => !box.IsEmpty);

    /// <summary>The inputs for which both hold.</summary>
    public IEnumerable<Box> Boxes(Condition? first, Condition second) =>
        first is null ? Boxes(second) : Boxes(first).SelectMany(_ => Boxes(second), (a, b) => a.And(b)).Where(box => !box.IsEmpty);

    /// <summary>The inputs for which it does not hold.</summary>
    public IEnumerable<Box> Outside(Condition condition, Budget budget) => Cover.Uncovered(Box.All(axes.Count), [.. Boxes(condition)], LengthOf, budget);

    /// <summary>The inputs in which a field is filled, or is not; null when no rule looks at it.</summary>
    public Box? Filled(FieldSpec spec, bool filled) => numbers.TryGetValue($"field {spec.Name}", out var axis) && axes[axis] is Axis.OfField field
        ? Box.All(axes.Count).With(axis, Slots.Of(field.Length, i => field.Values[i] is not null == filled))
        : null;

    /// <summary>The fields that a box says something of, in the order of the form.</summary>
    public ImmutableArray<string> FieldsOf(Box box) => [.. Topic.Fields.Where(spec => Enumerable.Range(0, axes.Count).Any(axis => box[axis] is not null && Speaks(axes[axis], spec))).Select(spec => spec.Name)];

    /// <summary>The values of the fields on scales that a box spans: <c> (days: 41 to 45, 51 to 60)</c>.</summary>
    public string Describe(Box box)
    {
        var spans = Enumerable.Range(0, axes.Count)
            .Where(axis => box[axis] is not null && axes[axis] is Axis.OfField { Length: > 2 } field && new Subject.Field(field.Spec).Scale is Scale.Number or Scale.Date or Scale.Version)
            .Select(axis => ((Axis.OfField)axes[axis]).Describe(box[axis]!))
            .OfType<string>()
            .ToList();
        return spans.Count == 0 ? "" : $" ({string.Join("; ", spans)})";
    }

    /// <summary>Whether it is about the field, or about something that follows from it.</summary>
    public bool Speaks(Axis axis, FieldSpec spec) => axis switch
    {
        Axis.OfField field => field.Spec.Name == spec.Name || DependsOn(field.Spec.Name, spec.Name),
        Axis.OfRelation relation => relation.Fields.Any(name => name == spec.Name || DependsOn(name, spec.Name)),
        _ => false,
    };

    private bool DependsOn(string value, string field) => Derived.TryGetValue(value, out var derived) && derived.Formula.FieldNames.Any(name => name == field || DependsOn(name, field));

    private Box BoxOf(ImmutableArray<Clause> group)
    {
        var box = Box.All(axes.Count);
        foreach (var clause in group)
        {
            var axis = AxisOf(clause);
            var side = axes[axis].Where(clause.Subject, clause.Test);
            box = box.With(axis, box[axis] is { } before ? before.And(side) : side);
        }

        return box;
    }

    private int AxisOf(Clause clause)
    {
        var isRelation = clause.Test.Fields.Any(spec => !Settings.ContainsKey(spec.Name)) || clause.Subject is Subject.Chain;
        var name = (isRelation, clause.Subject) switch
        {
            (true, _) => new Clause(clause.Subject, clause.Test is Test.Not not ? not.Of : clause.Test).ToString(),
            (false, Subject.Field field) => $"field {field.Spec.Name}",
            _ => "requester",
        };
        return numbers.TryGetValue(name, out var known) ? known : Add(name, new Axis.OfRelation([.. new Condition([[clause]]).FieldNames]));
    }

    private int Add(string name, Axis axis)
    {
        numbers.Add(name, axes.Count);
        axes.Add(axis);
        return axes.Count - 1;
    }
}
