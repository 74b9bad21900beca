using System.Globalization;

namespace Approvals.Core.Catalogue;

/// <summary>Characters that no text of a form may have: they can hide or reorder what an approver reads, or break what is sent on.</summary>
internal static class Forbidden
{
    public static string? In(string text, bool manyLines)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\u007f')
            {
                continue;
            }

            if (c is '\n' or '\t')
            {
                if (!manyLines)
                {
                    return "Write it on one line, without line breaks and tabs.";
                }
            }
            else if (char.IsControl(c))
            {
                return $"Remove the control character U+{(int)c:X4} at position {i + 1}.";
            }
            else if (c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029' or '\ufeff')
            {
                return $"Remove the invisible character U+{(int)c:X4} at position {i + 1}: it changes how the text is read.";
            }
            else if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                {
                    return $"Remove the broken character at position {i + 1}.";
                }

                i++;
            }
            else if (char.GetUnicodeCategory(c) == UnicodeCategory.OtherNotAssigned)
            {
                return $"Remove the unknown character U+{(int)c:X4} at position {i + 1}.";
            }
        }

        return null;
    }
}
