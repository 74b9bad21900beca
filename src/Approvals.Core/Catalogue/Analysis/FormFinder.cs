using System.Collections.Immutable;

namespace Approvals.Core.Catalogue.Analysis;

/// <summary>A form that was found, who sends it, and the fields that it is about.</summary>
/// <param name="Scene">What rules see of it, with what is derived.</param>
internal sealed record FoundForm(ImmutableSortedDictionary<string, FieldValue> Form, EvaluationContext Context, ImmutableArray<string> Fields, Scene Scene);

/// <summary>Turns a box into a form that passes every check of the topic, so that whatever is told of it can be tried.</summary>
internal sealed class FormFinder
{
    private const int MostTries = 600;
    private const int MostRepairs = 6;
    private readonly Space space;
    private readonly ImmutableArray<ImmutableDictionary<string, FieldValue>> forms;
    private readonly DateOnly today;

    public FormFinder(Space space, ImmutableArray<ImmutableDictionary<string, FieldValue>> forms)
    {
        this.space = space;
        today = new Scene(ImmutableDictionary<string, FieldValue>.Empty, space.Context).Today;
        this.forms = [.. forms.Where(form => new FilledForm(space.Topic, form, space.Context).Errors is null)];
        if (this.forms.IsEmpty)
        {
            var made = ImmutableDictionary.CreateBuilder<string, FieldValue>();
            Repair(made, [], space.Context, withChecks: true);
            this.forms = [made.ToImmutable()];
        }
    }

    /// <param name="box">Where to look.</param>
    /// <param name="accept">Whether a right form shows what is sought.</param>
    /// <param name="withChecks">Whether the form must pass the checks over several fields too.</param>
    public FoundForm? Find(Box box, Func<FoundForm, Scene, bool> accept, bool withChecks = true)
    {
        var budget = new Budget(MostTries);
        return Shown(box).SelectMany(part => forms.Take(3).SelectMany(form => Candidates(form, part, withChecks, budget))).FirstOrDefault(found => accept(found, found.Scene));
    }

    /// <summary>An example that shows it as it stands: what follows from a form can not always be worked out backwards.</summary>
    public FoundForm? FindAmongExamples(Func<FoundForm, Scene, bool> accept, bool withChecks = true) =>
        forms.Select(form => Right(form.ToBuilder(), withChecks)).OfType<FoundForm>().FirstOrDefault(found => accept(found, found.Scene));

    private FoundForm? Right(ImmutableDictionary<string, FieldValue>.Builder form, bool withChecks)
    {
        var filled = new FilledForm(space.Topic, form, space.Context);
        if (withChecks && filled.Errors is null)
        {
            filled.RunChecks(filled.Scene);
        }

        return filled.Errors is null ? new FoundForm(form.ToImmutableSortedDictionary(StringComparer.Ordinal), space.Context, [], filled.Scene) : null;
    }

    /// <summary>What keeps the nearest form of a box from being right, in the words of the form.</summary>
    public string? WhyNot(Box box)
    {
        var (form, _, context) = Fill(forms[0], Choices(box, forms[0]), []);
        var filled = new FilledForm(space.Topic, form, context);
        if (filled.Errors is null)
        {
            filled.RunChecks(filled.Scene);
        }

        return filled.Errors is { } errors ? $"{errors.First().Key}: {errors.First().Value[0]}" : null;
    }

    // What must be filled must be asked for: the parts of a box in which it is.
    private IEnumerable<Box> Shown(Box box)
    {
        IEnumerable<Box> parts = [box];
        for (var i = 0; i < box.Axes; i++)
        {
            if (space.Axes[i] is Axis.OfField { Spec.VisibleWhen: { } visible } field && box[i] is { } side && (field.Values[0] is not null || !side.Has(0)))
            {
                parts = parts.SelectMany(_ => space.Boxes(visible), (part, shown) => part.And(shown)).Where(part => !part.IsEmpty);
            }
        }

        return parts;
    }

    private IEnumerable<FoundForm> Candidates(ImmutableDictionary<string, FieldValue> start, Box box, bool withChecks, Budget budget)
    {
        var choices = Choices(box, start);

        // Every combination, those nearest to the form that it starts from first, as far as the tries go.
        var at = new int[choices.Count];
        while (budget.Spend())
        {
            var (form, set, context) = Fill(start, choices, at);
            if (Repair(form, set, context, withChecks) is { } scene)
            {
                yield return new FoundForm(form.ToImmutableSortedDictionary(StringComparer.Ordinal), context, [.. set.Order(StringComparer.Ordinal)], scene);
            }

            var digit = 0;
            while (digit < at.Length && ++at[digit] == choices[digit].Places.Length)
            {
                at[digit++] = 0;
            }

            if (digit == at.Length)
            {
                yield break;
            }
        }
    }

    private List<(Axis Axis, int[] Places)> Choices(Box box, ImmutableDictionary<string, FieldValue> start)
    {
        var choices = new List<(Axis Axis, int[] Places)>();
        for (var i = 0; i < box.Axes; i++)
        {
            if (Choices(i, box, start) is { } places)
            {
                choices.Add((space.Axes[i], places));
            }
        }

        return choices;
    }

    // A field that the box says something of, or that a relation speaks of, runs through its cases; any other stays as it is.
    private int[]? Choices(int axis, Box box, ImmutableDictionary<string, FieldValue> start)
    {
        switch (space.Axes[axis])
        {
            case Axis.OfField field when space.Topic.Field(field.Spec.Name) is not null && (box[axis] is not null || Related(field.Spec, box)):
                var same = start.GetValueOrDefault(field.Spec.Name)?.Canonical;
                var places = (box[axis] ?? Slots.Range(field.Length, 0, field.Length - 1)).Places();
                return [.. places.OrderByDescending(place => field.Values[place]?.Canonical == same).Take(60)];
            case Axis.OfRequester requester when box[axis] is { } side:
                return [.. side.Places().Take(5)];
            default:
                return null;
        }
    }

    private bool Related(FieldSpec spec, Box box)
    {
        for (var i = 0; i < box.Axes; i++)
        {
            if (box[i] is not null && space.Speaks(space.Axes[i], spec))
            {
                return true;
            }
        }

        return false;
    }

    private (ImmutableDictionary<string, FieldValue>.Builder Form, HashSet<string> Set, EvaluationContext Context) Fill(
        ImmutableDictionary<string, FieldValue> start, List<(Axis Axis, int[] Places)> choices, int[] at)
    {
        var form = start.ToBuilder();
        var context = space.Context;
        var set = new HashSet<string>();
        for (var i = 0; i < choices.Count; i++)
        {
            var place = choices[i].Places[i < at.Length ? at[i] : 0];
            switch (choices[i].Axis)
            {
                case Axis.OfField field when space.Topic.Field(field.Spec.Name) is not null:
                    set.Add(field.Spec.Name);
                    form.Remove(field.Spec.Name);
                    if (field.Values[place] is { } value)
                    {
                        form.Add(field.Spec.Name, value);
                    }

                    break;
                case Axis.OfRequester requester:
                    context = context with { Requester = requester.People[place] };
                    break;
                default: break;
            }
        }

        return (form, set, context);
    }

    // Fields that the changes made necessary are filled, and those that they hid are emptied; what the box says stays.
    private Scene? Repair(ImmutableDictionary<string, FieldValue>.Builder form, HashSet<string> set, EvaluationContext context, bool withChecks)
    {
        var wrong = new HashSet<(string, string)>();
        for (var i = 0; i < MostRepairs; i++)
        {
            var filled = new FilledForm(space.Topic, form, context);
            if (withChecks && filled.Errors is null)
            {
                filled.RunChecks(filled.Scene);
            }

            if (filled.Errors is not { } errors)
            {
                return filled.Scene;
            }

            foreach (var name in errors.Keys)
            {
                if (set.Contains(name) || space.Topic.Field(name) is not { } spec)
                {
                    return null;
                }

                // A value that is wrong goes and does not come back; where one is missing, one that was seen elsewhere comes.
                if (form.Remove(name, out var old))
                {
                    wrong.Add((name, old.Canonical));
                    continue;
                }

                if (forms.Select(other => other.GetValueOrDefault(name)).FirstOrDefault(value => value is not null && !wrong.Contains((name, value.Canonical))) is { } seen)
                {
                    form[name] = seen;
                }
                else if (Samples.Any(spec, today) is { } any)
                {
                    form[name] = any;
                }
                else
                {
                    return null;
                }
            }
        }

        return null;
    }
}
