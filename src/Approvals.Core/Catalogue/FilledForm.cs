using System.Collections.Immutable;

namespace Approvals.Core.Catalogue;

/// <summary>The values of one form, checked field by field in the order of the form.</summary>
internal sealed class FilledForm
{
    private const int MostUnknownFields = 20;
    private readonly Topic topic;
    private readonly Dictionary<string, FieldValue> values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<string>> errors = new(StringComparer.Ordinal);

    public FilledForm(Topic topic, IReadOnlyDictionary<string, FieldValue> given, EvaluationContext context)
    {
        this.topic = topic;
        Scene = new Scene(values, context);
        var known = 0;
        foreach (var spec in topic.Fields)
        {
            if (given.TryGetValue(spec.Name, out var value))
            {
                known++;
                Take(spec, value);
            }
        }

        foreach (var spec in topic.Fields)
        {
            if (!values.ContainsKey(spec.Name) && !errors.ContainsKey(spec.Name) && IsAsked(spec)
                && (spec.Required || (spec.RequiredWhen is { } when && IsJudgeable(when) && when.Holds(Scene))))
            {
                Add(spec.Name, spec.RequiredWhen is { } reason && !spec.Required ? $"Fill in '{spec.Label}': it is needed when {reason}." : $"Fill in '{spec.Label}'.");
            }
        }

        if (known < given.Count)
        {
            RefuseUnknown(given);
        }
    }

    /// <summary>The values that are right, in one spelling.</summary>
    public IReadOnlyDictionary<string, FieldValue> Values => values;
    public Scene Scene { get; }

    /// <summary>Null when the form is right.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Errors =>
        errors.Count == 0 ? null : errors.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>A value as people read it; null when the field is empty.</summary>
    public string? Shown(string field) => values.TryGetValue(field, out var value) && topic.Field(field) is { } spec ? FieldText.Of(spec, value) : null;

    /// <summary>Rules over several fields. A rule that looks at a wrong field waits until that one is right.</summary>
    public void RunChecks(Scene scene)
    {
        foreach (var check in topic.Checks)
        {
            if (!errors.ContainsKey(check.Field) && IsJudgeable(check.When) && check.When.Holds(scene))
            {
                Add(check.Field, check.Message);
            }
        }
    }

    private void Take(FieldSpec spec, FieldValue given)
    {
        var value = FieldChecker.Check(spec, given, Scene.Today, out var problem);
        if (value is null && problem is null)
        {
            return;
        }

        if (!IsAsked(spec))
        {
            // While the field that decides about it is wrong, nobody can say whether it belongs here.
            if (IsJudgeable(spec.VisibleWhen!))
            {
                Add(spec.Name, $"Leave '{spec.Label}' out: it is asked for only when {spec.VisibleWhen}.");
            }
        }
        else if (problem is not null)
        {
            Add(spec.Name, problem);
        }
        else
        {
            values.Add(spec.Name, value!);
        }
    }

    private bool IsAsked(FieldSpec spec) => spec.VisibleWhen is null || spec.VisibleWhen.Holds(Scene);

    private bool IsJudgeable(Condition condition) => errors.Count == 0 || !condition.FieldNames.Any(errors.ContainsKey);

    private void RefuseUnknown(IReadOnlyDictionary<string, FieldValue> given)
    {
        foreach (var name in given.Keys.Where(name => topic.Field(name) is null).Order(StringComparer.Ordinal).Take(MostUnknownFields))
        {
            Add(name.Length <= 80 ? name : name[..80], $"There is no such field.{Nearest.Hint(name, topic.Fields.Select(field => field.Name))} Leave it out.");
        }
    }

    private void Add(string field, string message)
    {
        if (!errors.TryGetValue(field, out var messages))
        {
            errors.Add(field, messages = []);
        }

        messages.Add(message);
    }
}
