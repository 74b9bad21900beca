using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;

namespace Approvals.Core.Tests.Requests;

/// <summary>Reminders, escalation and expiry: always on, never early.</summary>
public sealed partial class RuleTests
{
    [Fact]
    public void Time_moves_on_with_every_tick_that_is_due_until_there_is_nothing_left_to_wait_for() => InEveryPlay(play =>
    {
        var (state, now) = (play.End, play.Now);
        for (var ticks = 0; Schedule.NextDue(state) is { } due; ticks++)
        {
            now = due > now ? due : now;
            var accepted = Assert.IsType<Outcome.Accepted>(Decider.Decide(state, new Command.Tick { At = now, CommandId = $"t{ticks}", By = Actor.System, Facts = play.Facts }));
            Assert.NotEmpty(accepted.Events);
            state = accepted.Events.Aggregate(state, Evolver.Evolve);
            Assert.True(Schedule.NextDue(state) is null || Schedule.NextDue(state) > now);
            Assert.InRange(ticks, 0, 500);
        }
    });

    [Fact]
    public void Time_never_comes_early() => InEveryPlay(play =>
    {
        foreach (var beat in play.Beats.Where(beat => beat.Command is Command.Tick))
        {
            var (request, at, facts) = (beat.Before.Facts, beat.Command.At, beat.Command.Facts);
            if (Schedule.NextDue(beat.Before) is not { } due || due > at)
            {
                Assert.All(beat.Events, e => Assert.True(e is RequestEvent.StepEscalated or RequestEvent.EscalationExhausted));
            }

            foreach (var e in beat.Events)
            {
                switch (e)
                {
                    case RequestEvent.Reminded x:
                        Assert.Contains(request!.Step(x.Step)!.Assignments, a => a.IsOpen && a.Assignee == x.Assignee && a.Reminders.Any(r => r.Percent == x.Percent && r.AtUtc <= at));
                        Assert.True(facts.People[x.Assignee].Calendar.IsWorking(at));
                        break;
                    case RequestEvent.StepExpired x:
                        Assert.All(request!.Step(x.Step)!.Assignments.Where(a => a.IsOpen), a => Assert.True(a.Assignment.Clock.ExpireAtUtc is null || a.Assignment.Clock.ExpireAtUtc <= at));
                        break;
                    case RequestEvent.StepEscalated x when facts.People[x.From].Active && request!.WhyBarred(x.From, beat.Command) is null:
                        Assert.True(beat.Events.Any(other => other is RequestEvent.StepExpired expired && expired.Step == x.Step)
                            || request!.Step(x.Step)!.Assignments.Any(a => a.IsOpen && a.Assignee == x.From && (a.Unreached || a.Assignment.Clock.EscalateAtUtc <= at)));
                        break;
                }
            }
        }
    });
}
