using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Catalogues.Simulation;

/// <summary>What came of the requests so far, in memory that does not grow with their number. One for each worker; they are added up at the end.</summary>
internal sealed class Tally
{
    private const int MostGroups = 2_000;
    private const int MostShapes = 20_000;
    private const int Examples = 3;
    private readonly Dictionary<Change, long> changes = [];
    private readonly Dictionary<(string Topic, Change Change, string Before, string After), (long Count, ImmutableArray<RequestId> Examples)> groups = [];
    private readonly Dictionary<EmailAddress, (long Before, long After)> load = [];
    private readonly Dictionary<EmailAddress, Durations> answers = [];
    private readonly Dictionary<string, (Asked Asked, long Before, long After)> shapes = [];

    public long Requests { get; private set; }
    public long Unreadable { get; set; }
    public long MoreGroups { get; private set; }
    public DateTimeOffset? From { get; private set; }
    public DateTimeOffset? Until { get; private set; }

    public void Add(PastRequest past, Judgement judgement)
    {
        Requests++;
        From = past.AtUtc < From ? past.AtUtc : From ?? past.AtUtc;
        Until = past.AtUtc > Until ? past.AtUtc : Until ?? past.AtUtc;
        changes[judgement.Change] = changes.GetValueOrDefault(judgement.Change) + 1;
        if (judgement.Change != Change.Same)
        {
            Group((past.Topic, judgement.Change, judgement.BeforeText, judgement.AfterText), 1, [past.Id]);
        }

        foreach (var person in judgement.Before.People)
        {
            var (before, after) = load.GetValueOrDefault(person);
            load[person] = (before + 1, after);
        }

        foreach (var person in judgement.After.People)
        {
            var (before, after) = load.GetValueOrDefault(person);
            load[person] = (before, after + 1);
        }

        Shape(judgement.Before.Named, judgement.Before, 1, 0);
        Shape(judgement.After.Named, judgement.After, 0, 1);
    }

    public void Answered(EmailAddress person, TimeSpan took)
    {
        if (!answers.TryGetValue(person, out var known))
        {
            answers.Add(person, known = new Durations());
        }

        known.Add(took);
    }

    public void Add(Tally other)
    {
        Requests += other.Requests;
        Unreadable += other.Unreadable;
        MoreGroups += other.MoreGroups;
        From = other.From < From ? other.From : From ?? other.From;
        Until = other.Until > Until ? other.Until : Until ?? other.Until;
        foreach (var (change, count) in other.changes)
        {
            changes[change] = changes.GetValueOrDefault(change) + count;
        }

        foreach (var (key, group) in other.groups)
        {
            Group(key, group.Count, group.Examples);
        }

        foreach (var (person, (before, after)) in other.load)
        {
            var mine = load.GetValueOrDefault(person);
            load[person] = (mine.Before + before, mine.After + after);
        }

        foreach (var (person, durations) in other.answers)
        {
            (answers.TryGetValue(person, out var known) ? known : answers[person] = new Durations()).Add(durations);
        }

        foreach (var (key, shape) in other.shapes)
        {
            Shape(key, shape.Asked, shape.Before, shape.After);
        }
    }

    public async Task<SimulationResult> ToResultAsync(RoleBook names, CancellationToken ct)
    {
        var loads = ImmutableArray.CreateBuilder<ApproverLoad>();
        foreach (var (person, (before, after)) in load.OrderByDescending(pair => Math.Max(pair.Value.Before, pair.Value.After)).ThenBy(pair => pair.Key))
        {
            loads.Add(new ApproverLoad(person, (await names.PersonAsync(person, ct)).Name, before, after, answers.GetValueOrDefault(person)?.MedianHours));
        }

        return new SimulationResult(
            Requests, Unreadable, From, Until,
            changes.ToImmutableSortedDictionary(pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal),
            [.. groups.OrderByDescending(group => group.Value.Count).ThenBy(group => group.Key.Topic, StringComparer.Ordinal).ThenBy(group => group.Key.After, StringComparer.Ordinal)
                .Select(group => new ChangeGroup(group.Key.Topic, group.Key.Change, group.Key.Before, group.Key.After, group.Value.Count, group.Value.Examples))],
            MoreGroups, loads.ToImmutable(), Hours(shape => shape.Before), Hours(shape => shape.After));
    }

    // A stage takes as long as its slowest step, a step as long as the answers that it needs; nobody knows how long those take who never answered.
    private double? Hours(Func<(Asked Asked, long Before, long After), long> countOf)
    {
        var (sum, count) = (0.0, 0L);
        foreach (var shape in shapes.Values)
        {
            var hours = shape.Asked.Stages.Sum(stage => stage.Max(step => step.People
                .Select(person => answers.GetValueOrDefault(person)?.MedianHours ?? 0).Order().Take(step.Needed).LastOrDefault()));
            sum += hours * countOf(shape);
            count += countOf(shape);
        }

        return count == 0 || answers.Count == 0 ? null : sum / count;
    }

    private void Group((string, Change, string, string) key, long count, ImmutableArray<RequestId> examples)
    {
        if (groups.TryGetValue(key, out var known))
        {
            groups[key] = (known.Count + count, known.Examples.Length < Examples ? [.. known.Examples.Concat(examples).Take(Examples)] : known.Examples);
        }
        else if (groups.Count < MostGroups)
        {
            groups.Add(key, (count, examples));
        }
        else
        {
            MoreGroups += count;
        }
    }

    private void Shape(string key, Asked asked, long before, long after)
    {
        if (shapes.TryGetValue(key, out var known))
        {
            shapes[key] = (known.Asked, known.Before + before, known.After + after);
        }
        else if (shapes.Count < MostShapes)
        {
            shapes.Add(key, (asked, before, after));
        }
    }
}
