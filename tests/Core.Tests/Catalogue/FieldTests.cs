using Approvals.Core.Catalogue;
using CsCheck;
using Xunit;
using static Approvals.Core.Tests.Catalogue.Forms;

namespace Approvals.Core.Tests.Catalogue;

public sealed class FieldTests
{
    [Theory]
    [InlineData(FieldKind.Text, 5, "Enter a text.")]
    [InlineData(FieldKind.Integer, "5", "Enter a number, without quotes.")]
    [InlineData(FieldKind.Flag, "yes", "Answer with true or false.")]
    [InlineData(FieldKind.Date, "31.1.2027", "Enter a date as year-month-day, like 2027-01-31.")]
    [InlineData(FieldKind.Date, "2027-02-29", "Enter a date as year-month-day, like 2027-01-31.")]
    [InlineData(FieldKind.Email, "ann", "Enter one mail address, like name@example.com.")]
    [InlineData(FieldKind.Email, "a@b.c, d@e.f", "Enter one mail address, like name@example.com.")]
    [InlineData(FieldKind.Url, "http://example.com", "Enter a whole web address that starts with https://.")]
    [InlineData(FieldKind.Url, "javascript:alert(1)", "Enter a whole web address that starts with https://.")]
    [InlineData(FieldKind.Url, "https://ann:secret@example.com", "Enter a whole web address that starts with https://.")]
    [InlineData(FieldKind.Text, "a\nb", "Write it on one line, without line breaks and tabs.")]
    [InlineData(FieldKind.Text, "a\u0007b", "Remove the control character U+0007 at position 2.")]
    [InlineData(FieldKind.LongText, "a\u0000b", "Remove the control character U+0000 at position 2.")]
    [InlineData(FieldKind.LongText, "abc\u202eb", "Remove the invisible character U+202E at position 4: it changes how the text is read.")]
    public void A_wrong_value_is_told_what_to_do(FieldKind kind, object value, string message) =>
        Assert.Equal(message, Error(Topic(Field("f", kind)), "f", ("f", value)));

    [Fact]
    public void Half_a_character_is_refused() =>
        Assert.Equal("Remove the broken character at position 2.", Error(Topic(Field("f", FieldKind.LongText)), "f", ("f", $"a{(char)0xd800}b")));

    [Fact]
    public void Long_text_may_have_lines_tabs_and_any_script() =>
        Assert.IsType<Evaluation.Drafted>(Evaluate(Topic(Field("f", FieldKind.LongText)), ("f", "Zeile 1\r\n\tZeile 2 \u65e5\u672c\u8a9e \ud83d\ude00 <script>")));

    [Fact]
    public void Values_come_out_in_one_spelling()
    {
        var topic = Topic(Field("mail", FieldKind.Email), Field("text", FieldKind.LongText), Field("many", FieldKind.Choices) with { Choices = [new("a", "A"), new("b", "B")] });
        var drafted = Assert.IsType<Evaluation.Drafted>(Evaluate(topic, ("mail", " Ann@Example.COM "), ("text", " a\r\nb "), ("many", new[] { "b", "a", "b" })));
        Assert.Equal(("ann@example.com", "a\nb", "a\nb"), (Canonical("mail"), Canonical("text"), Canonical("many")));

        string Canonical(string name) => drafted.Draft.Content.Fields[name].Canonical;
    }

    [Fact]
    public void Texts_longer_than_their_limit_are_refused() =>
        Assert.Equal("Shorten it to 200 characters; it has 201.", Error(Topic(Field("f", FieldKind.Text)), "f", ("f", new string('x', 201))));

    [Fact]
    public void Texts_of_any_size_are_refused_without_being_read() =>
        Assert.Equal("Shorten it to 200 characters; it has 5000000.", Error(Topic(Field("f", FieldKind.Text)), "f", ("f", new string('\u0007', 5_000_000))));

    [Fact]
    public void Limits_of_numbers_are_inclusive()
    {
        var topic = Topic(Field("f", FieldKind.Integer) with { Min = 1, Max = 1000 });
        Assert.Equal("Enter 1 or more.", Error(topic, "f", ("f", 0)));
        Assert.Equal("Enter 1,000 or less.", Error(topic, "f", ("f", 1001)));
        Assert.Equal("Enter a whole number.", Error(topic, "f", ("f", 1.5m)));
        Assert.Null(Error(topic, "f", ("f", 1)));
        Assert.Null(Error(topic, "f", ("f", 1000.0m)));
    }

    [Fact]
    public void A_future_date_is_after_today()
    {
        var topic = Topic(Field("f", FieldKind.Date) with { FutureOnly = true, MaxDaysAhead = 30 });
        Assert.Equal("Choose a date after today (2026-11-24).", Error(topic, "f", ("f", "2026-11-24")));
        Assert.Null(Error(topic, "f", ("f", "2026-11-25")));
        Assert.Null(Error(topic, "f", ("f", "2026-12-24")));
        Assert.Equal("Choose a date up to 2026-12-24, 30 days from today.", Error(topic, "f", ("f", "2026-12-25")));
    }

    [Fact]
    public void A_pattern_must_match_the_whole_text()
    {
        var topic = Topic(Field("f", FieldKind.Text) with { Pattern = "a|b+", PatternHelp = "Enter an a, or some b." });
        Assert.Equal("Enter an a, or some b.", Error(topic, "f", ("f", "abb")));
        Assert.Null(Error(topic, "f", ("f", "bb")));
    }

    [Fact]
    public void A_choice_names_what_is_offered() =>
        Assert.Equal("Choose one of: North, South.", Error(Topic(Choice("f", "North", "South")), "f", ("f", "north")));

    [Fact]
    public void Unknown_fields_are_told_with_what_was_probably_meant() =>
        Assert.Equal("There is no such field. Did you mean 'accountName'? Leave it out.", Error(Topic(Field("accountName", FieldKind.Text)), "acountName", ("acountName", "x")));

    [Fact]
    public void Blank_is_as_good_as_left_out()
    {
        var topic = Topic(Field("f", FieldKind.Text) with { Required = true }, Field("g", FieldKind.Text));
        Assert.Equal("Fill in 'f'.", Error(topic, "f", ("f", "  "), ("g", "")));
        Assert.Empty(Assert.IsType<Evaluation.Drafted>(Evaluate(Topic(Field("g", FieldKind.Text)), ("g", ""))).Draft.Content.Fields);
    }

    [Fact]
    public void A_field_may_be_required_by_another()
    {
        var route = Choice("route", "Direct", "Distributor");
        var topic = Topic(route, Field("distributor", FieldKind.Text) with { RequiredWhen = When(route, "Distributor") });
        Assert.Equal("Fill in 'distributor': it is needed when 'route' is Distributor.", Error(topic, "distributor", ("route", "Distributor")));
        Assert.Null(Error(topic, "distributor", ("route", "Direct")));
    }

    [Fact]
    public void A_field_that_is_not_shown_must_be_left_out()
    {
        var reason = Choice("reason", "Known", "Other");
        var topic = Topic(reason, Field("words", FieldKind.Text) with { VisibleWhen = When(reason, "Other"), Required = true });
        Assert.Equal("Leave 'words' out: it is asked for only when 'reason' is Other.", Error(topic, "words", ("reason", "Known"), ("words", "x")));
        Assert.Equal("Fill in 'words'.", Error(topic, "words", ("reason", "Other")));
        Assert.Null(Error(topic, "words", ("reason", "Known")));
        Assert.Null(Error(topic, "words", ("reason", "wrong"), ("words", "x")));
    }

    [Fact]
    public void What_is_shown_has_labels_and_the_order_of_the_form()
    {
        var topic = Topic(
            Field("z", FieldKind.Number) with { Label = "Amount", Unit = "USD" }, Field("pct", FieldKind.Number) with { Label = "Discount", Unit = "%" },
            Field("flag", FieldKind.Flag) with { Label = "Sure" }, Choice("c", "a") with { Label = "Choice", Choices = [new("a", "The first")] });
        var drafted = Assert.IsType<Evaluation.Drafted>(Evaluate(topic, ("c", "a"), ("flag", true), ("pct", 2.50m), ("z", 48000)));
        Assert.Equal(
            ["Amount: 48,000 USD", "Discount: 2.5%", "Sure: Yes", "Choice: The first"],
            drafted.Draft.Content.Shown.Select(shown => $"{shown.Label}: {shown.Text}"));
    }

    [Fact]
    public void No_text_of_any_kind_throws() =>
        Gen.Select(Gen.String, Gen.Enum<FieldKind>()).Sample((text, kind) =>
            Assert.NotNull(Evaluate(Topic(Field("f", kind) with { Choices = kind is FieldKind.Choice or FieldKind.Choices ? [new("a", "A")] : [] }), ("f", text))));

    [Fact]
    public void What_was_accepted_once_is_accepted_as_it_came_out() =>
        Gen.String[0, 60].Sample(text =>
        {
            var topic = Topic(Field("f", FieldKind.LongText));
            if (Evaluate(topic, ("f", text)) is Evaluation.Drafted { Draft: var first })
            {
                var again = Assert.IsType<Evaluation.Drafted>(TopicEvaluator.Evaluate(topic, first.Content.Fields, new EvaluationContext(Now, Ann)));
                Assert.Equal(first.Content, again.Draft.Content);
            }
        });
}
