using System.Globalization;

namespace Approvals.Core.Catalogue;

/// <summary>A file that is attached, by what its bytes are: the bytes themselves are kept beside the request.</summary>
/// <param name="Sha256">Of the bytes: 64 lower-case hex digits.</param>
/// <param name="Name">As its sender called it, without a folder.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Type">The media type that its bytes have.</param>
public sealed record FileRef(string Sha256, string Name, long Size, string Type)
{
    public const int HashDigits = 64;

    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 120;

    /// <summary>The most that a catalogue may allow for one file, in bytes.</summary>
    public const long MostBytes = 25_000_000;

    /// <summary>The most files that a catalogue may allow in one field.</summary>
    public const int MostFiles = 10;

    public static bool IsHash(string text) => text.Length == HashDigits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>One line; a name has no line break.</summary>
    internal string Canonical => string.Create(CultureInfo.InvariantCulture, $"{Sha256} {Size} {Type} {Name}");

    /// <summary>As people read it: the name, its size, and the hash that proves which file it is.</summary>
    public override string ToString() => $"{Name} ({SizeText(Size)}, SHA-256 {Sha256})";

    public static string SizeText(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000m:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000m:0.#} MB"),
    };
}
