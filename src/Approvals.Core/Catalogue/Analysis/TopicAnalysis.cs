using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Catalogue.Analysis;

/// <summary>
/// Looks for what is wrong with the rules of a topic although each of them is well formed: forms that no rule speaks of, rules of one table that hold for
/// one form, rules that nothing reaches. Whatever it tells of is shown by a form that was tried. Pure, and it costs a bounded number of comparisons.
/// </summary>
public sealed partial class TopicAnalysis
{
    private const int MostOfAKind = 10;
    private const int MostGaps = 60;
    private const int MostParts = 60;
    private const int MostMoments = 12;
    private const long MostComparisons = 60_000_000;
    private readonly Topic topic;
    private readonly Space space;
    private readonly FormFinder finder;
    private readonly List<Finding> findings = [];

    private TopicAnalysis(Topic topic, ImmutableArray<ImmutableDictionary<string, FieldValue>> forms, ImmutableArray<Person> people, DateTimeOffset atUtc)
    {
        this.topic = topic;
        space = new Space(topic, forms, people, atUtc);
        foreach (var rule in Rules.Of(topic))
        {
            space.Learn(rule);
        }

        finder = new FormFinder(space, forms);
    }

    /// <param name="topic">A topic that loads.</param>
    /// <param name="forms">Right forms, such as its examples: what is found is told by the least change to one of them.</param>
    /// <param name="people">Those who may ask; at least one.</param>
    /// <param name="momentsUtc">Now, and others such as the times of its examples: what is possible at the end of a quarter only is possible.</param>
    public static ImmutableArray<Finding> Of(Topic topic, ImmutableArray<ImmutableDictionary<string, FieldValue>> forms, ImmutableArray<Person> people, ImmutableArray<DateTimeOffset> momentsUtc)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var found = momentsUtc.Distinct().Take(MostMoments).Select(atUtc => (AtUtc: atUtc, Findings: At(topic, forms, people, atUtc))).ToList();
        var findings = found[0].Findings.Where(finding => !finding.IsOfAbsence || found.TrueForAll(moment => moment.Findings.Any(other => other.IsOfAbsence && other.Place == finding.Place))).ToList();
        foreach (var (atUtc, later) in found.Skip(1))
        {
            var news = later.Where(finding => !finding.IsOfAbsence && !findings.Exists(known => known.Kind == finding.Kind && known.Place == finding.Place)).ToList();
            findings.AddRange(news.Select(finding => finding with { AtUtc = atUtc }));
        }

        return [.. findings];
    }

    private static List<Finding> At(Topic topic, ImmutableArray<ImmutableDictionary<string, FieldValue>> forms, ImmutableArray<Person> people, DateTimeOffset atUtc)
    {
        var analysis = new TopicAnalysis(topic, forms, people, atUtc);
        analysis.Fields();
        analysis.Conditions("checks", topic.Checks.Select((check, i) => ($"{i}", $"The check of '{check.Field}'", check.When)), withChecks: false);
        analysis.Conditions("refusals", topic.Refusals.Select(rule => (rule.Id, $"The refusal '{rule.Id}'", rule.When)), withChecks: true);
        analysis.Tables();
        analysis.Verdicts();
        analysis.Conditions("tickets", topic.Tickets.Where(ticket => ticket.When is not null).Select(ticket => (ticket.Id, $"The ticket '{ticket.Id}'", ticket.When!)), withChecks: true);
        analysis.Gaps();
        return analysis.findings;
    }

    private void Fields()
    {
        foreach (var field in topic.Fields.Where(field => field.VisibleWhen is not null))
        {
            if (!space.Boxes(field.VisibleWhen!).Any(box => finder.Find(box, (_, scene) => field.VisibleWhen!.Holds(scene)) is not null))
            {
                Add(FindingKind.NeverFires, $"fields/{field.Name}", $"The field '{field.Name}' is never asked for: no form was found in which {field.VisibleWhen}. Change 'visibleWhen', or remove the field.", null);
            }
        }
    }

    private void Conditions(string section, IEnumerable<(string Id, string Name, Condition When)> rules, bool withChecks)
    {
        foreach (var (id, name, when) in rules)
        {
            var boxes = space.Boxes(when).ToList();
            if (!boxes.Any(box => finder.Find(box, Shows, withChecks) is not null) && finder.FindAmongExamples(Shows, withChecks) is null)
            {
                Dead($"{section}/{id}", name, when, boxes);
            }

            bool Shows(FoundForm found, Scene scene) => Holds(when, found, scene);
        }
    }

    // What a rule says of the chain is seen once the chain is built.
    private bool Holds(Condition when, FoundForm found, Scene scene) => when.Clauses.Any(clause => clause.Subject is Subject.Chain)
        ? when.Holds(new Scene(new FilledForm(topic, found.Form, found.Context).Values, found.Context) { Chain = ChainBuilder.Build(topic.Chain, scene, _ => "").Asked })
        : when.Holds(scene);

    private void Dead(string place, string name, Condition when, List<Box> boxes)
    {
        // Another choice of the desk's owners may want it: that is what a setting is for.
        if (when.FieldNames.FirstOrDefault(space.Settings.ContainsKey) is { } setting)
        {
            Add(FindingKind.NotReached, place, $"{name} is not reached as the setting '{setting}' is now: {when}.", null);
            return;
        }

        if (boxes.Count == 0)
        {
            Add(FindingKind.NeverFires, place, $"{name} can never hold: {when} contradicts itself. Correct the condition, or remove it.", null);
            return;
        }

        // Which form makes a derived value what it should be can not always be worked out backwards.
        var derived = when.FieldNames.Where(space.Derived.ContainsKey).ToList();
        var why = finder.WhyNot(boxes[0]) is { } problem ? $" (the nearest one is refused: {problem})" : "";
        Add(
            derived.Count > 0 ? FindingKind.NotReached : FindingKind.NeverFires,
            place,
            derived.Count > 0
                ? $"No form was found for {char.ToLowerInvariant(name[0])}{name[1..]}, which looks at {string.Join(" and ", derived)}: {when}{why}. Show with an example of the topic that there is one, or correct it."
                : $"{name} never holds: no right form was found in which {when}{why}. Correct the condition, or remove it.",
            null);
    }

    // Of a table in which the first row counts, a row is reached by what the rows before it leave.
    private bool IsTaken(string place, string name, List<List<Box>> boxes, int r, Budget budget)
    {
        var before = boxes.Take(r).SelectMany(earlier => earlier).ToList();
        if (boxes[r].Count == 0 || boxes[r].Any(box => Cover.Uncovered(box, before, space.LengthOf, budget).Any()) || budget.IsSpent)
        {
            return false;
        }

        var found = boxes[r].Select(box => finder.Find(box, (_, _) => true, withChecks: false)).FirstOrDefault(form => form is not null);
        var first = boxes[r].Select(box => boxes.FindIndex(0, r, earlier => earlier.Any(box.Meets)) + 1).Min();
        Add(FindingKind.NeverFires, place, $"{name} never counts: the first row that holds does, and rows before it take every form, such as row {first}. Move it up, or remove it.", found);
        return true;
    }

    private void Verdicts()
    {
        for (var p = 0; p < topic.Check.Parts.Length; p++)
        {
            var part = topic.Check.Parts[p];
            var boxes = part.Rules.Select(rule => space.Boxes(part.When, rule.When).ToList()).ToList();
            var budget = new Budget(MostComparisons);
            for (var r = 0; r < part.Rules.Length; r++)
            {
                var (rule, place, name) = (part.Rules[r], Place(part, part.Rules[r]), $"Rule '{part.Rules[r].Id}'");
                if ((part.HitPolicy != HitPolicy.First || !IsTaken(place, name, boxes, r, budget))
                    && !boxes[r].Any(box => finder.Find(box, Shows) is not null) && finder.FindAmongExamples(Shows) is null)
                {
                    Dead(place, name, rule.When, boxes[r]);
                }

                bool Shows(FoundForm found, Scene scene) => rule.When.Holds(scene) && part.When?.Holds(scene) != false;
            }
        }
    }

    private string Place(CheckPart part, CheckRule rule) => topic.Check.Mode switch
    {
        CheckMode.Single => $"check/rules/{rule.Id}",
        CheckMode.Steps => $"check/steps/{part.Id}/rules/{rule.Id}",
        _ => $"check/checklist/{part.Id}",
    };

    private void Gaps()
    {
        if (topic.Kind != TopicKind.Request)
        {
            return;
        }

        var budget = new Budget(MostComparisons);
        var rows = topic.Chain.Tables.SelectMany(table => table.Rows.Where(Speaks).SelectMany(row => space.Boxes(table.When, row.When))).ToList();
        var others = topic.Refusals.SelectMany(rule => space.Boxes(rule.When))
            .Concat(topic.Checks.SelectMany(check => space.Boxes(check.When)))
            .Concat(topic.Fields.SelectMany(field => WrongForms(field, budget)))
            .ToList();

        // First what no row speaks of, so that one gap is told once; then, in there, a form that is right and that nothing else refuses.
        var (told, tried, silent) = (0, 0, 0);
        foreach (var gap in Cover.Uncovered(Box.All(space.Axes.Count), rows, space.LengthOf, budget))
        {
            var parts = Cover.Uncovered(gap, others, space.LengthOf, budget).Take(MostParts).ToList();
            if (parts.Select(part => finder.Find(part, (found, _) => IsUndecided(found))).FirstOrDefault(found => found is not null) is { } found)
            {
                Add(FindingKind.Gap, "chain", $"No rule says who approves this form, so it is refused{space.Describe(gap)}. Add a row for it, or a refusal that says what to do instead.", found with { Fields = space.FieldsOf(gap) });
                told++;
            }
            else
            {
                silent += parts.Count == MostParts ? 1 : 0;
            }

            if (told == MostOfAKind || ++tried == MostGaps)
            {
                break;
            }
        }

        if (budget.IsSpent || (told == 0 && (silent > 0 || tried == MostGaps)))
        {
            NotAll("chain", "gaps");
        }
    }

    private bool IsUndecided(FoundForm found) => TopicEvaluator.Evaluate(topic, found.Form, found.Context) is Evaluation.Refused { Refusals: [{ Rule: TopicEvaluator.NoRule }] };

    // A field that is filled while it is not asked for, or empty while it is needed.
    private IEnumerable<Box> WrongForms(FieldSpec field, Budget budget)
    {
        var hidden = field.VisibleWhen is { } visible && space.Filled(field, filled: true) is { } filled ? space.Outside(visible, budget).Select(box => box.And(filled)) : [];
        var missing = field.RequiredWhen is { } required && space.Filled(field, filled: false) is { } empty ? space.Boxes(field.VisibleWhen, required).Select(box => box.And(empty)) : [];
        return hidden.Concat(missing).Where(box => !box.IsEmpty);
    }

    private void NotAll(string place, string what) =>
        Add(FindingKind.NotExhausted, place, $"There are too many combinations to find all {what}; those that are told are right. Split the table, or compare fewer fields in it.", null);

    private void Add(FindingKind kind, string place, string message, FoundForm? form) => findings.Add(new Finding(kind, topic.Id, place, message)
    {
        Form = form?.Form,
        Fields = form?.Fields ?? [],
        Requester = form is null || form.Context.Requester == space.Context.Requester ? null : form.Context.Requester.Mail,
    });
}
