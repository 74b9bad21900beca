namespace Approvals.App.Catalogues.Simulation;

/// <summary>How long answers took, counted in steps of a fifth from a minute to years: the median is right to a tenth, and the memory is fixed.</summary>
internal sealed class Durations
{
    private const double Step = 1.2;
    private const int Steps = 80;
    private readonly long[] counts = new long[Steps];
    private long total;

    public double? MedianHours
    {
        get
        {
            var seen = 0L;
            for (var i = 0; i < Steps; i++)
            {
                seen += counts[i];
                if (total > 0 && seen * 2 >= total)
                {
                    return Math.Round(Math.Pow(Step, i + 0.5) / 60, 2);
                }
            }

            return null;
        }
    }

    public void Add(TimeSpan took)
    {
        counts[Math.Clamp((int)Math.Floor(Math.Log(Math.Max(1, took.TotalMinutes), Step)), 0, Steps - 1)]++;
        total++;
    }

    public void Add(Durations other)
    {
        for (var i = 0; i < Steps; i++)
        {
            counts[i] += other.counts[i];
        }

        total += other.total;
    }
}
