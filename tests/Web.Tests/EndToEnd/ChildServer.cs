using System.Diagnostics;
using System.Text;

namespace Web.Tests.EndToEnd;

/// <summary>The built server as a process of its own, as it is deployed: started, watched, killed.</summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Process process;
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly Task read;

    private ChildServer(ProcessStartInfo start)
    {
        process = Process.Start(start)!;
        read = Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, errors));
    }

    public Stopwatch Age { get; } = Stopwatch.StartNew();

    public string Output => Text(output);

    public string Errors => Text(errors);

    public static ChildServer Start(string folder, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Approvals.Server.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (string, string)[] usual =
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("Approvals__DataPath", folder),
            ("Approvals__Limits__Burst", "1000000"), ("Approvals__Limits__RequestsPerSecond", "1000000"), ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
        ];
        foreach (var (name, value) in usual.Concat(settings))
        {
            start.Environment[name] = value;
        }

        return new ChildServer(start);
    }

    /// <summary>Where it listens, once it does.</summary>
    public Task<Uri> AddressAsync() => address.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>The time from the start of the process to its first good answer.</summary>
    public async Task<TimeSpan> AnswersAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri(await AddressAsync(), "/health/ready"), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, Errors);
        return Age.Elapsed;
    }

    /// <summary>Waits for it to end by itself.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await read;
        return process.ExitCode;
    }

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        await read;
        process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader, StringBuilder into)
    {
        const string marker = "Now listening on: ";
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (into)
            {
                into.AppendLine(line);
            }

            if (line.IndexOf(marker, StringComparison.Ordinal) is >= 0 and var at)
            {
                address.TrySetResult(new Uri(line[(at + marker.Length)..].Trim()));
            }
        }

        address.TrySetException(new InvalidOperationException($"The server ended before it listened. {Errors}"));
        // Nobody may ask for the address of a server that is not meant to come up.
        _ = address.Task.Exception;
    }

    private static string Text(StringBuilder of)
    {
        lock (of)
        {
            return of.ToString();
        }
    }
}
