using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Approvals.Core.Catalogue;

namespace Approvals.App.Attachments;

/// <summary>Tells what a file is by its bytes. What it is called does not count.</summary>
internal static partial class FileBytes
{
    private const int HeadBytes = 4096;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether the bytes are those of such a file. The stream is read from its start and left anywhere.</summary>
    public static bool Are(FileKind kind, Stream content)
    {
        content.Position = 0;
        var head = new byte[HeadBytes];
        var read = head.AsSpan(0, content.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false));
        return kind.Name switch
        {
            "pdf" => read.StartsWith("%PDF-"u8),
            "png" => read.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
            "jpg" => read.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]),
            "docx" => IsOffice(content, "word/document.xml"),
            "xlsx" => IsOffice(content, "xl/workbook.xml"),
            "txt" => IsText(content, strict: true) && !LooksLikeMarkup(Encoding.UTF8.GetString(read)),
            "eml" => IsText(content, strict: false) && StartsWithHeaders(Encoding.Latin1.GetString(read)),
            _ => false,
        };
    }

    // A document with macros is another kind, whatever its ending says.
    private static bool IsOffice(Stream content, string part)
    {
        content.Position = 0;
        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            return zip.GetEntry("[Content_Types].xml") is not null && zip.GetEntry(part) is not null
                && !zip.Entries.Any(entry => entry.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    // Mails may be in any charset, so of theirs only the bytes that no text has are looked for.
    private static bool IsText(Stream content, bool strict)
    {
        content.Position = 0;
        var bytes = new byte[64 * 1024];
        var decoder = Strict.GetDecoder();
        var chars = new char[bytes.Length + 1];
        try
        {
            for (int read; (read = content.Read(bytes)) > 0;)
            {
                if (bytes.AsSpan(0, read).ContainsAnyInRange((byte)0, (byte)8) || bytes.AsSpan(0, read).ContainsAnyInRange((byte)14, (byte)26))
                {
                    return false;
                }

                if (strict)
                {
                    decoder.GetChars(bytes.AsSpan(0, read), chars, flush: false);
                }
            }

            if (strict)
            {
                decoder.GetChars([], chars, flush: true);
            }

            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool LooksLikeMarkup(string head) => Markup().IsMatch(head);

    private static bool StartsWithHeaders(string head) => Headers().IsMatch(head);

    // Not text that happens to have a tag in it, but what a browser would take for a page or a drawing.
    [GeneratedRegex(@"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?xml)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    // At least two header lines, one of them of those that every mail has. A line is read in one way only: with two, a page of line ends that is no mail would keep the server busy for ever.
    [GeneratedRegex(@"\A(?=(?:[^\n]*\n)*?(?:From|Date|Received|Subject):)[A-Z0-9-]+:[^\n]*\n(?:[ \t][^\n]*\n)*[A-Z0-9-]+:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Headers();
}
