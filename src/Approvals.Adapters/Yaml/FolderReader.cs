using System.Collections.Immutable;
using Approvals.App.Catalogues;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads a folder's files at one moment.</summary>
internal static class FolderReader
{
    private static readonly string[] Names = ["calendars.yaml", "people.yaml", "texts.yaml", "fields.yaml", "synonyms.yaml"];

    public static CatalogueFileSet Read(string root)
    {
        var topics = Path.Combine(root, "topics");
        var paths = Names.Concat(Directory.Exists(topics)
            ? Directory.EnumerateFiles(topics).Select(path => $"topics/{Path.GetFileName(path)}").Where(name => name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal))
            : []);
        var files = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var name in paths.Where(name => File.Exists(Path.Combine(root, name))))
        {
            files.Add(name, Content(Path.Combine(root, name)));
        }

        return new CatalogueFileSet(files.ToImmutable());
    }

    // Of a file that is too large no more is read than tells that it is.
    private static byte[] Content(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[Math.Min(file.Length, YamlText.MaxBytes + 1)];
        var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return content[..length];
    }
}
