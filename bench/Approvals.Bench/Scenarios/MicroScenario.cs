namespace Approvals.Bench.Scenarios;
internal static class MicroScenario { public static Task RunAsync(BenchOptions options, Report report) => Task.CompletedTask; }
