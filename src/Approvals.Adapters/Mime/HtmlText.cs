using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Approvals.App.Mail;

namespace Approvals.Adapters.Mime;

/// <summary>The text of an HTML mail, line by line, with what mail programs quote marked as plain text marks it.</summary>
internal static partial class HtmlText
{
    /// <summary>What somebody writes stands at the top; a parser needs time with the square of what nests.</summary>
    private const int MaxChars = 32 * 1024;

    private const int MaxDepth = 400;

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
        "ol", "p", "pre", "section", "table", "tbody", "td", "th", "tr", "ul",
    };

    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase)
    {
        "head", "style", "script", "title", "template", "noscript", "object", "iframe", "select", "textarea", "svg", "math", "meta", "link",
    };

    public static string Read(string html)
    {
        var body = html.IndexOf("<body", StringComparison.OrdinalIgnoreCase);
        var top = html.AsSpan(Math.Max(0, body));
        var source = Shallow(Formatting().Replace(top[..Math.Min(top.Length, MaxChars)].ToString(), ""));
        var document = new HtmlParser().ParseDocument(source);
        var text = new StringBuilder();
        if (document.Body is { } root)
        {
            Write(root, text);
        }

        return text.ToString();
    }

    // What nests deeper than anybody's mail is cut off.
    private static string Shallow(string html)
    {
        var depth = 0;
        foreach (var tag in Containers().EnumerateMatches(html))
        {
            depth += html[tag.Index + 1] == '/' ? -1 : 1;
            if (depth > MaxDepth)
            {
                return html[..tag.Index];
            }
        }

        return html;
    }

    // With a stack of our own: mails nest deeper than the machine's.
    private static void Write(INode root, StringBuilder text)
    {
        var left = new Stack<(INode? Node, bool Closes)>();
        left.Push((root, false));
        while (left.TryPop(out var next))
        {
            if (next.Closes)
            {
                BreakLine(text);
            }
            else if (next.Node is IText words)
            {
                Append(text, words);
            }
            else if (next.Node is IElement element && !IsUnseen(element))
            {
                if (EndsAnswer(element))
                {
                    BreakLine(text);
                    text.Append(ReplyMarker.Line).Append('\n');
                    return;
                }

                if (IsQuote(element))
                {
                    BreakLine(text);
                    text.Append(">\n");
                    continue;
                }

                Open(element, text, left);
            }
        }
    }

    private static void Open(IElement element, StringBuilder text, Stack<(INode? Node, bool Closes)> left)
    {
        if (element.LocalName == "br")
        {
            text.Append('\n');
            return;
        }

        if (Blocks.Contains(element.LocalName))
        {
            BreakLine(text);
            left.Push((null, true));
        }

        for (var i = element.ChildNodes.Length - 1; i >= 0; i--)
        {
            left.Push((element.ChildNodes[i], false));
        }
    }

    private static void Append(StringBuilder text, IText node)
    {
        if (node.ParentElement?.LocalName == "pre")
        {
            text.Append(node.Data);
            return;
        }

        foreach (var c in node.Data)
        {
            if (!char.IsWhiteSpace(c))
            {
                text.Append(c);
            }
            else if (text.Length > 0 && text[^1] is not (' ' or '\n'))
            {
                text.Append(' ');
            }
        }
    }

    private static void BreakLine(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != '\n')
        {
            text.Append('\n');
        }
    }

    private static bool IsUnseen(IElement element)
    {
        if (Unseen.Contains(element.LocalName) || element.HasAttribute("hidden"))
        {
            return true;
        }

        return element.GetAttribute("style") is { } style && Hiding().IsMatch(style);
    }

    private static bool IsQuote(IElement element) =>
        element.LocalName == "blockquote"
        || element.ClassList.Any(name => name is "gmail_quote" or "gmail_quote_container" or "gmail_attr" or "gmail_extra" or "yahoo_quoted" or "moz-cite-prefix" or "protonmail_quote" or "tutanota_quote");

    // Outlook puts the mail that is answered after this element, not into it; a signature ends what somebody wrote, too.
    private static bool EndsAnswer(IElement element) =>
        element.Id is "divRplyFwdMsg" or "appendonsend" or "reply-intro" or "mail-editor-reference-message-container" or "Signature" or "ms-outlook-mobile-signature"
        || element.ClassList.Any(name => name is "OutlookMessageHeader" or "gmail_signature" or "gmail_signature_prefix" or "moz-signature" or "protonmail_signature_block");

    [GeneratedRegex("</?(div|span|ul|ol|table|blockquote|center|section|article|dl|main|header|footer|form|button|svg|math)\\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Containers();

    // They say nothing, and parsers copy open ones into every paragraph.
    [GeneratedRegex("</?(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(\\s[^<>]*)?>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Formatting();

    [GeneratedRegex(@"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(px|pt|em|%)?\s*(;|!|$)|opacity\s*:\s*0\s*(;|!|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hiding();
}
