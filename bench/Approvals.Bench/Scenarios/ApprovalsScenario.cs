using System.Diagnostics;
using Approvals.Bench.Load;
using Approvals.Bench.Servers;

namespace Approvals.Bench.Scenarios;

/// <summary>How many complete approvals a second one machine carries, and what each costs.</summary>
internal static class ApprovalsScenario
{
    private const int Alone = 20;
    private const double GoalPerSecond = 500;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        using var folder = new DataPlace(options.Data);
        var form = Form.Read(options.Topic);
        var made = 0;
        IReadOnlyList<string> sample;
        await using (var server = await ServerProcess.StartAsync(folder.Path))
        {
            using var desk = new Desk(server);
            var load = new ClosedLoop(server, form);
            made += await AloneAsync(server, form, desk, report);

            await load.RunAsync(options.Clients, TimeSpan.FromSeconds(options.WarmUp));
            await desk.DrainedAsync();
            made += load.Made.Count;

            var (before, self, commits, clock) = (ProcessUsage.Of(server.Id), ProcessUsage.Of(Environment.ProcessId), CommitCounter.Read(folder.Path), Stopwatch.StartNew());
            await load.RunAsync(options.Clients, TimeSpan.FromSeconds(options.Seconds));
            var posting = clock.Elapsed;
            await desk.DrainedAsync();
            var (whole, used, driver) = (clock.Elapsed, ProcessUsage.Of(server.Id) - before, ProcessUsage.Of(Environment.ProcessId) - self);
            var count = load.Made.Count;
            made += count;

            report.Title($"{options.Topic}: {options.Clients} clients, {posting.TotalSeconds:n1} s, and {(whole - posting).TotalMilliseconds:n0} ms until the last mail was sent");
            // The time until everything is done counts, or a queue that only grows would look like speed.
            report.Goal("approvals a second", count / whole.TotalSeconds, "/s", count / whole.TotalSeconds >= GoalPerSecond, $">= {GoalPerSecond}");
            report.Add("drained after", (whole - posting).TotalMilliseconds, "ms");
            report.Add("store transactions per approval", (double)(CommitCounter.Read(folder.Path) - commits) / count, "");
            Times(report, "submit POST", load.Submits);
            Times(report, "decision POST", load.Decisions);
            report.Add("server: processor time per approval", used.Cpu.TotalMicroseconds / count, "us");
            report.Add("server: of that in the kernel", used.Kernel.TotalMicroseconds / count, "us");
            report.Add("server: processors used", used.Cpu / whole, "");
            report.Add("driver: processors used", driver.Cpu / whole, "");
            report.Add("server: written to disk per approval", used.WrittenBytes / 1024.0 / count, "KiB");
            report.Add("server: resident memory", ProcessUsage.Memory(server.Id).Resident, "MiB");
            sample = [.. load.Made.Chunk(Math.Max(1, load.Made.Count / 50)).Select(part => part[0])];
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            var intact = 0;
            foreach (var location in sample)
            {
                intact += await desk.IsIntactAsync(location) ? 1 : 0;
            }

            report.Check("the audit trail of a sample is intact", intact == sample.Count, $"{intact} of {sample.Count}");
        }

        using var ledger = new Ledger(folder.Path);
        Stored(report, ledger, made);
        Verify(report, ledger, form, made);
    }

    /// <summary>One approval at a time, with nothing else to share a transaction with: what one approval asks of the store.</summary>
    private static async Task<int> AloneAsync(ServerProcess server, Form form, Desk desk, Report report)
    {
        using var connection = new Connection(server.EndPoint);
        var messages = new Messages(form);
        await desk.DrainedAsync();
        var before = CommitCounter.Read(server.DataPath);
        for (var i = 0; i < Alone; i++)
        {
            var journey = new Journey(messages, form);
            for (var call = 0; call < journey.Calls; call++)
            {
                await journey.CallAsync(connection, call);
                await desk.DrainedAsync();
            }
        }

        var each = (double)(CommitCounter.Read(server.DataPath) - before) / Alone;
        report.Title("One at a time");
        report.Add("store transactions per approval, alone", each, "");
        report.Add("of those the mailbox and the ticket desk", form.Mails + 1, "at most");
        return Alone;
    }

    public static void Times(Report report, string what, Latencies times)
    {
        report.Add($"{what} p50", times.At(0.50), "ms");
        report.Add($"{what} p95", times.At(0.95), "ms");
        report.Add($"{what} p99", times.At(0.99), "ms");
    }

    private static void Stored(Report report, Ledger ledger, int made)
    {
        report.Title("On disk, per approval");
        foreach (var table in Ledger.Tables)
        {
            report.Add($"rows in {table}", (double)ledger.Count(table) / made, "");
        }

        report.Add("bytes", ledger.File.Length / 1024.0 / made, "KiB");
    }

    public static void Verify(Report report, Ledger ledger, Form form, int made)
    {
        report.Title("Nothing lost, nothing doubled");
        Same("requests", "SELECT count(*) FROM streams", made);
        Same("requests that are completed", "SELECT count(*) FROM lists WHERE partition = 'status:completed'", made);
        Same("tickets", "SELECT count(*) FROM tickets", made);
        Same("requests with exactly one ticket", "SELECT count(*) FROM (SELECT request FROM tickets GROUP BY request HAVING count(*) = 1)", made);
        // A question that was answered before its mail was composed is not sent any more: that is recorded, and counts.
        var dropped = ledger.Ask("SELECT count(*) FROM events WHERE instr(bytes, '\"effect-dropped.v1\"') > 0");
        Same($"mails, with {dropped} that nobody needed any more", $"SELECT count(*) + {dropped} FROM mails", (long)made * form.Mails);
        Same("effects left over", "SELECT count(*) FROM outbox", 0);
        Same("inbox entries left over", "SELECT count(*) FROM lists WHERE partition BETWEEN 'inbox:' AND 'inbox;'", 0);

        void Same(string what, string sql, long expected)
        {
            var found = ledger.Ask(sql);
            report.Check(what, found == expected, found == expected ? $"{found}" : $"{found}, expected {expected}");
        }
    }
}
