using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Mail.Tests.Servers;

[assembly: AssemblyFixture(typeof(MailServers))]

namespace Mail.Tests.Servers;

/// <summary>
/// A real SMTP server (Exim) and a real IMAP server (Dovecot) for the whole run, started when the first test asks for them, on free ports and in a folder of their own.
/// Without them the tests fail.
/// </summary>
public sealed class MailServers : IDisposable
{
    private const int Tries = 3;
    private const int Desks = 50;
    private static readonly string[] People = ["seller", "vp.emea", "cro", "admin", "channel.director", "legal", "ann", "bo", "cy"];
    private readonly Lazy<Running> running;
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-mail-").FullName;
    private readonly List<Process> processes = [];
    private int desks;

    public MailServers() => running = new Lazy<Running>(Start);

    public int SmtpPort => running.Value.Smtp;

    public int ImapPort => running.Value.Imap;

    /// <summary>Of an IMAP server without IDLE, on the same mailboxes.</summary>
    public int PlainImapPort => running.Value.PlainImap;

    /// <summary>The address of a mailbox that no other test uses.</summary>
    public string NewDesk() => $"desk{Interlocked.Increment(ref desks)}@example.com";

    public void Dispose()
    {
        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private Running Start()
    {
        foreach (var sub in new[] { "spool", "log", "mail", "home", "run", "state", "run2", "state2" })
        {
            Directory.CreateDirectory(Path.Combine(folder, sub));
        }

        // The servers give up their rights and work as the user "mail".
        Run("chown", "-R", "mail:mail", folder);
        Run("chmod", "755", folder);
        var smtp = Listen(port => Exim(port));
        var imap = Listen(port => Dovecot(port, "", idle: true));
        var plain = Listen(port => Dovecot(port, "2", idle: false));
        return new Running(smtp, imap, plain);
    }

    private Process Exim(int port)
    {
        var file = Path.Combine(folder, "exim.conf");
        File.WriteAllText(file, Files.Exim(folder, port, [.. People, .. Enumerable.Range(1, Desks).Select(desk => $"desk{desk}")]));
        return Process.Start(Quiet("exim4", "-C", file, "-bdf", "-q1m"))!;
    }

    private Process Dovecot(int port, string suffix, bool idle)
    {
        var file = Path.Combine(folder, $"dovecot{suffix}.conf");
        File.WriteAllText(file, Files.Dovecot(folder, port, idle).Replace("/run\n", $"/run{suffix}\n", StringComparison.Ordinal).Replace("/state\n", $"/state{suffix}\n", StringComparison.Ordinal));
        return Process.Start(Quiet("dovecot", "-F", "-c", file))!;
    }

    // Another process may take the port between our look and the start.
    private int Listen(Func<int, Process> start)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var process = start(port);
            if (Answers(process, port))
            {
                processes.Add(process);
                return port;
            }

            process.Kill(entireProcessTree: true);
            if (attempt == Tries)
            {
                throw new InvalidOperationException($"The mail server {process.StartInfo.FileName} did not start: {process.StandardError.ReadToEnd()} {Logs()}");
            }
        }
    }

    private static bool Answers(Process process, int port)
    {
        var since = Stopwatch.StartNew();
        while (!process.HasExited && since.Elapsed < TimeSpan.FromSeconds(60))
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                client.ReceiveTimeout = 30_000;
                return client.GetStream().ReadByte() > 0;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                Thread.Yield();
            }
        }

        return false;
    }

    private string Logs() => string.Join('\n', Directory.EnumerateFiles(folder, "*log", SearchOption.AllDirectories).Select(File.ReadAllText));

    private static ProcessStartInfo Quiet(string program, params string[] arguments)
    {
        var path = new[] { "/usr/sbin", "/usr/bin" }.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{program} is not installed: run ./test, or (Debian) apt-get install exim4-daemon-light dovecot-imapd.");
        return new ProcessStartInfo(path, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The mail servers need to be started as root: {process.StandardError.ReadToEnd()}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Running(int Smtp, int Imap, int PlainImap);
}
