using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads lanes, steps and decision tables.</summary>
internal sealed class ChainReader(IReadOnlyDictionary<string, FieldSpec> fields, ConditionReader conditions, Organisation? organisation, TimeSpan businessDay, Problems problems)
{
    private static readonly Dictionary<string, ExpiryOutcome> Outcomes = Words.Of<ExpiryOutcome>();
    private static readonly Dictionary<string, HitPolicy> HitPolicies = Words.Of<HitPolicy>();
    private readonly TemplateReader templates = new(fields.Keys, problems);

    public ChainPolicy Read(MapReader reader)
    {
        var lanes = reader.Texts("lanes");
        var timing = reader.Take("timing") is { } node ? Timing(MapReader.Of(node, problems)) : null;
        var steps = reader.Entries("steps").Select(entry => Step(entry, lanes, timing)).ToImmutableArray();
        var tables = reader.List("tables").Select(table => Table(MapReader.Of(table, problems), steps)).ToImmutableArray();
        reader.Done();
        if (!tables.Any(table => table.Rows.Any(row => row.Approve || !row.Ask.IsEmpty)))
        {
            problems.Add(reader.Map, "The chain asks nobody and gives no reason. Add a row with 'ask', or one with 'approve' and 'because'.");
        }

        foreach (var unused in steps.Where(step => !tables.Any(table => table.Rows.Any(row => row.Ask.Any(group => group.Contains(step.Id))))))
        {
            problems.Add(reader.Map.File, reader.Entries("steps").First(entry => entry.Key == unused.Id).Line, $"No row asks for the step '{unused.Id}'. Ask for it or remove it.");
        }

        return new ChainPolicy([.. lanes.Select(lane => lane.Text)], steps, tables);
    }

    private StepSpec Step(Node.Entry entry, ImmutableArray<Node.Scalar> lanes, StepTiming? common)
    {
        var reader = MapReader.Of(entry.Value, problems);
        var own = reader.Take("timing") is { } node ? Timing(MapReader.Of(node, problems)) : null;
        var lane = reader.Needed("lane");
        var step = new StepSpec
        {
            Id = entry.Key,
            Name = reader.Needed("name"),
            Role = reader.Needed("role"),
            ScopeField = reader.Text("scope"),
            Lane = Math.Max(0, lanes.IndexOf(lanes.FirstOrDefault(item => item.Text == lane)!)),
            Quorum = ReadQuorum(reader),
            Timing = own ?? common ?? new StepTiming { Limit = 2 * businessDay },
        };
        if (lane.Length > 0 && !lanes.Any(item => item.Text == lane))
        {
            problems.Add(reader.Take("lane")!, $"There is no lane '{lane}'.{Nearest.Hint(lane, lanes.Select(item => item.Text))} List it under 'lanes'.");
        }

        if (own is null && common is null)
        {
            problems.Add(reader.Map, "The step has no 'timing', and the chain has none for all. Add one.");
        }

        RoleCheck.Check(step, reader, fields, organisation);
        reader.Done();
        return step;
    }

    private StepTiming Timing(MapReader reader)
    {
        var limit = BusinessTime.Read(reader, "limit", businessDay) ?? Missing(reader);
        var reminders = reader.Texts("remindAtPercent");
        var percents = reminders.Select(item => int.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 1000 ? percent : 0).ToList();
        if (percents.Contains(0))
        {
            problems.Add(reader.Take("remindAtPercent")!, "Reminders are whole percents of the limit, like [50, 75, 100].");
        }

        var timing = new StepTiming
        {
            Limit = limit,
            RemindAtPercent = [.. percents.Where(percent => percent > 0).Distinct().Order()],
            EscalateAfter = BusinessTime.Read(reader, "escalateAfter", businessDay, limit),
            ExpireAfter = BusinessTime.Read(reader, "expireAfter", businessDay, limit),
            Expiry = reader.Word("outcome", Outcomes, ExpiryOutcome.Hold),
        };
        if (timing.ExpireAfter <= timing.EscalateAfter || timing.ExpireAfter < timing.Limit)
        {
            problems.Add(reader.Take("expireAfter")!, "The step would expire before its limit or its escalation. Raise 'expireAfter'.");
        }

        reader.Done();
        return timing;
    }

    private TimeSpan Missing(MapReader reader)
    {
        if (reader.Map.Find("limit") is null)
        {
            reader.Needed("limit");
        }

        return businessDay;
    }

    private static Quorum ReadQuorum(MapReader reader)
    {
        switch (reader.Text("quorum"))
        {
            case null or "all": return Quorum.All;
            case "any": return Quorum.Any;
            case var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 100: return Quorum.Of(count);
            default:
                reader.Problems.Add(reader.Take("quorum")!, "'quorum' is all, any or a number of people.");
                return Quorum.All;
        }
    }

    private DecisionTable Table(MapReader reader, ImmutableArray<StepSpec> steps)
    {
        var name = reader.Needed("name");
        var hitPolicy = reader.Word("hitPolicy", HitPolicies, HitPolicy.Collect);
        var when = reader.Take("when") is { } node ? conditions.Read(node) : null;
        var rows = reader.List("rows").Select(row => Row(MapReader.Of(row, problems), steps)).ToImmutableArray();
        if (rows.IsEmpty)
        {
            problems.Add(reader.Map, "The table has no rows. Add 'rows'.");
        }

        reader.Done();
        return new DecisionTable(name, when, rows, hitPolicy);
    }

    private DecisionRow Row(MapReader reader, ImmutableArray<StepSpec> steps)
    {
        var row = new DecisionRow
        {
            When = reader.Take("when") is { } node ? conditions.Read(node) : Condition.Always,
            Ask = [.. reader.List("ask").Select(group => Group(group, steps)).Where(group => !group.IsEmpty)],
            Skip = [.. reader.Texts("skip").Where(item => IsStep(item, steps)).Select(item => item.Text)],
            Approve = reader.Flag("approve"),
            Because = templates.Read(reader, "because"),
        };
        if (row is { Ask.IsEmpty: true, Skip.IsEmpty: true, Approve: false } && reader.Take("ask") is null && reader.Take("skip") is null)
        {
            problems.Add(reader.Map, "The row does nothing. Give it 'ask', 'skip' or 'approve: true'.");
        }

        reader.Done();
        return row;
    }

    private ImmutableArray<string> Group(Node node, ImmutableArray<StepSpec> steps)
    {
        var items = node is Node.List list ? list.Items : [node];
        var ids = items.OfType<Node.Scalar>().Where(item => IsStep(item, steps)).Select(item => item.Text).ToImmutableArray();
        if (ids.Select(id => steps.First(step => step.Id == id).Lane).Distinct().Count() > 1)
        {
            problems.Add(node, $"{string.Join(" and ", ids)} are asked together but stand in different lanes. Put them into one lane.");
        }

        return ids;
    }

    private bool IsStep(Node.Scalar item, ImmutableArray<StepSpec> steps)
    {
        var known = steps.Any(step => step.Id == item.Text);
        if (!known)
        {
            problems.Add(item, $"There is no step '{item.Text}'.{Nearest.Hint(item.Text, steps.Select(step => step.Id))} Add it under 'steps'.");
        }

        return known;
    }
}
