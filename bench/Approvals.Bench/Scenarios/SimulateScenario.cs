using System.Diagnostics;
using System.Text;
using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Yaml;
using Approvals.App.Catalogues;
using Approvals.App.Catalogues.Simulation;
using Approvals.App.Ports;
using Approvals.Bench.Load;

namespace Approvals.Bench.Scenarios;

/// <summary>Puts many past requests to a catalogue in which one row of a decision table was changed.</summary>
internal static class SimulateScenario
{
    public static async Task RunAsync(BenchOptions options, Report report)
    {
        var form = Form.Read(options.Topic);
        using var place = new DataPlace(options.Data);
        var folder = options.Keep ?? place.Path;
        if (!File.Exists(Path.Combine(folder, "approvals.db")))
        {
            await Seeding.RunAsync(folder, form, DateTimeOffset.UtcNow, options.Pending, options.Pending);
        }

        var reader = YamlRegistration.Reader(Repository.Catalogue);
        var now = Load(reader, reader.Current());
        var proposed = Load(reader, Changed(reader.Current(), form.Topic));
        using var store = SqliteReading.Open(new SqliteOptions { DataPath = folder });
        var memory = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var result = await Simulator.RunAsync(store.Audit, now.Directory, proposed, null, CancellationToken.None);
        var process = Process.GetCurrentProcess();

        report.Title($"{result.Requests:n0} past requests against a proposed catalogue");
        report.Goal("time", clock.Elapsed.TotalSeconds, "s", clock.Elapsed.TotalSeconds < 60, "< 60");
        report.Add("processor time", (process.TotalProcessorTime - cpu).TotalSeconds, "s");
        report.Add("highest resident memory", process.PeakWorkingSet64 / 1024.0 / 1024, "MiB");
        report.Add("garbage per request", (GC.GetTotalAllocatedBytes() - memory) / 1024.0 / Math.Max(1, result.Requests), "KiB");
        report.Add("requests that differ", result.Differing, "");
    }

    private static ReadCatalogue Load(ICatalogueReader reader, CatalogueFileSet files) =>
        reader.Read(files, DateTimeOffset.UtcNow) is CatalogueReading.Good good ? good.Catalogue : throw new InvalidOperationException("The catalogue can not be read.");

    // The controller is not asked any more, where they were.
    private static CatalogueFileSet Changed(CatalogueFileSet files, string topic)
    {
        var name = $"topics/{topic}.yaml";
        var text = Encoding.UTF8.GetString(files.Files[name].Span).Replace("ask: [sales-vp, controller, cfo]", "ask: [sales-vp, finance-manager, controller]", StringComparison.Ordinal);
        return files.With([KeyValuePair.Create(name, new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))]);
    }
}
