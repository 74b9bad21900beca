namespace Approvals.Core.Catalogue.Analysis;

/// <summary>A set of inputs: on each axis, the places that are meant; null: all of them.</summary>
internal sealed class Box(Slots?[] sides)
{
    public Slots? this[int axis] => sides[axis];

    public int Axes => sides.Length;

    public static Box All(int axes) => new(new Slots?[axes]);

    public bool IsEmpty => sides.Any(side => side is { IsEmpty: true });

    public bool Meets(Box other)
    {
        for (var i = 0; i < sides.Length; i++)
        {
            if (sides[i] is { } a && other[i] is { } b && !a.Meets(b))
            {
                return false;
            }
        }

        return true;
    }

    public Box With(int axis, Slots side)
    {
        var changed = (Slots?[])sides.Clone();
        changed[axis] = side;
        return new Box(changed);
    }

    public Box And(Box other)
    {
        var both = (Slots?[])sides.Clone();
        for (var i = 0; i < both.Length; i++)
        {
            both[i] = (both[i], other[i]) switch
            {
                (null, var b) => b,
                (var a, null) => a,
                ({ } a, { } b) => a.And(b),
            };
        }

        return new Box(both);
    }
}

/// <summary>What a search may cost. It counts comparisons, not time, so that the same catalogue always gets the same answer.</summary>
internal sealed class Budget(long comparisons)
{
    private long left = comparisons;

    public bool IsSpent => left <= 0;

    public bool Spend()
    {
        left--;
        return left > 0;
    }
}

internal static class Cover
{
    /// <summary>The parts of a box that none of the others covers, without overlap; it ends early when the budget is spent.</summary>
    public static IEnumerable<Box> Uncovered(Box whole, IReadOnlyList<Box> covers, Func<int, int> lengthOf, Budget budget)
    {
        var open = new Stack<(Box Box, int Next)>();
        open.Push((whole, 0));
        while (open.TryPop(out var item) && !budget.IsSpent)
        {
            var (box, next) = item;
            while (next < covers.Count && budget.Spend() && !box.Meets(covers[next]))
            {
                next++;
            }

            if (budget.IsSpent)
            {
                yield break;
            }

            if (next == covers.Count)
            {
                yield return box;
                continue;
            }

            foreach (var rest in Cut(box, covers[next], lengthOf))
            {
                open.Push((rest, next + 1));
            }
        }
    }

    // What lies outside the cover on the first axis; what lies inside it there and outside on the second; and so on.
    private static IEnumerable<Box> Cut(Box box, Box cover, Func<int, int> lengthOf)
    {
        for (var axis = 0; axis < box.Axes; axis++)
        {
            if (cover[axis] is { } side)
            {
                var mine = box[axis] ?? Slots.Range(lengthOf(axis), 0, lengthOf(axis) - 1);
                var outside = mine.Except(side);
                if (!outside.IsEmpty)
                {
                    yield return box.With(axis, outside);
                }

                box = box.With(axis, mine.And(side));
            }
        }
    }
}
