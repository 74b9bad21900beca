using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Tests.Calendars;
using CsCheck;
using Xunit;
using static Approvals.Core.Tests.Catalogue.Forms;

namespace Approvals.Core.Tests.Catalogue;

/// <summary>What holds of derived values, whatever the form.</summary>
public sealed class ValueTests
{
    private static readonly FieldSpec A = Field("a", FieldKind.Number), B = Field("b", FieldKind.Number), From = Field("from", FieldKind.Date), To = Field("to", FieldKind.Date), Mail = Field("mail", FieldKind.Email);
    private static readonly Gen<decimal> AnyNumber = Gen.Int[-1_000_000, 1_000_000].Select(cents => cents / 100m);
    private static readonly Gen<DateOnly> AnyDay = Gen.Int[0, 4000].Select(days => new DateOnly(2020, 1, 1).AddDays(days));
    private static readonly Person Office = Ann with { Calendar = SomeCalendar.Office("Europe/Berlin", new DateOnly(2026, 12, 25)) };
    private static readonly Quarters Fiscal = new(2, new TimeOnly(23, 59), TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles"));

    [Fact]
    public void A_sum_less_a_part_is_the_other_part() => Gen.Select(AnyNumber, AnyNumber).Sample((a, b) =>
    {
        var sum = Number(new Formula.Sum([Of(A), Of(B)]), (A.Name, a), (B.Name, b))!.Value;
        Assert.Equal(a + b, sum);
        Assert.Equal(b, Number(new Formula.Difference(Of(A), Of(B)), (A.Name, sum), (B.Name, a)));
    });

    [Fact]
    public void What_needs_something_empty_is_empty() => Gen.Select(AnyNumber, Gen.Bool).Sample((a, first) =>
    {
        var form = (first ? A.Name : B.Name, (object)a);
        Formula[] all = [new Formula.Sum([Of(A), Of(B)]), new Formula.Difference(Of(A), Of(B)), new Formula.Percent(Of(A), Of(B))];
        Assert.All(all, formula => Assert.Null(Number(formula, form)));
    });

    [Fact]
    public void A_percentage_is_that_part_of_the_whole() => Gen.Select(AnyNumber, AnyNumber.Where(whole => whole != 0)).Sample((part, whole) =>
    {
        var percent = Number(new Formula.Percent(Of(A), Of(B)), (A.Name, part), (B.Name, whole))!.Value;
        Assert.InRange((percent / 100 * whole) - part, -Math.Abs(whole) * 0.00005m, Math.Abs(whole) * 0.00005m);
    });

    [Fact]
    public void Days_add_up_over_any_day_between_and_turn_with_their_ends() => Gen.Select(AnyDay, AnyDay, AnyDay).Sample((a, b, c) =>
    {
        Assert.Equal(Days(a, c), Days(a, b) + Days(b, c));
        Assert.Equal(-Days(b, a), Days(a, b));
        Assert.Equal(b, a.AddDays((int)Days(a, b)));
    });

    [Fact]
    public void The_working_day_so_many_ahead_is_that_many_working_days_away() => Gen.Select(AnyDay, Gen.Int[1, 60]).Sample((day, ahead) =>
    {
        var scene = Scene((From.Name, Written(day)));
        var there = new Formula.BusinessDate(Of(From), ahead).Of(scene)!.Canonical;
        Assert.Equal(ahead, Number(new Formula.BusinessDays(Of(From), Of(To)), (From.Name, Written(day)), (To.Name, there)));
    });

    [Fact]
    public void A_day_lies_in_the_quarter_that_ends_on_or_after_it_and_within_three_months() => AnyDay.Sample(day =>
    {
        var end = DateOnly.Parse(new Formula.QuarterEnd(Fiscal, Of(From)).Of(Scene((From.Name, Written(day))))!.Canonical, CultureInfo.InvariantCulture);
        Assert.True(end >= day && end.AddDays(1).AddMonths(-3) <= day);
        Assert.Equal(1, end.AddDays(1).Day);
    });

    [Fact]
    public void The_hours_left_are_the_whole_ones_until_the_quarter_closes() => Gen.Int[0, 5_000_000].Sample(minutes =>
    {
        var scene = new Scene(ImmutableDictionary<string, FieldValue>.Empty, new EvaluationContext(Now.AddMinutes(minutes), Office));
        var hours = ((FieldValue.Number)new Formula.HoursLeft(Fiscal).Of(scene)!).Value;
        var left = Fiscal.ClosesAtUtc(Fiscal.OpenAt(scene.AtUtc)!.Value) - scene.AtUtc;
        Assert.InRange(left - TimeSpan.FromHours((double)hours), TimeSpan.Zero, TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.InRange(left, TimeSpan.FromTicks(1), TimeSpan.FromDays(93));
    });

    [Fact]
    public void The_first_row_that_holds_decides_and_collect_takes_all() => Gen.Select(Gen.Int[-50, 50].Array[1, 6], Gen.Int[-60, 60]).Sample((bounds, value) =>
    {
        var rows = bounds.Select((bound, i) => new ValueRow(When(A, $"<= {bound}"), new Formula.Constant(new FieldValue.Text($"{i}")))).ToImmutableArray();
        var hits = bounds.Select((bound, i) => (bound, i)).Where(row => value <= row.bound).Select(row => $"{row.i}").ToArray();
        var scene = Scene((A.Name, value));
        Assert.Equal(hits.FirstOrDefault() ?? "none", new Formula.First(rows, new Formula.Constant(new FieldValue.Text("none"))).Of(scene)!.Canonical);
        Assert.Equal(hits, (new Formula.Collect(rows).Of(scene) as FieldValue.Choices)?.Values ?? []);
    });

    [Fact]
    public void The_domain_is_what_stands_behind_the_at_in_small_letters() => Gen.Char["abcXYZ"].Array[1, 8].Select(letters => new string(letters)).Sample(name =>
        Assert.Equal($"{name}.example".ToLowerInvariant(), new Formula.Domain(Mail).Of(Scene((Mail.Name, $"{name}@{name}.example")))!.Canonical));

    private static Operand.OfField Of(FieldSpec spec) => new Operand.OfField(spec, 0);

    private static decimal Days(DateOnly from, DateOnly to) => Number(new Formula.Days(Of(From), Of(To)), (From.Name, Written(from)), (To.Name, Written(to)))!.Value;

    private static decimal? Number(Formula formula, params (string, object)[] form) => (formula.Of(Scene(form)) as FieldValue.Number)?.Value;

    private static Scene Scene(params (string, object)[] form) => new(Fill(form), new EvaluationContext(Now, Office));

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
