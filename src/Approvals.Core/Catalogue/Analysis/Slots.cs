using System.Numerics;

namespace Approvals.Core.Catalogue.Analysis;

/// <summary>A set of places on an axis. Immutable.</summary>
internal sealed class Slots
{
    private readonly ulong[] bits;

    private Slots(ulong[] bits)
    {
        this.bits = bits;
        var first = Array.FindIndex(bits, word => word != 0);
        IsEmpty = first < 0;
        Low = IsEmpty ? 0 : (first * 64) + BitOperations.TrailingZeroCount(bits[first]);
        var last = Array.FindLastIndex(bits, word => word != 0);
        High = IsEmpty ? -1 : (last * 64) + 63 - BitOperations.LeadingZeroCount(bits[last]);
    }

    public bool IsEmpty { get; }

    /// <summary>The lowest and the highest place.</summary>
    public int Low { get; }
    public int High { get; }

    public static Slots Of(int length, Func<int, bool> has)
    {
        var bits = new ulong[(length + 63) / 64];
        for (var i = 0; i < length; i++)
        {
            bits[i / 64] |= has(i) ? 1UL << (i % 64) : 0;
        }

        return new Slots(bits);
    }

    public static Slots Range(int length, int from, int to) => Of(length, i => i >= from && i <= to);

    public bool Has(int place) => (bits[place / 64] & (1UL << (place % 64))) != 0;

    // Most sets are ranges: their ends tell at once.
    public bool Meets(Slots other)
    {
        if (IsEmpty || other.IsEmpty || Low > other.High || other.Low > High)
        {
            return false;
        }

        for (var i = Math.Max(Low, other.Low) / 64; i <= Math.Min(High, other.High) / 64; i++)
        {
            if ((bits[i] & other.bits[i]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    public Slots And(Slots other) => Combine(other, (a, b) => a & b);
    public Slots Or(Slots other) => Combine(other, (a, b) => a | b);
    public Slots Except(Slots other) => Combine(other, (a, b) => a & ~b);

    public IEnumerable<int> Places()
    {
        for (var i = Low; i <= High; i++)
        {
            if (Has(i))
            {
                yield return i;
            }
        }
    }

    private Slots Combine(Slots other, Func<ulong, ulong, ulong> word)
    {
        var result = new ulong[bits.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = word(bits[i], other.bits[i]);
        }

        return new Slots(result);
    }
}
