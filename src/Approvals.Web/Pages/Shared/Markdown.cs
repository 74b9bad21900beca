using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Core.Catalogue;

namespace Approvals.Web.Pages.Shared;

/// <summary>The little Markdown that guidance is written in: paragraphs, headings, lists, strong, stress, code and links. Everything else is text.</summary>
internal static partial class Markdown
{
    // A mark after a backslash stands here, out of the way of the marks, until the text is written out.
    private const char Escaped = '\uE000';

    public static ImmutableArray<Block> Parse(string text)
    {
        var blocks = ImmutableArray.CreateBuilder<Block>();
        var paragraph = new List<string>();
        var items = new List<string>();
        var ordered = false;

        foreach (var line in Hide(text).ReplaceLineEndings("\n").Split('\n'))
        {
            var trimmed = line.Trim();
            if (ItemOf(trimmed, out var number) is { } item)
            {
                if (items.Count > 0 && ordered != number)
                {
                    Flush();
                }

                FlushParagraph();
                ordered = number;
                items.Add(item);
            }
            else if (trimmed.Length == 0)
            {
                Flush();
            }
            else if (trimmed.StartsWith('#'))
            {
                Flush();
                blocks.Add(new Block.Heading(Inlines(trimmed.TrimStart('#').Trim())));
            }
            else if (items.Count > 0)
            {
                // An indented or plain line after an item goes on with it.
                items[^1] += " " + trimmed;
            }
            else
            {
                paragraph.Add(trimmed);
            }
        }

        Flush();
        return blocks.ToImmutable();

        void Flush()
        {
            FlushParagraph();
            if (items.Count > 0)
            {
                blocks.Add(new Block.Items(ordered, [.. items.Select(Inlines)]));
                items.Clear();
            }
        }

        void FlushParagraph()
        {
            if (paragraph.Count > 0)
            {
                blocks.Add(new Block.Paragraph(Inlines(string.Join(' ', paragraph))));
                paragraph.Clear();
            }
        }
    }

    private static string? ItemOf(string line, out bool ordered)
    {
        ordered = false;
        if (line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal))
        {
            return line[2..];
        }

        if (Numbered().Match(line) is { Success: true } match)
        {
            ordered = true;
            return line[match.Length..];
        }

        return null;
    }

    private static ImmutableArray<Inline> Inlines(string text)
    {
        var inlines = ImmutableArray.CreateBuilder<Inline>();
        var from = 0;
        foreach (var match in Marks().Matches(text).Cast<Match>())
        {
            if (match.Index > from)
            {
                inlines.Add(new Inline.Plain(Bare(text[from..match.Index])));
            }

            inlines.Add(match switch
            {
                _ when match.Groups["strong"].Success => new Inline.Strong(Bare(match.Groups["strong"].Value)),
                _ when match.Groups["stress"].Success => new Inline.Stress(Bare(match.Groups["stress"].Value)),
                _ when match.Groups["code"].Success => new Inline.Code(Bare(match.Groups["code"].Value)),
                _ when SafeUrl(Bare(match.Groups["url"].Value)) => new Inline.Link(Bare(match.Groups["text"].Value), Bare(match.Groups["url"].Value)),
                _ => new Inline.Plain(Bare(match.Value)),
            });
            from = match.Index + match.Length;
        }

        if (from < text.Length)
        {
            inlines.Add(new Inline.Plain(Bare(text[from..])));
        }

        return inlines.ToImmutable();
    }

    private static string Hide(string text) => text.Contains('\\', StringComparison.Ordinal)
        ? BackslashMark().Replace(text, mark => Markup.Marks.IndexOf(mark.Value[1], StringComparison.Ordinal) is >= 0 and var at ? ((char)(Escaped + at)).ToString() : mark.Value)
        : text;

    private static string Bare(string text) => text.Any(IsHidden) ? string.Concat(text.Select(c => IsHidden(c) ? Markup.Marks[c - Escaped] : c)) : text;

    private static bool IsHidden(char c) => c >= Escaped && c < Escaped + Markup.Marks.Length;

    /// <summary>Links lead to the web, to a mail address or to a page of the desk; never to a script.</summary>
    public static bool SafeUrl(string url) =>
        (url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\', StringComparison.Ordinal))
        || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" or "mailto");

    [GeneratedRegex(@"\\.")]
    private static partial Regex BackslashMark();

    [GeneratedRegex(@"^\d{1,3}[.)] ")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\*\*(?<strong>[^*]+)\*\*|\*(?<stress>[^*\s][^*]*)\*|`(?<code>[^`]+)`|\[(?<text>[^\]]+)\]\((?<url>[^)\s]+)\)")]
    private static partial Regex Marks();
}

internal abstract record Block
{
    private Block() { }

    public sealed record Heading(ImmutableArray<Inline> Text) : Block;
    public sealed record Paragraph(ImmutableArray<Inline> Text) : Block;
    public sealed record Items(bool Ordered, ImmutableArray<ImmutableArray<Inline>> Each) : Block;
}

internal abstract record Inline
{
    private Inline() { }

    public sealed record Plain(string Text) : Inline;
    public sealed record Strong(string Text) : Inline;
    public sealed record Stress(string Text) : Inline;
    public sealed record Code(string Text) : Inline;
    public sealed record Link(string Text, string Url) : Inline;
}
