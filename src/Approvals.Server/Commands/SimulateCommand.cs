using Approvals.App.Audit;
using Approvals.App.Catalogues.Simulation;
using Approvals.App.Ports;

namespace Approvals.Server.Commands;

/// <summary><c>catalogue simulate NEWDIR</c>.</summary>
internal static class SimulateCommand
{
    public static async Task<int> RunAsync(string folder, CommandPlace place, Arguments options, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var proposed = place.Load(place.Folder(folder));
        // The catalogue in use may be broken while its successor is tried: the past then counts by the people of the proposed one.
        var now = place.Reader.Read(place.Reader.Current(), place.Clock.GetUtcNow()) is CatalogueReading.Good good ? good.Catalogue.Directory : proposed.Directory;
        using var bar = new ProgressBar(error, "Simulating");
        SimulationResult result;
        if (options.Value("--from") is { } export)
        {
            await using var file = File.OpenRead(export);
            result = await Simulator.RunAsync(new ExportSource(file), now, proposed, bar, ct);
        }
        else
        {
            var store = place.Store();
            await using var _ = (IAsyncDisposable)store;
            result = await Simulator.RunAsync(store.GetRequiredService<IAuditSource>(), now, proposed, bar, ct);
        }

        bar.Clear();
        if (options.Value("--chart") is { } chart)
        {
            await File.WriteAllTextAsync(chart, LoadChart.Svg(result, standalone: true), ct);
        }

        await output.WriteAsync(options.Has("--json") ? result.ToJson() + Environment.NewLine : SimulationText.Plain(result));
        return CatalogueCommand.Good;
    }
}
