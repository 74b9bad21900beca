using System.Diagnostics;

namespace Stores.Tests.Sqlite;

/// <summary>A process that appends for ever, to be killed.</summary>
internal sealed class Appender : IDisposable
{
    private readonly Process process;
    private readonly Dictionary<string, int> acknowledged = [];

    private Appender(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardInput = true;
        process = Process.Start(start)!;
    }

    /// <summary>The last acknowledged version of each request.</summary>
    public IReadOnlyDictionary<string, int> Acknowledged => acknowledged;

    public int Id => process.Id;

    public static Appender Start(string folder) => new(new ProcessStartInfo("dotnet", [Program, folder]));

    /// <summary>No file may grow beyond the limit: the disk of this process is full early.</summary>
    public static Appender StartWithFileLimit(string folder, int kibibytes)
    {
        // The runtime maps its code through a big file in memory, which the limit would forbid; and a write beyond the limit must be an error, no signal.
        var start = new ProcessStartInfo("bash", ["-c", $"trap '' XFSZ; ulimit -S -f {kibibytes}; exec dotnet \"$0\" \"$1\"", Program, folder]);
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return new Appender(start);
    }

    /// <summary>Reads until so many appends more were acknowledged, or until the store was away; false in that case.</summary>
    public bool ReadAcknowledgements(int count)
    {
        for (var i = 0; i < count; i++)
        {
            switch (process.StandardOutput.ReadLine())
            {
                case null:
                    throw new InvalidOperationException("The appender ended by itself.");
                case "unavailable":
                    return false;
                case var line:
                    Note(line);
                    break;
            }
        }

        return true;
    }

    public void GoOn()
    {
        // One line for each of the appender's callers, who may all wait.
        for (var i = 0; i < 8; i++)
        {
            process.StandardInput.WriteLine();
        }

        process.StandardInput.Flush();
    }

    /// <summary>Kills the process where it stands, and reads what it had still said.</summary>
    public void Kill()
    {
        process.Kill();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            Note(line);
        }

        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Stores.Appender.dll");

    // The kill may cut the last line.
    private void Note(string line)
    {
        if (line.Split(' ') is [{ Length: 26 } id, var text] && int.TryParse(text, out var version))
        {
            acknowledged[id] = Math.Max(version, acknowledged.GetValueOrDefault(id));
        }
    }
}
