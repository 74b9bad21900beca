using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Approvals.Bench.Servers;

/// <summary>The real server, as a process of its own: Release build, a data folder on disk, Development sign-in, no limit on one caller's rate.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, IPEndPoint endPoint, string dataPath) => (this.process, EndPoint, DataPath) = (process, endPoint, dataPath);

    public IPEndPoint EndPoint { get; }
    public string DataPath { get; }
    public int Id => process.Id;

    public static async Task<ServerProcess> StartAsync(string dataPath)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Server]) { RedirectStandardOutput = true, WorkingDirectory = Repository.Root };
        foreach (var (name, value) in Settings(dataPath))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                _ = ShowAsync(process.StandardOutput);
                return new ServerProcess(process, new IPEndPoint(IPAddress.Loopback, int.Parse(match.Groups[1].ValueSpan)), dataPath);
            }
        }

        await process.WaitForExitAsync();
        throw new InvalidOperationException($"The server ended with {process.ExitCode} before it listened.");
    }

    /// <summary>Stops it as an operator would, and waits until it let go of its data.</summary>
    public async Task StopAsync()
    {
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process.Dispose();
    }

    // What the server has to say while it is measured is a warning or worse.
    private static async Task ShowAsync(StreamReader said)
    {
        while (await said.ReadLineAsync() is { } line)
        {
            if (!line.Contains("Microsoft.Hosting.Lifetime", StringComparison.Ordinal))
            {
                Console.Error.WriteLine($"server: {line}");
            }
        }
    }

    private static Dictionary<string, string> Settings(string dataPath) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["Logging__Console__FormatterName"] = "simple",
        ["Logging__Console__FormatterOptions__SingleLine"] = "true",
        ["Approvals__DataPath"] = dataPath,
        ["Approvals__CataloguePath"] = Repository.Catalogue,
        ["Approvals__PublicUrl"] = "http://localhost:7071",
        ["Approvals__Limits__Burst"] = "1000000000",
        ["Approvals__Limits__RequestsPerSecond"] = "1000000000",
    };

    [GeneratedRegex(@"Now listening on: http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
