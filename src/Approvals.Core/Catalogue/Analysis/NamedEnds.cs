namespace Approvals.Core.Catalogue.Analysis;

/// <summary>
/// The ends and the texts that rules name, by field and value. A field that is compared to another one takes over its ends, and a field of which a value
/// is derived takes over those of the value, as far as they can be told: whatever is told of a value is tried with a form.
/// </summary>
internal sealed class NamedEnds
{
    private readonly Dictionary<string, (HashSet<decimal> Ends, HashSet<string> Texts)> named = [];
    private readonly HashSet<(string, string, decimal)> related = [];
    private readonly Scene scene;

    public NamedEnds(Topic topic, Scene scene)
    {
        this.scene = scene;
        foreach (var clause in Rules.Of(topic).SelectMany(rule => rule.Clauses))
        {
            if (clause.Subject is Subject.Field field)
            {
                Take(field.Spec.Name, clause.Test);
            }
        }

        for (var round = 0; round < 2; round++)
        {
            foreach (var (a, b, plus) in related)
            {
                Of(a).Ends.UnionWith(Of(b).Ends.Select(end => end + plus).ToList());
                Of(b).Ends.UnionWith(Of(a).Ends.Select(end => end - plus).ToList());
            }

            foreach (var value in topic.Values.Where(value => Knows(value.Spec.Name)).Reverse())
            {
                HandOn(topic, value);
            }
        }
    }

    public bool Knows(string name) => named.ContainsKey(name);

    public (HashSet<decimal> Ends, HashSet<string> Texts) Of(string name)
    {
        if (!named.TryGetValue(name, out var of))
        {
            named.Add(name, of = ([], []));
        }

        return of;
    }

    // A number of days is an end of a date, counted from today.
    private void HandOn(Topic topic, DerivedValue value)
    {
        var (ends, texts) = Of(value.Spec.Name);
        foreach (var source in value.Formula.FieldNames.Distinct().Select(topic.FieldOrValue).OfType<FieldSpec>())
        {
            var fromToday = new Subject.Field(source).Scale == Scale.Date && new Subject.Field(value.Spec).Scale == Scale.Number;
            var shifted = value.Formula switch
            {
                Formula.At { Operand: Operand.OfField { Plus: var plus } } => plus,
                Formula.Sum sum => sum.Parts.OfType<Operand.Literal>().Sum(part => part.Value),
                Formula.Difference { Less: Operand.Literal less } => -less.Value,
                _ => 0,
            };
            Of(source.Name).Ends.UnionWith(ends.Take(200).Select(end => fromToday ? scene.Today.DayNumber + end : end - shifted).ToList());
            if (value.Formula is not (Formula.First or Formula.Collect))
            {
                Of(source.Name).Texts.UnionWith(texts.Take(20));
            }
        }
    }

    private void Take(string name, Test test)
    {
        var (ends, texts) = Of(name);
        switch (test)
        {
            case Test.Not not: Take(name, not.Of); break;
            case Test.AnyOf any: any.Tests.ToList().ForEach(one => Take(name, one)); break;
            case Test.Is text: texts.Add(text.Value); break;
            case Test.SameAs other: Of(other.Other.Name); break;
            case Test.Within within:
                foreach (var operand in new[] { within.Low?.Value, within.High?.Value }.OfType<Operand>())
                {
                    // A setting has a place already.
                    if (operand.Place(scene) is { } place)
                    {
                        ends.Add(place);
                    }
                    else if (operand is Operand.OfField other)
                    {
                        Of(other.Spec.Name);
                        related.Add((name, other.Spec.Name, other.Plus));
                    }
                }

                break;
            default: break;
        }
    }
}
