using System.Numerics;

namespace Approvals.Core.Catalogue.Analysis;

/// <summary>A set of places on an axis. Immutable.</summary>
internal sealed class Slots
{
    private readonly ulong[] bits;

    private Slots(ulong[] bits)
    {
        this.bits = bits;
        var (first, last) = (0, bits.Length - 1);
        while (first <= last && bits[first] == 0)
        {
            first++;
        }

        while (last > first && bits[last] == 0)
        {
            last--;
        }

        IsEmpty = first > last;
        Low = IsEmpty ? 0 : (first * 64) + BitOperations.TrailingZeroCount(bits[first]);
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

    public static Slots Range(int length, int from, int to)
    {
        var bits = new ulong[(length + 63) / 64];
        for (var word = Math.Max(from, 0) / 64; word <= to / 64 && word < bits.Length && from <= to; word++)
        {
            var low = word == Math.Max(from, 0) / 64 ? ulong.MaxValue << (Math.Max(from, 0) % 64) : ulong.MaxValue;
            var high = word == to / 64 ? ulong.MaxValue >> (63 - (to % 64)) : ulong.MaxValue;
            bits[word] = low & high;
        }

        return new Slots(bits);
    }

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

    public Slots And(Slots other)
    {
        var result = new ulong[bits.Length];
        for (var i = Math.Max(Low, other.Low) / 64; i <= Math.Min(High, other.High) / 64; i++)
        {
            result[i] = bits[i] & other.bits[i];
        }

        return new Slots(result);
    }

    public Slots Or(Slots other)
    {
        var result = (ulong[])bits.Clone();
        for (var i = other.Low / 64; i <= other.High / 64 && !other.IsEmpty; i++)
        {
            result[i] |= other.bits[i];
        }

        return new Slots(result);
    }

    public Slots Except(Slots other)
    {
        var result = (ulong[])bits.Clone();
        for (var i = other.Low / 64; i <= other.High / 64 && !other.IsEmpty; i++)
        {
            result[i] &= ~other.bits[i];
        }

        return new Slots(result);
    }

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
}
