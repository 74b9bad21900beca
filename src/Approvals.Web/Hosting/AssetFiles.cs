using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;

namespace Approvals.Web.Hosting;

/// <summary>The files of <c>Assets</c>, embedded in this assembly. A changed file has another address, so browsers keep each one for ever.</summary>
internal sealed class AssetFiles
{
    private const string Prefix = "assets/";
    private readonly FrozenDictionary<string, Asset> byName;

    public AssetFiles()
    {
        var assembly = typeof(AssetFiles).Assembly;
        var types = new FileExtensionContentTypeProvider();
        byName = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Read(assembly, name, types))
            .ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);
    }

    /// <summary>The address of a file: <c>Url("site.css")</c> is <c>/assets/site.0a1b2c3d4e5f.css</c>. Throws for a file that is not there.</summary>
    public string Url(string name) => byName.TryGetValue(name, out var asset)
        ? $"/assets/{Path.GetFileNameWithoutExtension(name)}.{asset.Hash}{Path.GetExtension(name)}"
        : throw new ArgumentException($"There is no file '{name}' in Assets.", nameof(name));

    /// <summary>Finds the file of an address' last part. <paramref name="current"/> is false when the hash is that of another build.</summary>
    public Asset? Find(string file, out bool current)
    {
        current = false;
        var extension = Path.GetExtension(file);
        var stem = Path.GetFileNameWithoutExtension(file);
        var hash = Path.GetExtension(stem).TrimStart('.');
        if (!byName.TryGetValue(Path.GetFileNameWithoutExtension(stem) + extension, out var asset))
        {
            return null;
        }

        current = hash == asset.Hash;
        return asset;
    }

    private static Asset Read(Assembly assembly, string resource, FileExtensionContentTypeProvider types)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var name = resource[Prefix.Length..];
        var type = types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
        return new Asset(name, type, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12], bytes);
    }
}

internal sealed class Asset(string name, string type, string hash, byte[] bytes)
{
    private readonly Lazy<byte[]> brotli = new(() => Compress(bytes));

    public string Name { get; } = name;
    public string Hash { get; } = hash;
    public bool IsText { get; } = type.StartsWith("text/", StringComparison.Ordinal) || type is "image/svg+xml";
    public string ContentType => IsText ? $"{type}; charset=utf-8" : type;
    public byte[] Bytes { get; } = bytes;

    /// <summary>Compressed on first use, then kept.</summary>
    public byte[] Brotli => brotli.Value;

    private static byte[] Compress(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Optimal))
        {
            brotli.Write(bytes);
        }

        return target.ToArray();
    }
}
