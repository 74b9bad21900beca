using System.Diagnostics;

namespace Approvals.Bench.Load;

/// <summary>Times of one kind of call. Not for several threads: each client has its own, which are joined at the end.</summary>
internal sealed class Latencies
{
    private readonly List<long> ticks = new(64 * 1024);

    public int Count => ticks.Count;

    public void Add(long fromTimestamp) => ticks.Add(Stopwatch.GetTimestamp() - fromTimestamp);

    public static Latencies Join(IEnumerable<Latencies> parts)
    {
        var all = new Latencies();
        foreach (var part in parts)
        {
            all.ticks.AddRange(part.ticks);
        }

        all.ticks.Sort();
        return all;
    }

    /// <summary>After <see cref="Join"/>. Milliseconds.</summary>
    public double At(double share) => ticks.Count == 0 ? 0 : ticks[Math.Min(ticks.Count - 1, (int)(ticks.Count * share))] * 1000.0 / Stopwatch.Frequency;
}
