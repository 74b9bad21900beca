namespace Approvals.Adapters.Sqlite;

/// <summary>The data folder cannot be used: the message says which, why, and what to do. The server does not start.</summary>
public sealed class DataFolderException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The folder of the database, held by one process. The system gives up the lock when the process ends, however it ends.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    public string Path { get; }
    public string Database => System.IO.Path.Combine(Path, "approvals.db");

    public static DataFolder Take(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder '{full}' cannot be made: {e.Message}", e);
        }

        return new DataFolder(full, Lock(full));
    }

    public void Dispose() => held.Dispose();

    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(folder, "approvals.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DataFolderException(
                $"The data folder '{folder}' is in use by another server. Stop that one, or give this one a folder of its own (Approvals__DataPath).", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataFolderException($"The data folder '{folder}' cannot be written by this user.", e);
        }
    }
}
