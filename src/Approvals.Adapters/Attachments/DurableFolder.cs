using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Approvals.Adapters.Attachments;

/// <summary>Names in a folder that outlive a power cut. Where folders can not be flushed, as on Windows, the file system keeps its names by itself. Throws <see cref="IOException"/>.</summary>
internal static class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Makes the folder and those above it. What is there already costs nothing.</summary>
    public static void Create(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var above = Path.GetDirectoryName(Path.GetFullPath(folder))!;
        Create(above);
        Directory.CreateDirectory(folder);
        Flush(above);
    }

    /// <summary>Returns when the names of the files in the folder are on disk, as they are now.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = new SafeFileHandle(Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly), ownsHandle: true);
        if (handle.IsInvalid)
        {
            throw new IOException($"The folder '{folder}' can not be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        RandomAccess.FlushToDisk(handle);
    }

    // The runtime opens files only.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Open(byte[] path, int flags);
}
