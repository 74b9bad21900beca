using System.Diagnostics;
using System.Reflection;

namespace Infra.Tests;

/// <summary>The Bicep CLI of the package, on a copy of <c>infra/</c>: it writes beside what it reads.</summary>
internal static class BicepCli
{
    private static readonly string Executable = typeof(BicepCli).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "BicepPath").Value!.Replace('\\', '/');

    public static string Root { get; } = FindRoot();

    public static string CopyOfInfra()
    {
        var copy = Directory.CreateTempSubdirectory("approvals-infra-").FullName;
        var source = Path.Combine(Root, "infra");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <summary>What the CLI said is part of the failure.</summary>
    public static void Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in Tenant)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"bicep {string.Join(' ', arguments)}: {output}{errors.Result}");
        }
    }

    // What the parameters files ask for.
    private static readonly Dictionary<string, string> Tenant = new()
    {
        ["AZURE_ENV_NAME"] = "check",
        ["AZURE_LOCATION"] = "westeurope",
        ["APPROVALS_ENTRA_CLIENT_ID"] = "11111111-1111-1111-1111-111111111111",
        ["APPROVALS_MAILBOX"] = "approvals@example.com",
        ["APPROVALS_MAIL_AUTHSERV_ID"] = "mx.example.com",
        ["APPROVALS_ALERT_EMAIL"] = "operators@example.com",
        ["APPROVALS_PUBLIC_URL"] = "https://approvals.example.com",
    };

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Approvals.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
