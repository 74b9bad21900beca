using System.Collections.Immutable;

namespace Approvals.Core.Catalogue;

/// <summary>A question about a form: it holds when all clauses of at least one group hold. No code, only comparisons, checked for their types when loaded.</summary>
public sealed record Condition(ImmutableArray<ImmutableArray<Clause>> Groups)
{
    /// <summary>Holds for every form.</summary>
    public static Condition Always { get; } = new([[]]);

    public bool Holds(Scene scene)
    {
        foreach (var group in Groups)
        {
            if (AllHold(group, scene))
            {
                return true;
            }
        }

        return false;
    }

    public IEnumerable<Clause> Clauses => Groups.SelectMany(group => group);

    /// <summary>The names of all fields that it looks at.</summary>
    public IEnumerable<string> FieldNames =>
        Clauses.SelectMany(clause => clause.Test.Fields.Concat(clause.Subject is Subject.Field own ? [own.Spec] : [])).Select(spec => spec.Name).Distinct();

    /// <summary>For people: <c>'License type' is Offline and 'GitLab version' is before 15.0</c>.</summary>
    public override string ToString() => string.Join(", or ", Groups.Select(group => string.Join(" and ", group)));

    private static bool AllHold(ImmutableArray<Clause> group, Scene scene)
    {
        foreach (var clause in group)
        {
            if (!clause.Test.Holds(clause.Subject, scene))
            {
                return false;
            }
        }

        return true;
    }
}

public sealed record Clause(Subject Subject, Test Test)
{
    public override string ToString() => $"{Subject} {Test.Describe(Subject)}";
}

/// <summary>How values of a subject are compared: by their place on a scale, as texts, or as sets of texts.</summary>
public enum Scale { Number, Date, Version, Text, Flag, Many, Files }

/// <summary>What a clause is about.</summary>
public abstract record Subject
{
    private Subject() { }

    public abstract Scale Scale { get; }

    public sealed record Field(FieldSpec Spec) : Subject
    {
        public override Scale Scale => Spec.Kind switch
        {
            FieldKind.Integer or FieldKind.Number => Scale.Number,
            FieldKind.Date => Scale.Date,
            FieldKind.Flag => Scale.Flag,
            FieldKind.Choices => Scale.Many,
            FieldKind.Files => Scale.Files,
            FieldKind.Text when Spec.Format == TextFormat.Version => Scale.Version,
            _ => Scale.Text,
        };

        public override string ToString() => $"'{Spec.Label}'";
    }

    /// <summary>The person who asks, as the directory knows them: <c>requester.region</c>, <c>requester.roles</c>.</summary>
    public sealed record Requester(RequesterAttribute Attribute) : Subject
    {
        public override Scale Scale => Attribute switch
        {
            RequesterAttribute.Roles => Scale.Many,
            RequesterAttribute.External => Scale.Flag,
            _ => Scale.Text,
        };

        public override string ToString() => Attribute == RequesterAttribute.External ? "whether the requester is external" : $"the requester's {Attribute.ToString().ToLowerInvariant()}";
    }

    /// <summary>The steps that the chain asks, by their ids. Only rules that are judged after the chain is built may look at it.</summary>
    public sealed record Chain : Subject
    {
        public override Scale Scale => Scale.Many;
        public override string ToString() => "the chain";
    }
}

/// <summary><see cref="External"/>: they do not belong to the organisation, as a partner's contact. <see cref="Roles"/>: roles of the chain that they hold.</summary>
public enum RequesterAttribute { Region, Mail, Domain, Title, Manager, Roles, External }
