namespace Approvals.Core.Catalogue.Analysis;

/// <summary>The tables of the chain: rows that nothing reaches, rows that hold together.</summary>
public sealed partial class TopicAnalysis
{
    private void Tables()
    {
        for (var t = 0; t < topic.Chain.Tables.Length; t++)
        {
            var table = topic.Chain.Tables[t];
            var boxes = table.Rows.Select(row => space.Boxes(table.When, row.When).ToList()).ToList();
            var budget = new Budget(MostComparisons);
            for (var r = 0; r < table.Rows.Length; r++)
            {
                if (table.HitPolicy == HitPolicy.Collect || !IsTaken($"chain/tables/{t}/rows/{r}", $"Row {r + 1} of '{table.Name}'", boxes, r, budget))
                {
                    Reached(table, boxes[r], t, r);
                }
            }

            if (table.HitPolicy == HitPolicy.Collect)
            {
                Overlaps(table, boxes, t);
            }
        }
    }

    private void Reached(DecisionTable table, List<Box> boxes, int t, int r)
    {
        var (row, place, name) = (table.Rows[r], $"chain/tables/{t}/rows/{r}", $"Row {r + 1} of '{table.Name}'");
        if (Asked(table, row, boxes, out var by) is not { } found)
        {
            Dead(place, name, row.When, boxes);
        }
        else if (by is not null && !IsAskedBesideRefusals(table, row, boxes))
        {
            Add(FindingKind.AlwaysRefused, place, $"{name} is of no use: every form that was found for it is refused, this one by '{by}'. Change one of the two, or remove the row.", found);
        }
    }

    // The nearest forms are refused; where the refusals say nothing there may be one that is not.
    private bool IsAskedBesideRefusals(DecisionTable table, DecisionRow row, List<Box> boxes)
    {
        var budget = new Budget(MostComparisons);
        var refusals = topic.Refusals.SelectMany(rule => space.Boxes(rule.When)).ToList();
        return Asked(table, row, boxes.SelectMany(box => Cover.Uncovered(box, refusals, space.LengthOf, budget).Take(MostParts)), out var by) is not null && by is null;
    }

    // The first form for which the row counts and that nothing refuses; else the first that is refused, and by which rule.
    private FoundForm? Asked(DecisionTable table, DecisionRow row, IEnumerable<Box> boxes, out string? refusedBy)
    {
        FoundForm? refused = null;
        string? by = null;
        foreach (var box in boxes)
        {
            if (finder.Find(box, Passes) is { } found)
            {
                refusedBy = null;
                return found;
            }
        }

        var example = finder.FindAmongExamples(Passes);
        refusedBy = example is null ? by : null;
        return example ?? refused;

        bool Passes(FoundForm found, Scene scene)
        {
            if (!row.When.Holds(scene) || table.When?.Holds(scene) == false)
            {
                return false;
            }

            if (topic.Refusals.FirstOrDefault(rule => rule.When.Holds(scene)) is not { } rule)
            {
                return true;
            }

            (refused, by) = (refused ?? found, by ?? rule.Id);
            return false;
        }
    }

    private void Overlaps(DecisionTable table, List<List<Box>> boxes, int t)
    {
        var budget = new Budget(MostComparisons);
        var told = 0;
        for (var b = 1; b < table.Rows.Length; b++)
        {
            for (var a = 0; a < b; a++)
            {
                if (Speaks(table.Rows[a]) && Speaks(table.Rows[b]) && Together(table, boxes[a], boxes[b], a, b, budget) is { } found)
                {
                    Add(
                        FindingKind.Overlap,
                        $"chain/tables/{t}/rows/{b}",
                        $"Rows {a + 1} and {b + 1} of '{table.Name}' hold together, so both count: {Does(table.Rows[a])}, and {Does(table.Rows[b])}. If only one is meant, change its condition.",
                        found);
                    if (++told == MostOfAKind)
                    {
                        return;
                    }
                }

                if (budget.IsSpent)
                {
                    NotAll($"chain/tables/{t}", $"overlaps of '{table.Name}'");
                    return;
                }
            }
        }
    }

    private FoundForm? Together(DecisionTable table, List<Box> first, List<Box> second, int a, int b, Budget budget)
    {
        foreach (var one in first)
        {
            foreach (var other in second)
            {
                if (budget.Spend() && one.Meets(other)
                    && finder.Find(one.And(other), (_, scene) => table.Rows[a].When.Holds(scene) && table.Rows[b].When.Holds(scene) && table.When?.Holds(scene) != false) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    // A row that only takes a step away is there for the sake of others.
    private static bool Speaks(DecisionRow row) => row.Approve || !row.Ask.IsEmpty;

    private static string Does(DecisionRow row) => row.Ask.IsEmpty ? "approve by policy" : $"ask {string.Join(", ", row.Ask.Select(group => string.Join(" + ", group)))}";
}
