using Approvals.Bench.Load;
using Approvals.Bench.Servers;

namespace Approvals.Bench.Scenarios;

/// <summary>How long people wait for an answer at a load that the machine carries with ease.</summary>
internal static class LatencyScenario
{
    private const double GoalMilliseconds = 20;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        using var folder = new DataPlace(options.Data);
        var form = Form.Read(options.Topic);
        int made;
        await using (var server = await ServerProcess.StartAsync(folder.Path))
        {
            using var desk = new Desk(server);
            using var warmUp = new OpenLoop(server, form, options.Rate);
            await warmUp.RunAsync(TimeSpan.FromSeconds(options.WarmUp));
            await desk.DrainedAsync();

            using var load = new OpenLoop(server, form, options.Rate);
            var before = ProcessUsage.Of(server.Id);
            await load.RunAsync(TimeSpan.FromSeconds(options.Seconds));
            var used = ProcessUsage.Of(server.Id) - before;
            await desk.DrainedAsync();
            made = warmUp.Made.Count + load.Made.Count;

            report.Title($"{options.Topic}: {options.Rate} approvals a second for {options.Seconds} s; times from when each call was due");
            report.Add("approvals a second", options.Rate, "/s");
            ApprovalsScenario.Times(report, "submit POST", load.Submits);
            report.Add("decision POST p50", load.Decisions.At(0.5), "ms");
            report.Goal("decision POST p99", load.Decisions.At(0.99), "ms", load.Decisions.At(0.99) < GoalMilliseconds, $"< {GoalMilliseconds}");
            report.Add("decision POST p99.9", load.Decisions.At(0.999), "ms");
            report.Add("decision POST max", load.Decisions.At(1), "ms");
            report.Add("server: processors used", used.Cpu.TotalSeconds / options.Seconds, "");
        }

        using var ledger = new Ledger(folder.Path);
        ApprovalsScenario.Verify(report, ledger, form, made);
    }
}
