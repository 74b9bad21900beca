namespace Approvals.Bench.Scenarios;
internal static class PendingScenario { public static Task RunAsync(BenchOptions options, Report report) => Task.CompletedTask; }
