using System.Diagnostics;
using Approvals.Bench.Load;
using Approvals.Bench.Servers;
using Approvals.Core.Requests;

namespace Approvals.Bench.Scenarios;

/// <summary>
/// Tickets through a stand-in of GitLab over HTTP: how many a second; then many that wait while it is away for a day of the product's clock, and how they are
/// raised when it is back and takes only so many calls a minute.
/// </summary>
internal static class TicketsScenario
{
    private const double GoalPerSecond = 100;
    private const double GoalMegabytes = 500;
    private const int AtOnce = 64;
    private const int CallsPerMinute = 6_000;
    private const int Through = 3_000;

    // Those that were submitted at once are of one age; tickets are raised page by page of the queue, and within a page several at once.
    private const int Near = AtOnce + 64 + 8;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        using var place = new DataPlace(options.Data);
        var clock = new HandClock(DateTimeOffset.UtcNow);
        await using var remote = new IssueStandIn(clock);
        await remote.StartAsync();
        using var host = new TicketHost(place.Path, Form.Read("partner-billing-account"), remote.Url, clock);
        await SubmitAsync(host, clock, 300, TimeSpan.Zero);
        await host.WorkAsync();

        await ThroughAsync(host, remote, clock, report);
        var ids = await AwayAsync(host, remote, clock, options.Waiting, report);
        await BackAsync(host, remote, clock, ids, report);
    }

    private static async Task ThroughAsync(TicketHost host, IssueStandIn remote, HandClock clock, Report report)
    {
        var before = remote.Count;
        await SubmitAsync(host, clock, Through, TimeSpan.Zero);
        var (time, cpu) = (Stopwatch.StartNew(), ProcessUsage.Of(Environment.ProcessId));
        await host.WorkAsync();
        var used = ProcessUsage.Of(Environment.ProcessId) - cpu;
        var rate = (remote.Count - before) / time.Elapsed.TotalSeconds;
        report.Title($"{Through:n0} tickets of approved requests, {time.Elapsed.TotalSeconds:n1} s");
        report.Goal("tickets a second", rate, "/s", rate >= GoalPerSecond, $">= {GoalPerSecond}");
        report.Add("processor time per ticket, stand-in included", used.Cpu.TotalMicroseconds / Through, "us");
        report.Check("every ticket is there, once", remote.Count - before == Through && remote.Doubled == 0, $"{remote.Count - before}, {remote.Doubled} doubled");
    }

    private static async Task<List<RequestId>> AwayAsync(TicketHost host, IssueStandIn remote, HandClock clock, int waiting, Report report)
    {
        remote.IsAway = true;
        var (time, calls, before) = (Stopwatch.StartNew(), remote.Calls, ProcessUsage.Memory(Environment.ProcessId).Anonymous);
        var ids = new List<RequestId>();
        var end = clock.Now + TimeSpan.FromDays(1);
        for (var part = 0; part < 24; part++)
        {
            ids.AddRange(await SubmitAsync(host, clock, (waiting * (part + 1) / 24) - ids.Count, TimeSpan.FromHours(0.9)));
            await host.WorkAsync();
            await host.Drain.DrainAsync(CancellationToken.None);
            clock.Now = end - TimeSpan.FromHours(23 - part);
        }

        var sweep = Stopwatch.StartNew();
        var looked = await host.SweepAsync();
        sweep.Stop();
        await host.Drain.DrainAsync(CancellationToken.None);
        var memory = ProcessUsage.Memory(Environment.ProcessId);
        report.Title($"{waiting:n0} tickets wait while it is away for a day of the product's clock ({time.Elapsed.TotalSeconds:n0} s)");
        report.Add("calls that found it away", remote.Calls - calls, "");
        report.Add($"one round of the sweep over {looked:n0} that wait", sweep.Elapsed.TotalSeconds, "s");
        report.Add("memory before", before, "MiB");
        report.Goal("memory with all of them waiting", memory.Anonymous, "MiB", memory.Anonymous < GoalMegabytes, $"< {GoalMegabytes}");
        report.Check("none was raised", remote.Count == Through + 300, $"{remote.Count - Through - 300}");
        return ids;
    }

    private static async Task BackAsync(TicketHost host, IssueStandIn remote, HandClock clock, List<RequestId> ids, Report report)
    {
        (remote.IsAway, remote.PerMinute) = (false, CallsPerMinute);
        // The circuit goes by the machine's clock.
        await Task.Delay(TimeSpan.FromSeconds(31));
        var (before, start, time, calls, turnedAway, most) = (remote.Count, clock.Now, Stopwatch.StartNew(), remote.Calls, remote.TurnedAway, 0.0);
        while (remote.Count - before < ids.Count && time.Elapsed < TimeSpan.FromMinutes(15))
        {
            await host.Drain.DrainAsync(CancellationToken.None);
            most = Math.Max(most, ProcessUsage.Memory(Environment.ProcessId).Anonymous);
            // As the server does, every five seconds; while it rests nothing is asked.
            clock.Now += TimeSpan.FromSeconds(5);
        }

        var order = remote.Keys.Skip(before).Select((key, at) => (Id: key.Split('-')[0], At: at)).ToDictionary(raised => raised.Id, raised => raised.At);
        var furthest = ids.Select((id, age) => order.TryGetValue(id.Value, out var at) ? Math.Abs(at - age) : int.MaxValue).Max();
        report.Title($"Back, with {CallsPerMinute:n0} calls a minute: {(clock.Now - start).TotalMinutes:n0} minutes of the product's clock, {time.Elapsed.TotalSeconds:n0} s");
        report.Add("tickets a second, as the machine can", (remote.Count - before) / time.Elapsed.TotalSeconds, "/s");
        report.Add("calls", remote.Calls - calls, "");
        report.Add("calls answered with 429", remote.TurnedAway - turnedAway, "");
        report.Goal("highest memory", most, "MiB", most < GoalMegabytes, $"< {GoalMegabytes}");
        report.Check("every ticket is there, once", remote.Count - before == ids.Count && remote.Doubled == 0, $"{remote.Count - before} of {ids.Count}, {remote.Doubled} doubled");
        report.Check("in the order of their age, but for those of one page", furthest <= Near, $"the furthest is {furthest} places off");
        // Eight are under way when the first hears of the limit.
        var most429 = 8 * Math.Ceiling((clock.Now - start).TotalMinutes);
        report.Check("the rate limit is respected", remote.TurnedAway - turnedAway <= most429, $"{remote.TurnedAway - turnedAway}, at most {most429}");
    }

    /// <param name="over">The time of the product's clock over which they come.</param>
    private static async Task<List<RequestId>> SubmitAsync(TicketHost host, HandClock clock, int count, TimeSpan over)
    {
        var ids = new List<RequestId>(count);
        for (var done = 0; done < count;)
        {
            var many = Math.Min(AtOnce, count - done);
            if (over > TimeSpan.Zero)
            {
                clock.Now += over * ((double)many / count);
            }

            ids.AddRange(await Task.WhenAll(Enumerable.Range(0, many).Select(_ => Task.Run(host.SubmitAsync))));
            done += many;
        }

        return ids;
    }

    private sealed class HandClock(DateTimeOffset now) : TimeProvider
    {
        private long ticks = now.UtcTicks;

        public DateTimeOffset Now
        {
            get => new(Interlocked.Read(ref ticks), TimeSpan.Zero);
            set => Interlocked.Exchange(ref ticks, value.UtcTicks);
        }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
