using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;
using CsCheck;
using Xunit;
using static Approvals.Core.Tests.Catalogue.Forms;

namespace Approvals.Core.Tests.Catalogue;

public sealed class ConditionTests
{
    private static readonly FieldSpec Days = Field("days", FieldKind.Integer);
    private static readonly FieldSpec Start = Field("start", FieldKind.Date);
    private static readonly FieldSpec Client = Version("client");
    private static readonly FieldSpec Site = Choice("site", "North", "South");
    private static readonly FieldSpec Flag = Field("flag", FieldKind.Flag);
    private static readonly FieldSpec Tags = Field("tags", FieldKind.Choices) with { Choices = [new("a", "A"), new("b", "B")] };

    [Theory]
    [InlineData("31..45", 30, false)]
    [InlineData("31..45", 31, true)]
    [InlineData("31..45", 45, true)]
    [InlineData("31..45", 46, false)]
    [InlineData("(31..45)", 31, false)]
    [InlineData("(31..45]", 45, true)]
    [InlineData("[31..45)", 45, false)]
    [InlineData("> 90", 90, false)]
    [InlineData("> 90", 91, true)]
    [InlineData("<= 30", 30, true)]
    [InlineData("< 30", 30, false)]
    [InlineData("12", 12, true)]
    [InlineData("not 12", 12, false)]
    [InlineData("not [24, 36]", 36, false)]
    [InlineData("not [24, 36]", 12, true)]
    [InlineData("-5..5", -5, true)]
    public void Numbers(string test, int value, bool holds) => Assert.Equal(holds, Holds(Days, test, value));

    [Theory]
    [InlineData("< 15.0", "9.5", true)]
    [InlineData("< 15.0", "14.10", true)]
    [InlineData("< 15.0", "15.0", false)]
    [InlineData(">= 15.0", "15.0.0", true)]
    [InlineData(">= 14.9", "14.10", true)]
    [InlineData("15.0..17.99", "17.5.2", true)]
    [InlineData("15.0", "15.0.0", true)]
    public void Versions_are_compared_part_by_part(string test, string value, bool holds) => Assert.Equal(holds, Holds(Client, test, value));

    [Theory]
    [InlineData("> today", "2026-11-24", false)]
    [InlineData("> today", "2026-11-25", true)]
    [InlineData("<= today + 30", "2026-12-24", true)]
    [InlineData("<= today + 30", "2026-12-25", false)]
    [InlineData(">= today - 1", "2026-11-23", true)]
    [InlineData("2026-01-01..2026-12-31", "2026-12-31", true)]
    public void Dates_are_compared_to_the_requesters_day(string test, string value, bool holds) => Assert.Equal(holds, Holds(Start, test, value));

    [Theory]
    [InlineData("North", "North", true)]
    [InlineData("not North", "North", false)]
    [InlineData("not North", null, true)]
    [InlineData("North", null, false)]
    [InlineData("empty", null, true)]
    [InlineData("filled", null, false)]
    [InlineData("filled", "South", true)]
    [InlineData("-", null, true)]
    public void Texts(string test, string? value, bool holds) => Assert.Equal(holds, Holds(Site, test, value));

    [Theory]
    [InlineData("true", true, true)]
    [InlineData("true", false, false)]
    [InlineData("false", false, true)]
    public void Flags(string test, bool value, bool holds) => Assert.Equal(holds, Holds(Flag, test, value));

    [Fact]
    public void A_flag_that_is_not_stated_is_neither() =>
        Assert.Equal((false, false), (Holds(Flag, "true", null), Holds(Flag, "false", null)));

    [Fact]
    public void A_set_passes_when_it_has_the_value() =>
        Assert.Equal((true, false, true), (Holds(Tags, "a", new[] { "a", "b" }), Holds(Tags, "a", new[] { "b" }), Holds(Tags, "not a", new[] { "b" })));

    [Fact]
    public void A_field_is_compared_to_another_one()
    {
        var until = Field("until", FieldKind.Date);
        var condition = When(Start, "<= field:until + 21", until);
        Assert.True(condition.Holds(Scene(("start", "2027-01-22"), ("until", "2027-01-01"))));
        Assert.False(condition.Holds(Scene(("start", "2027-01-23"), ("until", "2027-01-01"))));
        Assert.False(condition.Holds(Scene(("start", "2027-01-23"))));
    }

    [Fact]
    public void A_text_is_compared_to_another_one()
    {
        var other = Choice("other", "North", "South");
        var condition = When(Site, "not field:other", other);
        Assert.True(condition.Holds(Scene(("site", "North"), ("other", "South"))));
        Assert.False(condition.Holds(Scene(("site", "North"), ("other", "North"))));
    }

    [Fact]
    public void The_requesters_attributes_can_be_asked_for()
    {
        Assert.True(new Condition([[new Clause(new Subject.Requester(RequesterAttribute.Region), new Test.Is("EMEA"))]]).Holds(Scene()));
        Assert.True(new Condition([[new Clause(new Subject.Requester(RequesterAttribute.Domain), new Test.Is("example.com"))]]).Holds(Scene()));
        Assert.False(new Condition([[new Clause(new Subject.Requester(RequesterAttribute.Mail), new Test.Is("bo@example.com"))]]).Holds(Scene()));
    }

    [Fact]
    public void One_of_the_groups_must_hold_wholly()
    {
        var condition = new Condition([[new(new Subject.Field(Days), Test(Days, "> 3")), new(new Subject.Field(Site), Test(Site, "North"))], [new(new Subject.Field(Flag), Test(Flag, "true"))]]);
        Assert.False(condition.Holds(Scene(("days", 4), ("site", "South"))));
        Assert.True(condition.Holds(Scene(("days", 4), ("site", "North"))));
        Assert.True(condition.Holds(Scene(("flag", true))));
        Assert.Equal("'days' is more than 3 and 'site' is North, or 'flag' is yes", condition.ToString());
    }

    [Fact]
    public void Today_is_that_of_the_requesters_zone()
    {
        var tokyo = new BusinessCalendar("t", TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), [new WorkingHours(DayOfWeek.Monday, new TimeOnly(9, 0), new TimeOnly(17, 0))], []);
        var lateEvening = new EvaluationContext(new DateTimeOffset(2026, 11, 24, 20, 0, 0, TimeSpan.Zero), Ann with { Calendar = tokyo });
        Assert.Equal(new DateOnly(2026, 11, 25), new Scene(Fill(), lateEvening).Today);
    }

    [Fact]
    public void The_order_of_versions_is_that_of_their_parts() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 40]).Select(Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 40])).Sample((a, b) =>
        {
            Assert.True(VersionNumber.TryParse($"{a.Item1}.{a.Item2}.{a.Item3}", out var left));
            Assert.True(VersionNumber.TryParse($"{b.Item1}.{b.Item2}.{b.Item3}", out var right));
            Assert.Equal(a.CompareTo(b), left.CompareTo(right));
        });

    [Fact]
    public void Every_number_is_in_exactly_one_of_neighbouring_ranges() =>
        Gen.Int[0, 400].Sample(days => Assert.Single(new[] { "<= 30", "31..45", "46..60", "61..90", "> 90" }, test => Holds(Days, test, days)));

    [Theory]
    [InlineData("15")]
    [InlineData("15.x")]
    [InlineData("v15.0")]
    [InlineData("15.0.0.0")]
    [InlineData("15..0")]
    [InlineData("15.9999999")]
    [InlineData("")]
    public void What_is_no_version_is_none(string text) => Assert.False(VersionNumber.TryParse(text, out _));

    private static Scene Scene(params (string, object)[] values) => new(Fill(values), new EvaluationContext(Now, Ann));
}
