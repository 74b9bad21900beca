using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using Approvals.Bench.Load;
using Approvals.Bench.Servers;

namespace Approvals.Bench.Scenarios;

/// <summary>Whether a long list of waiting requests makes anything slower or bigger: the same questions over a thousand and over a million.</summary>
internal static class PendingScenario
{
    private const int Few = 1000;
    private const int DueTogether = 200;
    private const int Pages = 500;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        var form = Form.Read(options.Topic);
        var few = await MeasureAsync(options, form, Few, keep: null);
        var many = await MeasureAsync(options, form, options.Pending, options.Keep);

        report.Title($"{options.Pending:n0} pending requests, all in one inbox (with {Few:n0} in brackets)");
        report.Goal("start to first answer", many.Start, $"ms ({few.Start:n0})", many.Start < 2000, "< 2000");
        report.Goal("resident memory", many.Resident, $"MiB ({few.Resident:n0})", many.Resident < 500, "< 500");
        report.Add("of that not a cache of files", many.Anonymous, "MiB");
        Compare("inbox, first page p50", few.FirstPage.At(0.5), many.FirstPage.At(0.5));
        Compare("inbox, later page p50", few.LaterPage.At(0.5), many.LaterPage.At(0.5));
        Compare("all requests, page p50", few.AllPage.At(0.5), many.AllPage.At(0.5));
        Compare($"due sweep with {DueTogether} reminders", few.Sweep, many.Sweep);
        report.Add("file", many.FileMiB, "MiB");
        report.Add("file per request", many.FileMiB * 1024 / options.Pending, "KiB");

        void Compare(string what, double before, double after)
        {
            report.Add($"{what}, {Few}", before, "ms");
            report.Add(what, after, "ms");
            report.Goal($"{what}: ratio", after / before, "", after / before < 2, "< 2");
        }
    }

    private static async Task<Measured> MeasureAsync(BenchOptions options, Form form, int count, string? keep)
    {
        using var place = new DataPlace(options.Data);
        var folder = keep ?? place.Path;
        var at = NextWednesday();
        if (!File.Exists(Path.Combine(folder, "approvals.db")))
        {
            await Seeding.RunAsync(folder, form, at, DueTogether, count);
        }

        // The server's clock is moved to an hour at which everything is submitted and nothing is due.
        var (firstDue, nextDue, fileMiB) = Look(folder);
        SetClock(folder, at + TimeSpan.FromHours(3));
        var clock = Stopwatch.StartNew();
        await using var server = await ServerProcess.StartAsync(folder);
        using var connection = new Connection(server.EndPoint);
        var inbox = Messages.Get(form.Approvers[0], "/api/inbox?limit=50");
        var first = await AskAsync(connection, inbox);
        var start = clock.Elapsed.TotalMilliseconds;
        var next = CursorOf(first);

        var measured = new Measured
        {
            Start = start,
            FileMiB = fileMiB,
            FirstPage = await TimeAsync(connection, inbox),
            LaterPage = await TimeAsync(connection, Messages.Get(form.Approvers[0], $"/api/inbox?limit=50&cursor={next}")),
            AllPage = await TimeAsync(connection, Messages.Get("auditor@example.com", "/api/requests?limit=50")),
            Sweep = await SweepAsync(connection, (firstDue + nextDue) / 2),
        };
        await Task.Delay(TimeSpan.FromSeconds(5));
        (measured.Resident, measured.Anonymous) = ProcessUsage.Memory(server.Id);
        return measured;
    }

    /// <summary>Moves the clock past the first due time: the server looks for what is due, sends the reminders, and answers when nothing is left to do.</summary>
    private static async Task<double> SweepAsync(Connection connection, long untilTicks)
    {
        var now = DateTimeOffset.Parse((string)JsonNode.Parse(await AskAsync(connection, Messages.Get("admin@example.com", "/api/dev/clock")))!["nowUtc"]!, CultureInfo.InvariantCulture);
        var advance = XmlConvert.ToString(new TimeSpan(untilTicks - now.UtcTicks));
        var clock = Stopwatch.StartNew();
        await AskAsync(connection, Messages.Post("admin@example.com", "/api/dev/clock", $$"""{"advance":"{{advance}}"}"""));
        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task<Latencies> TimeAsync(Connection connection, byte[] message)
    {
        var times = new Latencies();
        for (var i = 0; i < Pages * 2; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await AskAsync(connection, message);
            if (i >= Pages)
            {
                times.Add(begun);
            }
        }

        return Latencies.Join([times]);
    }

    private static async Task<string> AskAsync(Connection connection, byte[] message)
    {
        var reply = await connection.SendAsync(message);
        return reply.Status == 200 ? reply.Text : throw new InvalidOperationException($"Answered with {reply.Status}: {reply.Text}");
    }

    private static string CursorOf(string page) => Uri.EscapeDataString((string)JsonNode.Parse(page)!["next"]!);

    private static (long FirstDue, long NextDue, double FileMiB) Look(string folder)
    {
        using var ledger = new Ledger(folder);
        var first = ledger.Ask("SELECT min(due_at) FROM streams");
        return (first, ledger.Ask($"SELECT min(due_at) FROM streams WHERE due_at > {first}"), ledger.File.Length / 1024.0 / 1024);
    }

    // Within the working hours of everybody who is asked; in the future, because the server's clock only goes forward.
    private static DateTimeOffset NextWednesday()
    {
        var today = DateTime.UtcNow.Date;
        return new DateTimeOffset(today.AddDays((((int)DayOfWeek.Wednesday - (int)today.DayOfWeek + 6) % 7) + 1).AddHours(10), TimeSpan.Zero);
    }

    private static void SetClock(string folder, DateTimeOffset now) =>
        File.WriteAllText(Path.Combine(folder, "clock"), (now - DateTimeOffset.UtcNow).ToString("c"));

    private sealed record Measured
    {
        public required double Start { get; init; }
        public required double FileMiB { get; init; }
        public required Latencies FirstPage { get; init; }
        public required Latencies LaterPage { get; init; }
        public required Latencies AllPage { get; init; }
        public required double Sweep { get; init; }
        public double Resident { get; set; }
        public double Anonymous { get; set; }
    }
}
