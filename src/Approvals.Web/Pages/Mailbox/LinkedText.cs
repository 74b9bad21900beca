using System.Text.RegularExpressions;

namespace Approvals.Web.Pages.Mailbox;

/// <summary>A plain text with its links to pages of this desk made clickable, so that a mail can be followed as its reader would.</summary>
internal static partial class LinkedText
{
    public static IEnumerable<(string Text, string? Path)> Of(string text)
    {
        var from = 0;
        foreach (var match in Links().Matches(text).Cast<Match>())
        {
            yield return (text[from..match.Index], null);
            yield return (match.Value, match.Groups["path"].Value);
            from = match.Index + match.Length;
        }

        yield return (text[from..], null);
    }

    [GeneratedRegex(@"https?://[^\s/]+(?<path>/(d|requests|tickets)/[A-Za-z0-9_.-]*[A-Za-z0-9])")]
    private static partial Regex Links();
}
