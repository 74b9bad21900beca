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
        var today = new Scene(ImmutableDictionary<string, FieldValue>.Empty, Context).Today;
        var named = Named(Rules.Of(topic), today);
        foreach (var spec in topic.Fields.Where(spec => named.ContainsKey(spec.Name)))
        {
            var (ends, texts) = named[spec.Name];
            var seen = forms.Select(form => form.GetValueOrDefault(spec.Name)).OfType<FieldValue>().Where(value => FieldChecker.Check(spec, value, today, out _) is not null).Distinct().Take(3).ToList();
            Add($"field {spec.Name}", new Axis.OfField(spec, Samples.Of(spec, ends, texts, seen, today), Context));
        }

        if (Rules.Of(topic).SelectMany(rule => rule.Clauses).Any(clause => clause.Subject is Subject.Requester))
        {
            Add("requester", new Axis.OfRequester(people, atUtc));
        }
    }

    public Topic Topic { get; }
    public EvaluationContext Context { get; }
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

    public static bool Speaks(Axis axis, FieldSpec spec) => axis switch
    {
        Axis.OfField field => field.Spec.Name == spec.Name,
        Axis.OfRelation relation => relation.Name.Contains($"'{spec.Label}'", StringComparison.Ordinal),
        _ => false,
    };

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
        var isRelation = clause.Test.Fields.Any() || clause.Subject is Subject.Chain;
        var name = (isRelation, clause.Subject) switch
        {
            (true, _) => new Clause(clause.Subject, clause.Test is Test.Not not ? not.Of : clause.Test).ToString(),
            (false, Subject.Field field) => $"field {field.Spec.Name}",
            _ => "requester",
        };
        return numbers.TryGetValue(name, out var known) ? known : Add(name, new Axis.OfRelation(name));
    }

    private int Add(string name, Axis axis)
    {
        numbers.Add(name, axes.Count);
        axes.Add(axis);
        return axes.Count - 1;
    }

    // The ends and the texts that rules name, by field. A field that is compared to another one takes over its ends.
    private static Dictionary<string, (HashSet<decimal> Ends, HashSet<string> Texts)> Named(IEnumerable<Condition> rules, DateOnly today)
    {
        var named = new Dictionary<string, (HashSet<decimal> Ends, HashSet<string> Texts)>();
        var related = new HashSet<(string, string, decimal)>();
        foreach (var clause in rules.SelectMany(rule => rule.Clauses))
        {
            if (clause.Subject is Subject.Field field)
            {
                Take(field.Spec.Name, clause.Test);
            }
        }

        foreach (var (a, b, plus) in related.Concat(related))
        {
            Of(a).Ends.UnionWith(Of(b).Ends.Select(end => end + plus).ToList());
            Of(b).Ends.UnionWith(Of(a).Ends.Select(end => end - plus).ToList());
        }

        return named;

        (HashSet<decimal> Ends, HashSet<string> Texts) Of(string name)
        {
            if (!named.TryGetValue(name, out var of))
            {
                named.Add(name, of = ([], []));
            }

            return of;
        }

        void Take(string name, Test test)
        {
            var (ends, texts) = Of(name);
            switch (test)
            {
                case Test.Not not: Take(name, not.Of); break;
                case Test.AnyOf any: any.Tests.ToList().ForEach(one => Take(name, one)); break;
                case Test.Is text: texts.Add(text.Value); break;
                case Test.SameAs other: Of(other.Other.Name); break;
                case Test.Within within:
                    foreach (var operand in new[] { within.Low?.Value, within.High?.Value })
                    {
                        switch (operand)
                        {
                            case Operand.Literal literal: ends.Add(literal.Value); break;
                            case Operand.Today day: ends.Add(today.DayNumber + day.Plus); break;
                            case Operand.OfField other: Of(other.Spec.Name); related.Add((name, other.Spec.Name, other.Plus)); break;
                            default: break;
                        }
                    }

                    break;
                default: break;
            }
        }
    }
}
