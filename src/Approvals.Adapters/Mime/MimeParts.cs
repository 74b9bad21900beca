using System.Text;
using MimeKit;
using MimeKit.Text;

namespace Approvals.Adapters.Mime;

/// <summary>The parts of a mail that its writer wrote. What is attached to it, other mails above all, was written by somebody else.</summary>
internal sealed record MimeParts(string? Text, string? Html, bool HasCalendarItem)
{
    private const int MaxParts = 200;

    public static MimeParts Of(MimeEntity? body)
    {
        var found = new MimeParts(null, null, false);
        var left = new Stack<MimeEntity>();
        if (body is not null)
        {
            left.Push(body);
        }

        for (var count = 0; count < MaxParts && left.TryPop(out var entity); count++)
        {
            switch (entity)
            {
                case Multipart multipart:
                    foreach (var part in multipart.Reverse())
                    {
                        left.Push(part);
                    }

                    break;
                case TextPart { IsAttachment: false } part:
                    found = found.With(part);
                    break;
                default:
                    break;
            }
        }

        return found;
    }

    private MimeParts With(TextPart part)
    {
        if (part.ContentType.IsMimeType("text", "calendar"))
        {
            return this with { HasCalendarItem = true };
        }

        // Of several texts the first with content is what the writer wrote; lists put their footer below it.
        if (part.IsHtml)
        {
            return string.IsNullOrWhiteSpace(Html) ? this with { Html = Decoded(part) } : this;
        }

        return part.IsPlain && string.IsNullOrWhiteSpace(Text) && Plain(part) is { } text && !string.IsNullOrWhiteSpace(text) ? this with { Text = text } : this;
    }

    // What the program broke for the way is one line again (RFC 3676), so that a sentence that begins with the word is no word alone.
    private static string? Plain(TextPart part) => Decoded(part) is { } text && part.IsFlowed
        ? new FlowedToText { DeleteSpace = string.Equals(part.ContentType.Parameters["delsp"], "yes", StringComparison.OrdinalIgnoreCase) }.Convert(text)
        : Decoded(part);

    // The library gives up on character sets whose letters have several bytes, but for the Unicode ones, and shows their bytes.
    private static string? Decoded(TextPart part)
    {
        if (part.Content is null || Named(part.ContentType.Charset) is not { } named)
        {
            return part.Text;
        }

        using var bytes = new MemoryStream();
        part.Content.DecodeTo(bytes);
        return named.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static Encoding? Named(string? charset)
    {
        try
        {
            return charset is { Length: > 0 } && Encoding.GetEncoding(charset) is { IsSingleByte: false, WebName: not ("utf-8" or "utf-16" or "utf-16BE" or "utf-32" or "utf-7") } found ? found : null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
