using System.Globalization;
using System.Security.Cryptography;
using Approvals.App.Ports;

namespace Approvals.Adapters.Files;

/// <summary>Anchor files in a folder: <c>anchors/2026-11-24.jsonl</c> under the data path.</summary>
internal sealed class FileAnchorSink(string dataPath) : IAnchorSink
{
    private readonly string folder = Path.Combine(dataPath, "anchors");

    public async Task<KeptAnchor?> LastAsync(CancellationToken ct)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        var days = Directory.EnumerateFiles(folder, "*.jsonl").Select(DayOf).OfType<DateOnly>().ToList();
        if (days.Count == 0)
        {
            return null;
        }

        await using var file = File.OpenRead(PathOf(days.Max()));
        return new KeptAnchor(days.Max(), Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)));
    }

    public async Task<bool> KeepAsync(DateOnly day, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        if (File.Exists(PathOf(day)))
        {
            return false;
        }

        // Written aside and moved: a file under its final name is whole, whenever the power goes.
        var aside = Path.Combine(folder, $"{Path.GetRandomFileName()}.tmp");
        try
        {
            await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write))
            {
                await write(file, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, PathOf(day), overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(PathOf(day)))
        {
            return false;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private string PathOf(DateOnly day) => Path.Combine(folder, $"{day:yyyy-MM-dd}.jsonl");

    private static DateOnly? DayOf(string path) =>
        DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(path), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
