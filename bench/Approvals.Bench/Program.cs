using Approvals.Bench;
using Approvals.Bench.Scenarios;

if (BenchOptions.Parse(args) is not { Scenario: "approvals" or "latency" or "pending" or "simulate" or "tickets" or "replies" or "micro" } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

var report = new Report(options.Scenario);
await (options.Scenario switch
{
    "approvals" => ApprovalsScenario.RunAsync(options, report),
    "latency" => LatencyScenario.RunAsync(options, report),
    "pending" => PendingScenario.RunAsync(options, report),
    "tickets" => TicketsScenario.RunAsync(options, report),
    "replies" => RepliesScenario.RunAsync(options, report),
    "simulate" => SimulateScenario.RunAsync(options, report),
    _ => MicroScenario.RunAsync(options, report),
});
report.WriteTo(options.Json);
return report.Failed ? 1 : 0;
