using System.Globalization;
using System.Text;

namespace Approvals.App.Mail;

/// <summary>Text that people typed, made harmless for mails and tickets: no control characters, nothing that turns the direction of reading.</summary>
internal static class CleanText
{
    /// <summary>One line of limited length, fit for a header.</summary>
    public static string Line(string text, int maxLength)
    {
        if (IsPlain(text) && text.Length < maxLength && !text.StartsWith(' ') && !text.EndsWith(' ') && !text.Contains("  ", StringComparison.Ordinal))
        {
            return text;
        }

        Span<char> units = stackalloc char[2];
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

                line.Append(units[..rune.EncodeToUtf16(units)]);
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>Any number of lines.</summary>
    public static string Lines(string text)
    {
        if (IsPlain(text))
        {
            return text;
        }

        Span<char> units = stackalloc char[2];
        var lines = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || (!IsBreaking(rune) && !IsHidden(rune)))
            {
                lines.Append(units[..rune.EncodeToUtf16(units)]);
            }
        }

        return lines.ToString();
    }

    // Most of what goes into a mail: nothing to look at more closely.
    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static bool IsBreaking(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Formats hide or reorder what is shown; the two joiners are needed to write some languages and emoji.
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D);
}
