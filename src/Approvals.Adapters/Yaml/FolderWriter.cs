namespace Approvals.Adapters.Yaml;

/// <summary>
/// Writes several files of a folder as one change: first all of them beside it, then a rename says that they are whole, then each takes its place.
/// A crash leaves the change undone, or to be finished by <see cref="Finish"/>.
/// </summary>
internal static class FolderWriter
{
    private const string Begun = ".change-begun";
    private const string Whole = ".change";

    public static void Write(string root, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        Finish(root);
        var begun = Path.Combine(root, Begun);
        if (Directory.Exists(begun))
        {
            Directory.Delete(begun, recursive: true);
        }

        foreach (var (name, content) in files)
        {
            var path = Path.Combine(begun, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(content.Span);
            file.Flush(flushToDisk: true);
        }

        Directory.Move(begun, Path.Combine(root, Whole));
        Finish(root);
    }

    /// <summary>Carries through what a crash left whole.</summary>
    public static void Finish(string root)
    {
        var whole = Path.Combine(root, Whole);
        if (!Directory.Exists(whole))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(whole, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(root, Path.GetRelativePath(whole, path));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(path, place, overwrite: true);
        }

        Directory.Delete(whole, recursive: true);
    }
}
