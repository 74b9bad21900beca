namespace Approvals.App.Audit;

/// <summary>Tells apart from tampering what happens to files on their way: other encodings, other line ends, compression.</summary>
internal static class InputCheck
{
    /// <summary>Throws when the first line shows that the file can not be judged.</summary>
    public static void FirstLine(string name, ReadOnlySpan<byte> line)
    {
        var why = line switch
        {
            [0x1F, 0x8B, ..] or [(byte)'P', (byte)'K', ..] => "is compressed. Unpack it first.",
            [0xEF, 0xBB, 0xBF, ..] => "starts with a byte order mark: a program saved it anew. Take the file as it was downloaded.",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, ..] or [_, 0, ..] => "is UTF-16: a program saved it anew. Take the file as it was downloaded.",
            [.., (byte)'\r'] => "has Windows line ends (CRLF): it was converted on its way. Transfer it again as binary.",
            _ => null,
        };
        if (why is not null)
        {
            throw new UnusableInputException($"{name} {why}");
        }
    }

    public static UnusableInputException Empty(string name) => new($"{name} is empty. Export or copy it again.");

    public static UnusableInputException NotA(string name, string format, string? found) => new(
        found?.StartsWith(format[..(format.LastIndexOf('.') + 1)], StringComparison.Ordinal) == true
        ? $"{name} has the format '{found}', this program reads '{format}'. Use the program of the release that wrote it."
        : $"{name} does not start with the header of '{format}'. Check that it is the right file.");
}
