using Approvals.Core.Calendars;
using CsCheck;
using Xunit;

namespace Approvals.Core.Tests.Calendars;

/// <summary>The calendar against a walk by minutes, around changes of clocks in every zone. Seeds as for <see cref="CalendarPropertyTests"/>.</summary>
public sealed class CalendarOracleTests
{
    private const int MinutesLookedAt = 3 * 24 * 60;
    private const int CasesInEachZone = 2;

    [Fact]
    public void The_calendar_agrees_with_a_walk_by_minutes()
    {
        var questions = Gen.Select(Gen.Int[0, MinutesLookedAt], Gen.Int[0, MinutesLookedAt], (one, other) => new Question(Math.Min(one, other), Math.Max(one, other))).Array[12];
        foreach (var zone in Zones.All)
        {
            SomeCalendar.AnyWithMoment(zone).Select(questions, (one, asked) => new Case(one.Calendar, one.At, asked))
                .Sample(Agrees, iter: CasesInEachZone, threads: 1);
        }
    }

    private static bool Agrees(Case given)
    {
        var start = given.Around.AddMinutes(-MinutesLookedAt / 2);
        var walk = new MinuteWalk(given.Calendar, start, start.AddMinutes(MinutesLookedAt));
        return given.Asked.All(question =>
        {
            var (from, to, length) = (start.AddMinutes(question.From), start.AddMinutes(question.To), (question.To - question.From) / 4);
            return given.Calendar.IsWorking(from) == walk.IsWorking(from)
                && given.Calendar.Between(from, to) == TimeSpan.FromMinutes(walk.Between(from, to))
                && (walk.Add(from, length) is not { } due || given.Calendar.Add(from, TimeSpan.FromMinutes(length)) == due);
        });
    }

    private sealed record Question(int From, int To);

    private sealed record Case(BusinessCalendar Calendar, DateTimeOffset Around, Question[] Asked)
    {
        public override string ToString() => $"{SomeCalendar.Describe(Calendar)}; around {Around:u}; minutes {string.Join(", ", Asked.Select(asked => $"{asked.From}-{asked.To}"))}";
    }
}
