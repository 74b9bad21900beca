using Approvals.Core.Catalogue;
using CsCheck;
using Xunit;

namespace Approvals.Core.Tests.Catalogue;

public sealed class TemplateTests
{
    [Fact]
    public void Placeholders_are_replaced_and_unknown_ones_leave_nothing() =>
        Assert.Equal("Dear Ann, on step x: .", Template.Parse("Dear {{ name }}, on step {{step.name}}: {{nothing}}.").Render(name => name switch { "name" => "Ann", "step.name" => "x", _ => null }));

    [Fact]
    public void A_value_with_braces_is_not_read_again() =>
        Assert.Equal("{{secret}}", Template.Parse("{{a}}").Render(name => name == "a" ? "{{secret}}" : "leaked"));

    [Fact]
    public void Names_are_listed_once() => Assert.Equal(["a", "b.c"], Template.Parse("{{a}} {{b.c}} {{a}}").Names);

    [Theory]
    [InlineData("{{a", "never closed")]
    [InlineData("{{}}", "not the name")]
    [InlineData("{{a b}}", "not the name")]
    [InlineData("{{a.}}", "not the name")]
    [InlineData("{{{a}}}", "not the name")]
    public void What_is_no_placeholder_is_told(string text, string part)
    {
        Assert.False(Template.TryParse(text, out _, out var problem));
        Assert.Contains(part, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_without_placeholders_stays_as_it_is() =>
        Gen.String.Where(text => !text.Contains("{{", StringComparison.Ordinal)).Sample(text => Assert.Equal(text, Template.Parse(text).Render(_ => "x")));
}
