using System.Text;

namespace Approvals.Core.Catalogue;

/// <summary>The little Markdown that texts of the catalogue are written in.</summary>
public static class Markup
{
    /// <summary>Characters that a backslash keeps from being markup.</summary>
    public const string Marks = "\\`*_[]()<>#+-.!|~";

    /// <summary>The text as text: on one line, with a backslash before everything that could be markup.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (Marks.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(c is '\n' or '\r' ? ' ' : c);
        }

        return escaped.ToString();
    }
}
