using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.Core.Catalogue;

/// <summary>The values of one form, checked field by field in the order of the form.</summary>
internal sealed class FilledForm
{
    private const int MostUnknownFields = 20;
    private readonly Topic topic;
    private readonly Dictionary<string, FieldValue> values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<string>> errors = new(StringComparer.Ordinal);

    // Derived of a field that is wrong, so nobody can say what they are.
    private readonly HashSet<string> unknown = new(StringComparer.Ordinal);

    public FilledForm(Topic topic, IReadOnlyDictionary<string, FieldValue> given, EvaluationContext context)
    {
        this.topic = topic;
        Scene = new Scene(values, context);
        Derive(settings: true);
        var known = 0;
        foreach (var spec in topic.Fields)
        {
            if (given.TryGetValue(spec.Name, out var value))
            {
                known++;
                Take(spec, value);
            }
        }

        Derive(settings: false);
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

    /// <summary>The values that are right, in one spelling, with what is derived of them.</summary>
    public IReadOnlyDictionary<string, FieldValue> Values => values;
    public Scene Scene { get; }

    /// <summary>Null when the form is right.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Errors =>
        errors.Count == 0 ? null : errors.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>A value as people read it; null when the field is empty.</summary>
    public string? Shown(string field) => values.TryGetValue(field, out var value) && topic.FieldOrValue(field) is { } spec ? FieldText.Of(spec, value) : null;

    /// <summary>The same for a text in Markdown: nothing that somebody typed is taken for markup.</summary>
    public string? ShownInMarkdown(string field) => Shown(field) is { } text ? Markup.Escape(text) : null;

    /// <summary>What was derived of the form, as people read it, without settings.</summary>
    public ImmutableArray<ShownField> ShownValues()
    {
        var shown = ImmutableArray.CreateBuilder<ShownField>();
        foreach (var value in topic.Values)
        {
            if (!value.IsSetting && Shown(value.Spec.Name) is { } text)
            {
                shown.Add(new ShownField(value.Spec.Name, value.Spec.Label, text));
            }
        }

        return shown.ToImmutable();
    }

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

    /// <summary>With what the form of another topic may start. What of it that form has is up to whoever opens it.</summary>
    public ImmutableSortedDictionary<string, FieldValue> Carried(Onward? next)
    {
        var carried = ImmutableSortedDictionary.CreateBuilder<string, FieldValue>(StringComparer.Ordinal);
        if (next is not null)
        {
            carried.AddRange(values);
            foreach (var (theirs, ours) in next.Fields)
            {
                if (values.TryGetValue(ours, out var value))
                {
                    carried[theirs] = value;
                }
            }
        }

        return carried.ToImmutable();
    }

    private void Derive(bool settings)
    {
        foreach (var value in topic.Values)
        {
            if (value.IsSetting != settings)
            {
                continue;
            }

            if (errors.Count > 0 && value.Formula.FieldNames.Any(IsUnknown))
            {
                unknown.Add(value.Spec.Name);
            }
            else if (value.Formula.Of(Scene) is { } derived)
            {
                values.Add(value.Spec.Name, derived);
            }
        }
    }

    private bool IsUnknown(string name) => errors.ContainsKey(name) || unknown.Contains(name);

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

    private bool IsJudgeable(Condition condition) => errors.Count == 0 || !condition.FieldNames.Any(IsUnknown);

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
