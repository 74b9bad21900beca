using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Approvals.Adapters.Tables;
using Stores.Tests.Tables;
using Xunit;

[assembly: AssemblyFixture(typeof(Emulator))]

namespace Stores.Tests.Tables;

/// <summary>One Azurite for the whole run, started when the first test asks for it, on a free port and with a folder of its own. Without it the tests fail.</summary>
public class Emulator : IDisposable
{
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const int Tries = 3;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);
    private readonly Lazy<Uri> address;
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-azurite-").FullName;
    private Process? process;

    private readonly string service;

    public Emulator()
        : this("table")
    {
    }

    protected Emulator(string service)
    {
        this.service = service;
        address = new Lazy<Uri>(Start);
    }

    public Uri Address => address.Value;

    /// <summary>Tables of their own for each test.</summary>
    internal TableOptions Options => OptionsAt(Address);

    internal static TableOptions OptionsAt(Uri address) => new()
    {
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint={address.AbsoluteUri}{Account};",
        Prefix = "t" + Guid.NewGuid().ToString("n")[..12],
        RetryDelay = TimeSpan.FromMilliseconds(20),
        TryTimeout = TimeSpan.FromSeconds(30),
    };

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private Uri Start()
    {
        var home = Path.Combine(Repository(), "tests", "azurite");
        if (!Directory.Exists(Path.Combine(home, "node_modules", "azurite")))
        {
            throw new InvalidOperationException($"The storage emulator is not installed: run ./test, or 'npm ci' in {home}.");
        }

        // Another process may take the port between our look and its start.
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            if (TryStart(home, port, out var said))
            {
                return new Uri($"http://127.0.0.1:{port}/");
            }

            if (attempt == Tries)
            {
                throw new InvalidOperationException($"The storage emulator did not start: {said}");
            }
        }
    }

    private bool TryStart(string home, int port, out string said)
    {
        string[] arguments = [Path.Combine(home, "start.js"), $"--{service}Host", "127.0.0.1", $"--{service}Port", $"{port}", "--location", folder, "--silent", "--skipApiVersionCheck", "--disableTelemetry"];
        process = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder, Environment = { ["AZURITE_SERVICE"] = service } })!;
        var output = new List<string>();
        using var ready = new ManualResetEventSlim();
        process.OutputDataReceived += (_, e) => Hear(e.Data);
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => Hear("It ended.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var inTime = ready.Wait(StartTimeout);
        lock (output)
        {
            said = string.Join('\n', output);
        }

        if (!inTime || process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            return false;
        }

        return true;

        void Hear(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (output)
            {
                output.Add(line);
            }

            if (line.Contains("successfully", StringComparison.Ordinal) || line == "It ended.")
            {
                try
                {
                    ready.Set();
                }
                catch (ObjectDisposedException)
                {
                    // Nobody waits any more.
                }
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Approvals.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        }

        return folder.FullName;
    }
}
