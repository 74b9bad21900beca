using System.Globalization;
using StoreBench;

// StoreBench appends [callers…]: appends a second, processor time and latency, for each number of concurrent callers.
// StoreBench pending COUNT: memory, due sweep and index page with COUNT pending requests, against a thousand.
var folder = Directory.CreateTempSubdirectory("approvals-bench-");
try
{
    switch (args)
    {
        case ["pending", var count]:
            await Pending.RunAsync(folder.FullName, int.Parse(count, CultureInfo.InvariantCulture));
            break;
        case ["appends", .. var callers]:
            await Appends.RunAsync(folder.FullName, callers is [] ? [1, 16, 64] : [.. callers.Select(c => int.Parse(c, CultureInfo.InvariantCulture))]);
            break;
        default:
            Console.Error.WriteLine("StoreBench appends [callers…] | pending COUNT");
            return 2;
    }

    return 0;
}
finally
{
    folder.Delete(recursive: true);
}
