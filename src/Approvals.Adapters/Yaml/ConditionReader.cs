using System.Collections.Immutable;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>
/// Reads conditions: a map of subjects and tests, all of which must hold, or a list of such maps, of which one must.
/// A test is a text, a list of texts (one must hold), or <c>not:</c> with either.
/// </summary>
/// <param name="roles">The roles of the organisation; none when they are not known.</param>
internal sealed class ConditionReader(IReadOnlyDictionary<string, FieldSpec> fields, IReadOnlyCollection<string> roles, Problems problems)
{
    private static readonly Dictionary<string, RequesterAttribute> Attributes = new()
    {
        ["requester.region"] = RequesterAttribute.Region,
        ["requester.mail"] = RequesterAttribute.Mail,
        ["requester.domain"] = RequesterAttribute.Domain,
        ["requester.title"] = RequesterAttribute.Title,
        ["requester.manager"] = RequesterAttribute.Manager,
        ["requester.roles"] = RequesterAttribute.Roles,
        ["requester.external"] = RequesterAttribute.External,
    };

    private readonly Dictionary<string, HashSet<string>> choices = new(StringComparer.Ordinal);

    /// <param name="steps">The ids of the steps, where a condition may look at the chain; null elsewhere.</param>
    public Condition Read(Node node, IReadOnlyCollection<string>? steps = null)
    {
        switch (node)
        {
            case Node.Map map: return new Condition([Group(map, steps)]);
            case Node.List { Items.Length: > 0 } list when list.Items.All(item => item is Node.Map):
                return new Condition([.. list.Items.Cast<Node.Map>().Select(map => Group(map, steps))]);
            default:
                problems.Add(node, "A condition names fields and tests, like 'region: [EMEA, AMER]', or is a list of such groups.");
                return Condition.Always;
        }
    }

    private ImmutableArray<Clause> Group(Node.Map map, IReadOnlyCollection<string>? steps)
    {
        var clauses = ImmutableArray.CreateBuilder<Clause>();
        if (map.Entries.IsEmpty)
        {
            problems.Add(map, "The condition is empty. Name a field and a test, or leave the condition out.");
        }

        foreach (var entry in map.Entries)
        {
            if (SubjectOf(entry, map.File, steps) is { } subject && TestOf(entry.Value, new TestParser(subject, fields.GetValueOrDefault, Known(subject, steps))) is { } test)
            {
                clauses.Add(new Clause(subject, test));
            }
        }

        return clauses.ToImmutable();
    }

    private Subject? SubjectOf(Node.Entry entry, string file, IReadOnlyCollection<string>? steps)
    {
        if (fields.TryGetValue(entry.Key, out var field))
        {
            return new Subject.Field(field);
        }

        if (Attributes.TryGetValue(entry.Key, out var attribute))
        {
            return new Subject.Requester(attribute);
        }

        if (entry.Key == "chain" && steps is not null)
        {
            return new Subject.Chain();
        }

        var known = fields.Keys.Concat(Attributes.Keys).Concat(steps is null ? [] : ["chain"]);
        problems.Add(file, entry.Line, $"There is no field '{entry.Key}' to test.{Nearest.Hint(entry.Key, known)} Use a field of this topic{(steps is null ? "" : ", chain")}, or one of: {string.Join(", ", Attributes.Keys)}.");
        return null;
    }

    private IReadOnlyCollection<string> Known(Subject subject, IReadOnlyCollection<string>? steps) => subject switch
    {
        Subject.Chain => steps ?? [],
        Subject.Requester { Attribute: RequesterAttribute.Roles } => roles,
        Subject.Field { Spec: { Choices.IsEmpty: false } spec } => ChoicesOf(spec),
        _ => [],
    };

    // A table may have thousands of rows that test one field.
    private HashSet<string> ChoicesOf(FieldSpec spec)
    {
        if (!choices.TryGetValue(spec.Name, out var values))
        {
            choices.Add(spec.Name, values = [.. spec.Choices.Select(choice => choice.Value)]);
        }

        return values;
    }

    private Test? TestOf(Node node, TestParser parser)
    {
        switch (node)
        {
            case Node.Scalar scalar:
                if (parser.TryParse(scalar.Text, out var test, out var problem))
                {
                    return test;
                }

                problems.Add(scalar, problem);
                return null;
            case Node.List { Items.Length: > 0 } list:
                var tests = list.Items.Select(item => TestOf(item, parser)).ToList();
                return tests.Contains(null) ? null : new Test.AnyOf([.. tests.OfType<Test>()]);
            case Node.Map { Entries: [{ Key: "not" } not] }:
                return TestOf(not.Value, parser) is { } inner ? new Test.Not(inner) : null;
            default:
                problems.Add(node, "A test is a text like '31..45', a list like [EMEA, AMER], or 'not:' with either.");
                return null;
        }
    }
}
