using Approvals.Web.Pages.Shared;

namespace Web.Tests.Pages;

public sealed class MarkdownTests
{
    [Fact]
    public void Paragraphs_lists_and_headings_are_told_apart()
    {
        var blocks = Markdown.Parse("# Title\n\nOne\ntwo\n\n- a\n- b\n  goes on\n\n1. x\n2. y");
        Assert.Collection(
            blocks,
            block => Assert.IsType<Block.Heading>(block),
            block => Assert.Equal(new Inline.Plain("One two"), Assert.Single(Assert.IsType<Block.Paragraph>(block).Text)),
            block => Assert.Equal(new Inline.Plain("b goes on"), Assert.Single(Assert.IsType<Block.Items>(block).Each[1])),
            block => Assert.True(Assert.IsType<Block.Items>(block).Ordered));
    }

    [Fact]
    public void Marks_inside_a_line_are_read()
    {
        var text = Assert.IsType<Block.Paragraph>(Assert.Single(Markdown.Parse("A **b** *c* `d` [e](/new/f)."))).Text;
        Assert.Equal(
            [new Inline.Plain("A "), new Inline.Strong("b"), new Inline.Plain(" "), new Inline.Stress("c"), new Inline.Plain(" "), new Inline.Code("d"), new Inline.Plain(" "), new Inline.Link("e", "/new/f"), new Inline.Plain(".")],
            text);
    }

    [Theory]
    [InlineData("\\*\\*b\\*\\*", "**b**")]
    [InlineData("\\[x\\](https://example.com)", "[x](https://example.com)")]
    [InlineData("\\- a", "- a")]
    [InlineData("\\# a", "# a")]
    [InlineData("1\\. a", "1. a")]
    [InlineData("\\`a\\`", "`a`")]
    [InlineData("C:\\temp", "C:\\temp")]
    public void A_mark_after_a_backslash_is_text(string text, string shown) =>
        Assert.Equal([new Inline.Plain(shown)], Assert.IsType<Block.Paragraph>(Assert.Single(Markdown.Parse(text))).Text);

    [Fact]
    public void Whatever_is_escaped_comes_out_as_it_was()
    {
        foreach (var first in Enumerable.Range(' ', 95))
        {
            foreach (var text in Enumerable.Range('!', 94).Select(second => $"{(char)first}{(char)second}"))
            {
                var block = Assert.IsType<Block.Paragraph>(Assert.Single(Markdown.Parse(Approvals.Core.Catalogue.Markup.Escape(text))));
                Assert.Equal([new Inline.Plain(text.Trim())], block.Text);
            }
        }
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("vbscript:x")]
    public void A_link_that_is_no_page_stays_text(string url) =>
        Assert.DoesNotContain(Assert.IsType<Block.Paragraph>(Assert.Single(Markdown.Parse($"[x]({url})"))).Text, inline => inline is Inline.Link);

    [Theory]
    [InlineData("**")]
    [InlineData("[x](")]
    [InlineData("- ")]
    [InlineData("#")]
    [InlineData("<script>alert(1)</script>")]
    public void Whatever_is_no_mark_is_text(string text) => Assert.NotNull(Markdown.Parse(text).ToArray());
}
