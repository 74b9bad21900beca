using System.Globalization;
using Approvals.App.Catalogues;
using Approvals.App.Ports;

namespace Approvals.Server.Commands;

/// <summary><c>catalogue history</c>.</summary>
internal static class HistoryCommand
{
    private const int Most = 200;

    public static async Task<int> ListAsync(CommandPlace place, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var store = place.Store();
        await using var _ = (IAsyncDisposable)store;
        var history = new CatalogueHistory(store.GetRequiredService<ITopicArchive>());
        foreach (var entry in await history.ListAsync(null, Most, ct))
        {
            await output.WriteLineAsync($"{entry.Number}  {entry.AtUtc:yyyy-MM-dd HH:mm:ss} UTC  {entry.How}  {entry.By}");
            foreach (var change in entry.Topics)
            {
                await output.WriteLineAsync($"     {change.Topic}: {(change.Before is { } old ? $"version {old}" : "new")} -> {(change.After is { } now ? $"version {now}" : "gone")}");
            }

            foreach (var change in entry.Changes)
            {
                await output.WriteLineAsync($"     {change.File}: {Hash(change.Before)} -> {Hash(change.After)}");
            }
        }

        if (await history.FirstBrokenAsync(ct) is { } broken)
        {
            await error.WriteLineAsync($"Entry {broken} is not as it was written, or does not follow from the one before: somebody changed the history.");
            return CatalogueCommand.Findings;
        }

        return CatalogueCommand.Good;
    }

    public static async Task<int> DifferAsync(string topic, string old, string now, CommandPlace place, TextWriter output, CancellationToken ct)
    {
        var store = place.Store();
        await using var _ = (IAsyncDisposable)store;
        var archive = store.GetRequiredService<ITopicArchive>();
        foreach (var change in SourceDiff.Of(await SourceAsync(archive, topic, old, ct), await SourceAsync(archive, topic, now, ct)))
        {
            await output.WriteLineAsync(change.Place);
            await output.WriteLineAsync($"  - {change.Before ?? "(not there)"}");
            await output.WriteLineAsync($"  + {change.After ?? "(gone)"}");
        }

        return CatalogueCommand.Good;
    }

    private static async Task<string> SourceAsync(ITopicArchive archive, string topic, string version, CancellationToken ct) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await archive.FindAsync(topic, number, ct) is { } kept
            ? kept.Source
            : throw new CommandException($"There is no version '{version}' of a topic '{topic}'. See: catalogue history.");

    private static string Hash(string? hash) => hash is null ? "-" : hash[..12];
}
