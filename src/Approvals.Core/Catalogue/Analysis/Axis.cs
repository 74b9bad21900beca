using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Catalogue.Analysis;

/// <summary>One thing that rules look at, with the finitely many cases of it that they can tell apart.</summary>
internal abstract class Axis
{
    private readonly Dictionary<Test, Slots> known = [];

    public abstract int Length { get; }

    /// <summary>The cases in which a test holds.</summary>
    public Slots Where(Subject subject, Test test)
    {
        if (!known.TryGetValue(test, out var slots))
        {
            known.Add(test, slots = Find(subject, test));
        }

        return slots;
    }

    protected abstract Slots Find(Subject subject, Test test);

    /// <summary>The values of a field, or of what is derived of fields.</summary>
    public sealed class OfField(FieldSpec spec, ImmutableArray<FieldValue?> values, EvaluationContext context, ImmutableDictionary<string, FieldValue> settings) : Axis
    {
        private readonly Dictionary<string, int> byText = values.Select((value, place) => (value, place)).Where(pair => pair.value is not null).ToDictionary(pair => pair.value!.Canonical, pair => pair.place);
        private readonly Scene[] scenes = [.. values.Select(value => new Scene(value is null ? settings.Remove(spec.Name) : settings.SetItem(spec.Name, value), context))];
        private decimal?[]? places;

        public FieldSpec Spec => spec;
        public ImmutableArray<FieldValue?> Values => values;
        public override int Length => values.Length;

        /// <summary>A few stretches of values that lie beside each other; null when that says nothing.</summary>
        public string? Describe(Slots slots)
        {
            const int most = 5;
            var stretches = new List<(int From, int To)>();
            foreach (var place in slots.Places().Where(place => values[place] is not null))
            {
                if (stretches.Count > 0 && stretches[^1].To == place - 1)
                {
                    stretches[^1] = (stretches[^1].From, place);
                }
                else
                {
                    stretches.Add((place, place));
                }
            }

            var texts = stretches.Take(most).Select(stretch => stretch.From == stretch.To ? Text(stretch.From) : $"{Text(stretch.From)} to {Text(stretch.To)}");
            return stretches.Count == 0 ? null : $"{spec.Name}: {string.Join(", ", texts)}{(stretches.Count > most ? " and more" : "")}";

            string Text(int place) => values[place]!.Canonical;
        }

        // The common tests by looking up, because a table may have thousands of them; any other by asking it about each value.
        protected override Slots Find(Subject subject, Test test)
        {
            switch (test)
            {
                case Test.Not not:
                    return Slots.Range(Length, 0, Length - 1).Except(Where(subject, not.Of));
                case Test.AnyOf any:
                    return any.Tests.Select(one => Where(subject, one)).Aggregate(Slots.Range(Length, 0, -1), (all, one) => all.Or(one));
                case Test.Is text when subject.Scale is Scale.Text or Scale.Flag:
                    var place = byText.GetValueOrDefault(text.Value, -1);
                    return Slots.Range(Length, place, place);
                case Test.Within within:
                    return Between(subject, within);
                default:
                    return Slots.Of(Length, i => test.Holds(subject, scenes[i]));
            }
        }

        // The values of a scale are in its order, with the empty one first.
        private Slots Between(Subject subject, Test.Within within)
        {
            places ??= [.. scenes.Select(scene => scene.Place(subject))];
            var from = First(within.Low, orHigher: within.Low?.Inclusive ?? true);
            var to = within.High is null ? Length : First(within.High, orHigher: !within.High.Inclusive);
            return Slots.Range(Length, from, to - 1);
        }

        private int First(Bound? bound, bool orHigher)
        {
            var (low, high) = (places is [null, ..] ? 1 : 0, Length);
            while (bound is not null && low < high)
            {
                var middle = (low + high) / 2;
                var (place, end) = (places![middle], bound.Value.Place(scenes[0]));
                (low, high) = place < end || (!orHigher && place == end) ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }

    /// <summary>Who asks.</summary>
    public sealed class OfRequester(ImmutableArray<Person> people, DateTimeOffset atUtc) : Axis
    {
        private readonly Scene[] scenes = [.. people.Select(person => new Scene(ImmutableDictionary<string, FieldValue>.Empty, new EvaluationContext(atUtc, person)))];

        public ImmutableArray<Person> People => people;
        public override int Length => people.Length;
        protected override Slots Find(Subject subject, Test test) => Slots.Of(Length, i => test.Holds(subject, scenes[i]));
    }

    /// <summary>What a rule says of several fields at once, or of the chain: it holds or does not. A form is sought that makes it so.</summary>
    public sealed class OfRelation(ImmutableArray<string> fields) : Axis
    {
        public ImmutableArray<string> Fields => fields;
        public override int Length => 2;
        protected override Slots Find(Subject subject, Test test) => test is Test.Not ? Slots.Range(2, 0, 0) : Slots.Range(2, 1, 1);
    }
}
