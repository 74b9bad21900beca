using System.Diagnostics;
using Approvals.Adapters.Sqlite;

namespace StoreBench;

internal static class Appends
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    public static async Task RunAsync(string folder, int[] callers)
    {
        Console.WriteLine("callers   appends/s   commits/s   per commit   user us/append   kernel us/append   KiB/append   p50 ms   p99 ms   max ms");
        foreach (var count in callers)
        {
            using var database = SqliteDatabase.Open(new SqliteOptions { DataPath = Path.Combine(folder, $"{count}") });
            var store = new SqliteRequestStore(database);
            await Task.WhenAll(Enumerable.Range(0, count).Select(_ => CallAsync(store, TimeSpan.FromSeconds(1))));

            var (cpu, clock, commits, allocated) = (Environment.CpuUsage, Stopwatch.StartNew(), database.Commits, GC.GetTotalAllocatedBytes());
            var times = (await Task.WhenAll(Enumerable.Range(0, count).Select(_ => CallAsync(store, Length)))).SelectMany(t => t).Order().ToArray();
            var (after, seconds) = (Environment.CpuUsage, clock.Elapsed.TotalSeconds);
            var (user, kernel) = ((after.UserTime - cpu.UserTime).TotalMicroseconds, (after.PrivilegedTime - cpu.PrivilegedTime).TotalMicroseconds);

            Console.WriteLine(
                $"{count,7} {times.Length / seconds,11:n0} {(database.Commits - commits) / seconds,11:n0} {(double)times.Length / (database.Commits - commits),12:n1}"
                + $" {user / times.Length,16:n0} {kernel / times.Length,18:n0} {(GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / times.Length,12:n1}"
                + $" {At(times, 0.5),8:n2} {At(times, 0.99),8:n2} {At(times, 1),8:n2}");
        }
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private static Task<List<double>> CallAsync(SqliteRequestStore store, TimeSpan length) => Task.Run(async () =>
    {
        var times = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < length)
        {
            var id = Workload.NewId();
            for (var number = 0; number < Workload.AppendsPerRequest; number++)
            {
                var append = Workload.Append(id, number, DateTimeOffset.UtcNow);
                var begun = Stopwatch.GetTimestamp();
                await store.AppendAsync(append, CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }

        return times;
    });
}
