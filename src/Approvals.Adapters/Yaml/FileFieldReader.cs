using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>What a field of kind files says besides: the kinds of files, how many, how large.</summary>
internal static class FileFieldReader
{
    private const int Megabyte = 1_000_000;
    private static readonly Dictionary<string, FileKind> Kinds = FileKind.All.ToDictionary(kind => kind.Name);

    public static FieldSpec Read(FieldSpec spec, MapReader reader)
    {
        var kinds = ImmutableArray.CreateBuilder<FileKind>();
        foreach (var type in reader.Texts("types").DistinctBy(type => type.Text))
        {
            if (Kinds.TryGetValue(type.Text, out var kind))
            {
                kinds.Add(kind);
            }
            else
            {
                reader.Problems.Add(type, $"'{type.Text}' is no type of file that can be attached.{Nearest.Hint(type.Text, Kinds.Keys)} It can be: {string.Join(", ", Kinds.Keys)}.");
            }
        }

        if (reader.Take("types") is null)
        {
            reader.Problems.Add(reader.Map, $"A field of kind files needs 'types', such as [pdf, eml]. It can be: {string.Join(", ", Kinds.Keys)}.");
        }
        else if (reader.Take("types") is Node.List { Items.IsEmpty: true } none)
        {
            reader.Problems.Add(none, "'types' is empty, so nothing could be attached. List at least one.");
        }

        var files = reader.Integer("maxFiles", 1) ?? 1;
        var megabytes = reader.Integer("maxMegabytes", 1) ?? 10;
        Most(reader, "maxFiles", files, FileRef.MostFiles);
        Most(reader, "maxMegabytes", megabytes, (int)(FileRef.MostBytes / Megabyte));
        return spec with { FileKinds = kinds.Count > 0 ? kinds.ToImmutable() : FileKind.All, MaxFiles = files, MaxFileBytes = (long)megabytes * Megabyte };
    }

    /// <summary>Files of an example, by their names alone: nothing looks into them.</summary>
    public static FieldValue? Value(Node.List list) => list.Items.All(item => item is Node.Scalar)
        ? new FieldValue.Files([.. list.Items.Cast<Node.Scalar>().Select(item => new FileRef(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(item.Text))), item.Text, 1, FileKind.ByName(item.Text)?.MediaType ?? "application/octet-stream"))])
        : null;

    private static void Most(MapReader reader, string key, int value, int most)
    {
        if (value > most)
        {
            reader.Problems.Add(reader.Take(key)!, $"'{key}' can be at most {most}.");
        }
    }
}
