using System.Diagnostics;
using Approvals.Adapters.Sqlite;
using Approvals.App.Ports;

namespace StoreBench;

internal static class Pending
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(string folder, int count)
    {
        Console.WriteLine("  pending   file MiB   resident MiB   open ms   due page us   index page us   load us");
        foreach (var size in new[] { 1000, count })
        {
            var options = new SqliteOptions { DataPath = Path.Combine(folder, $"{size}") };
            using (var database = SqliteDatabase.Open(options))
            {
                await FillAsync(new SqliteRequestStore(database), size);
            }

            await MeasureAsync(options, size);
        }
    }

    private static async Task FillAsync(SqliteRequestStore store, int size)
    {
        for (var done = 0; done < size; done += 1000)
        {
            await Task.WhenAll(Enumerable.Range(done, Math.Min(1000, size - done))
                .Select(i => store.AppendAsync(Workload.Append(Workload.NewId(), 0, Start.AddSeconds(i)), CancellationToken.None)));
        }
    }

    private static async Task MeasureAsync(SqliteOptions options, int size)
    {
        var opening = Stopwatch.StartNew();
        using var database = SqliteDatabase.Open(options);
        var requests = new SqliteRequestStore(database);
        var index = new SqliteIndexStore(database);
        var due = (await requests.ListDueAsync(DateTimeOffset.MaxValue, null, Page.MaxSize, CancellationToken.None)).Items;
        var opened = opening.Elapsed.TotalMilliseconds;
        var middle = (await index.ListAsync("all", null, 50, CancellationToken.None)).Next;

        var duePage = await TimeAsync(() => requests.ListDueAsync(Start.AddDays(30), null, 50, CancellationToken.None));
        var indexPage = await TimeAsync(() => index.ListAsync("all", middle, 50, CancellationToken.None));
        var load = await TimeAsync(() => requests.LoadAsync(due[Random.Shared.Next(due.Length)].Id, CancellationToken.None));
        var file = new FileInfo(Path.Combine(options.DataPath, "approvals.db")).Length;
        Console.WriteLine($"{size,9} {file >> 20,10} {Environment.WorkingSet >> 20,14} {opened,9:n0} {duePage,13:n0} {indexPage,15:n0} {load,9:n0}");
    }

    // The middle one of many: other work on the machine must not show.
    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var times = new double[5000];
        for (var i = 0; i < times.Length; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await work();
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
        }

        Array.Sort(times);
        return times[times.Length / 2];
    }
}
