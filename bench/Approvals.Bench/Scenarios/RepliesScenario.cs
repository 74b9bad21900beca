using System.Diagnostics;
using Approvals.Adapters.Sqlite;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Bench.Load;
using Approvals.Bench.Servers;
using Approvals.Core.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Bench.Scenarios;

/// <summary>
/// Answers by mail, handed in at the development reply route of the real server, which is the one inbound path: read, checked, decided, recorded. Each answers the
/// first step of a request of its own; a fifth is refused or not understood.
/// </summary>
internal static class RepliesScenario
{
    private const double GoalPerSecond = 200;
    private const double Flat = 1.1;
    private const int Looks = 100, Parts = 10, WarmUpShare = 10;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        var form = Form.Read(options.Topic);
        using var place = new DataPlace(options.Data);
        await SeedAsync(options, form, place.Path);
        var ids = Requests(place.Path, options.Mails);
        var mails = new ReplyMails(form, await KeyAsync(place.Path));
        int twice;
        await using (var server = await ServerProcess.StartAsync(place.Path))
        {
            using var desk = new Desk(server);
            var load = new ReplyLoad(server, mails, ids);
            await load.RunAsync(options.Clients, options.Mails / WarmUpShare, Looks, () => { });
            await desk.DrainedAsync();
            await MeasureAsync(options, server, load, desk, mails, report);
            twice = load.Twice;
        }

        using var ledger = new Ledger(place.Path);
        Verify(report, ledger, ids, twice);
    }

    private static async Task MeasureAsync(BenchOptions options, ServerProcess server, ReplyLoad load, Desk desk, ReplyMails mails, Report report)
    {
        var memory = new List<double>();
        var count = options.Mails - (options.Mails / WarmUpShare);
        var (before, self, commits, clock) = (ProcessUsage.Of(server.Id), ProcessUsage.Of(Environment.ProcessId), CommitCounter.Read(server.DataPath), Stopwatch.StartNew());
        await load.RunAsync(options.Clients, options.Mails, Looks, () =>
        {
            lock (memory)
            {
                memory.Add(ProcessUsage.Memory(server.Id).Anonymous);
            }
        });
        var answered = clock.Elapsed;
        await desk.DrainedAsync();
        var (whole, used, driver) = (clock.Elapsed, ProcessUsage.Of(server.Id) - before, ProcessUsage.Of(Environment.ProcessId) - self);

        report.Title($"{count:n0} answers by mail after {options.Mails - count:n0} to warm up, {options.Clients} clients, {answered.TotalSeconds:n1} s, and {(whole - answered).TotalSeconds:n1} s until all that followed was done");
        var rate = count / answered.TotalSeconds;
        report.Goal("replies a second", rate, "/s", rate >= GoalPerSecond, $">= {GoalPerSecond}");
        report.Add("replies a second, until all that follows is done", count / whole.TotalSeconds, "/s");
        ApprovalsScenario.Times(report, "reply POST", load.Times);
        report.Add("size of a mail", mails.MeanSize / 1024, "KiB");
        report.Add("server: processor time per reply", used.Cpu.TotalMicroseconds / count, "us");
        report.Add("server: processors used", used.Cpu / whole, "");
        report.Add("driver: processors used", driver.Cpu / whole, "");
        report.Add("store transactions per reply", (double)(CommitCounter.Read(server.DataPath) - commits) / count, "");
        Memory(report, [.. memory.Chunk(Math.Max(1, memory.Count / Parts)).Select(part => part.Average())]);
    }

    /// <param name="parts">Mean of each part of the run, in MiB.</param>
    private static void Memory(Report report, double[] parts)
    {
        for (var part = 0; part < parts.Length; part++)
        {
            report.Add($"memory that is no file cache, part {part + 1} of {parts.Length}", parts[part], "MiB");
        }

        var growth = parts[^1] / parts[parts.Length / 2];
        report.Goal("memory of the last part against the middle", growth, "", growth < Flat, $"< {Flat}");
    }

    private static void Verify(Report report, Ledger ledger, List<RequestId> ids, int twice)
    {
        report.Title($"Exactly the right requests are decided, once ({twice} mails came twice)");
        foreach (var kind in ReplyKind.All)
        {
            var expected = ids.Where((_, number) => ReplyKind.Of(number) == kind).Select(id => id.Value).Order(StringComparer.Ordinal).ToList();
            Same($"mails that are '{kind.Outcome}'", $"SELECT request FROM received WHERE outcome = '{kind.Outcome}' AND answered = {(kind.IsAnswered ? 1 : 0)} ORDER BY request", expected);
            if (kind.Event is { } type)
            {
                Same(
                    $"requests with {type}",
                    $"SELECT streams.id FROM events JOIN streams ON streams.sid = events.pos >> 24 WHERE instr(events.bytes, '\"type\":\"{type}\"') > 0 ORDER BY streams.id",
                    expected);
            }
        }

        var received = ledger.Count("received");
        report.Check("mails on record", received == ids.Count, $"{received} of {ids.Count}");
        var left = ledger.Count("outbox");
        report.Check("effects left over", left == 0, $"{left}");

        void Same(string what, string sql, List<string> expected)
        {
            var found = ledger.Texts(sql);
            report.Check(what, found.SequenceEqual(expected), $"{found.Count}, expected {expected.Count}");
        }
    }

    /// <summary>Makes a request for each mail, or copies those that were kept.</summary>
    private static async Task SeedAsync(BenchOptions options, Form form, string folder)
    {
        var kept = options.Keep ?? folder;
        if (!File.Exists(Path.Combine(kept, "approvals.db")))
        {
            await Seeding.RunAsync(kept, form, DateTimeOffset.UtcNow, options.Mails, options.Mails);
        }

        if (options.Keep is not null)
        {
            foreach (var file in Directory.EnumerateFiles(kept, "approvals.db*"))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }
        }
    }

    private static List<RequestId> Requests(string folder, int count)
    {
        using var ledger = new Ledger(folder);
        var ids = ledger.Texts($"SELECT id FROM streams ORDER BY sid LIMIT {count}");
        return ids.Count == count
            ? [.. ids.Select(RequestId.Parse)]
            : throw new InvalidOperationException($"The kept data has {ids.Count} requests: take --mails {ids.Count}, or another folder for --keep.");
    }

    /// <summary>What the server will sign its reply addresses with.</summary>
    private static async Task<DecisionTokens> KeyAsync(string folder)
    {
        using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSqliteStores(new SqliteOptions { DataPath = folder }).BuildServiceProvider();
        return await DecisionTokens.LoadAsync(services.GetRequiredService<ISecretStore>(), CancellationToken.None);
    }
}
