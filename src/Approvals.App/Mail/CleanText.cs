using System.Buffers;
using System.Globalization;
using System.Text;

namespace Approvals.App.Mail;

/// <summary>Text that people typed, made harmless for mails and tickets: no control characters, nothing that turns the direction of reading.</summary>
public static class CleanText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);
    private static readonly SearchValues<char> PlainLines = SearchValues.Create(['\n', '\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);

    /// <summary>One line of limited length, fit for a header.</summary>
    public static string Line(string text, int maxLength)
    {
        // Most texts need nothing.
        if (text.Length < maxLength && !text.AsSpan().ContainsAnyExcept(Plain) && !text.Contains("  ", StringComparison.Ordinal))
        {
            return text.Trim();
        }

        var line = new StringBuilder(Math.Min(text.Length, maxLength) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || IsBreaking(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (!IsHidden(rune))
            {
                if (line.Length + rune.Utf16SequenceLength > maxLength - 1)
                {
                    return line.ToString().TrimEnd() + "…";
                }

                line.Append(rune.ToString());
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>Any number of lines.</summary>
    public static string Lines(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(PlainLines))
        {
            return text;
        }

        var lines = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || (!IsBreaking(rune) && !IsHidden(rune)))
            {
                lines.Append(rune.ToString());
            }
        }

        return lines.ToString();
    }

    private static bool IsBreaking(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Formats hide or reorder what is shown; the two joiners are needed to write some languages and emoji.
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D);
}
