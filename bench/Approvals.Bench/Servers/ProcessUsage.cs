using System.Diagnostics;
using System.Globalization;

namespace Approvals.Bench.Servers;

/// <summary>What a process has used so far, as the system counts it.</summary>
/// <param name="WrittenBytes">Handed to the disk.</param>
internal readonly record struct ProcessUsage(TimeSpan User, TimeSpan Kernel, long WrittenBytes)
{
    public TimeSpan Cpu => User + Kernel;

    public static ProcessUsage Of(int id)
    {
        using var process = Process.GetProcessById(id);
        return new ProcessUsage(process.UserProcessorTime, process.PrivilegedProcessorTime, Field($"/proc/{id}/io", "write_bytes:"));
    }

    /// <summary>Resident memory in MiB, and of that what is not a cache of files.</summary>
    public static (double Resident, double Anonymous) Memory(int id) =>
        (Field($"/proc/{id}/status", "VmRSS:") / 1024.0, Field($"/proc/{id}/status", "RssAnon:") / 1024.0);

    public static ProcessUsage operator -(ProcessUsage a, ProcessUsage b) => new(a.User - b.User, a.Kernel - b.Kernel, a.WrittenBytes - b.WrittenBytes);

    private static long Field(string file, string name)
    {
        var line = File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
