using Approvals.Core.Requests;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>Out of office as <c>people.yaml</c> says it: days of the person's zone.</summary>
public sealed class AbsenceTests
{
    [Fact]
    public async Task An_absence_is_whole_days_of_the_persons_zone()
    {
        var bo = await FindAsync("{ from: 2026-12-21, back: 2027-01-04 }");

        Assert.Null(bo.AwayAt(At("2026-12-20T22:59:59Z")));
        Assert.Equal(At("2027-01-03T23:00:00Z"), bo.AwayAt(At("2026-12-20T23:00:00Z"))?.UntilUtc);
        Assert.Null(bo.AwayAt(At("2027-01-03T23:00:00Z")));
    }

    [Fact]
    public async Task Without_a_return_nobody_knows_until_when()
    {
        var bo = await FindAsync("{ from: 2026-12-21 }");
        Assert.Null(bo.AwayAt(At("2036-01-01T00:00:00Z"))!.UntilUtc);
    }

    [Theory]
    [InlineData("{ from: tomorrow }", "'from' can not be 'tomorrow'")]
    [InlineData("{ back: 2027-01-04 }", "'from' is missing")]
    [InlineData("{ from: 2027-01-04, back: 2027-01-04 }", "'back' is the first day after the absence")]
    [InlineData("{ from: 2027-01-04, until: 2027-01-05 }", "'until' is not known here")]
    public void What_is_wrong_is_told(string absence, string what) =>
        Assert.Contains(With(absence).Errors(), error => error.What.StartsWith(what, StringComparison.Ordinal) && error.File == "people.yaml");

    private static async Task<Core.Chains.Person> FindAsync(string absence) =>
        (await With(absence).Load().Directory.FindAsync(EmailAddress.Parse("bo@example.com"), TestContext.Current.CancellationToken))!;

    private static SmallCatalogue With(string absence) =>
        new SmallCatalogue().Change("people.yaml", "name: Bo, manager: ann@example.com, calendar: main }", $"name: Bo, manager: ann@example.com, calendar: main, away: [{absence}] }}");

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture);
}
