using System.Collections.Immutable;

namespace Approvals.Core.Catalogue;

/// <summary>What must be so of a subject. An empty subject passes <see cref="Empty"/>, <see cref="Anything"/> and <see cref="Not"/> only.</summary>
public abstract record Test
{
    private Test() { }

    public abstract bool Holds(Subject subject, Scene scene);
    public abstract string Describe(Subject subject);
    public virtual IEnumerable<FieldSpec> Fields => [];

    public sealed record Anything : Test
    {
        public override bool Holds(Subject subject, Scene scene) => true;
        public override string Describe(Subject subject) => "is anything";
    }

    public sealed record Filled : Test
    {
        public override bool Holds(Subject subject, Scene scene) => scene.IsFilled(subject);
        public override string Describe(Subject subject) => "is filled";
    }

    public sealed record Empty : Test
    {
        public override bool Holds(Subject subject, Scene scene) => !scene.IsFilled(subject);
        public override string Describe(Subject subject) => "is empty";
    }

    public sealed record Not(Test Of) : Test
    {
        public override bool Holds(Subject subject, Scene scene) => !Of.Holds(subject, scene);
        public override string Describe(Subject subject) => $"not: {Of.Describe(subject)}";
        public override IEnumerable<FieldSpec> Fields => Of.Fields;
    }

    public sealed record AnyOf(ImmutableArray<Test> Tests) : Test
    {
        public override bool Holds(Subject subject, Scene scene)
        {
            foreach (var test in Tests)
            {
                if (test.Holds(subject, scene))
                {
                    return true;
                }
            }

            return false;
        }

        public override string Describe(Subject subject) => string.Join(" or ", Tests.Select(test => test.Describe(subject)));
        public override IEnumerable<FieldSpec> Fields => Tests.SelectMany(test => test.Fields);
    }

    /// <summary>The text is this one; of a set: it contains this one.</summary>
    public sealed record Is(string Value) : Test
    {
        public override bool Holds(Subject subject, Scene scene) =>
            subject.Scale == Scale.Many ? scene.Many(subject).Contains(Value) : scene.Text(subject) == Value;

        public override string Describe(Subject subject) => (subject, subject.Scale) switch
        {
            (Subject.Field field, Scale.Many) => $"has {field.Spec.LabelOf(Value)}",
            (_, Scale.Many) => $"has {Value}",
            (Subject.Field field, Scale.Text) => $"is {field.Spec.LabelOf(Value)}",
            (_, Scale.Flag) => Value == "true" ? "is yes" : "is no",
            _ => $"is {Value}",
        };
    }

    /// <summary>The text is that of another field.</summary>
    public sealed record SameAs(FieldSpec Other) : Test
    {
        public override bool Holds(Subject subject, Scene scene) =>
            scene.Text(subject) is { } text && string.Equals(text, scene.Text(new Subject.Field(Other)), StringComparison.Ordinal);

        public override string Describe(Subject subject) => $"is the same as '{Other.Label}'";
        public override IEnumerable<FieldSpec> Fields => [Other];
    }

    /// <summary>On a scale, between two bounds; a bound that is missing does not bind. A bound that names an empty field never holds.</summary>
    public sealed record Within(Bound? Low, Bound? High) : Test
    {
        public override bool Holds(Subject subject, Scene scene) =>
            scene.Place(subject) is { } place
            && (Low is null || (Low.Value.Place(scene) is { } low && (Low.Inclusive ? low <= place : low < place)))
            && (High is null || (High.Value.Place(scene) is { } high && (High.Inclusive ? place <= high : place < high)));

        public override IEnumerable<FieldSpec> Fields =>
            new[] { Low, High }.Select(bound => bound?.Value).OfType<Operand.OfField>().Select(operand => operand.Spec);

        public override string Describe(Subject subject) => (Low, High) switch
        {
            ({ } low, { } high) when low.Value == high.Value => $"is {low.Value.Text(subject.Scale)}",
            ({ } low, { } high) => $"is {(low.Inclusive ? "from" : "over")} {low.Value.Text(subject.Scale)} {(high.Inclusive ? "to" : "to under")} {high.Value.Text(subject.Scale)}",
            ({ } low, null) => $"is {(low.Inclusive ? "at least" : "more than")} {low.Value.Text(subject.Scale)}",
            (null, { } high) => $"is {(high.Inclusive ? "at most" : "less than")} {high.Value.Text(subject.Scale)}",
            (null, null) => "is filled",
        };
    }
}

public sealed record Bound(Operand Value, bool Inclusive);
