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
                Assert.All(beat.Events, e => Assert.True(
                    e is RequestEvent.StepEscalated or RequestEvent.EscalationExhausted or RequestEvent.AssigneeAway or RequestEvent.StandInChanged));
            }

            foreach (var e in beat.Events)
            {
                switch (e)
                {
                    case RequestEvent.Reminded x:
                        Assert.Contains(request!.Step(x.Step)!.Assignments, a => a.IsOpen && a.Assignee == x.Assignee && a.Reminders.Any(r => r.Percent == x.Percent && r.AtUtc <= at));
                        Assert.True(facts.People[Reader(beat.After, x)].Calendar.IsWorking(at));
                        Assert.True(Reader(beat.After, x) != x.Assignee || facts.People[x.Assignee].AwayAt(at) is null or { UntilUtc: null });
                        break;
                    case RequestEvent.StepExpired x:
                        Assert.All(request!.Step(x.Step)!.Assignments.Where(a => a.IsOpen), a => Assert.True(a.Assignment.Clock.ExpireAtUtc is null || a.Assignment.Clock.ExpireAtUtc <= at));
                        break;
                    case RequestEvent.StepEscalated { Why: EscalationReason.Left } x:
                        Assert.False(facts.People[x.From].Active);
                        break;
                    case RequestEvent.StepEscalated { Why: EscalationReason.Barred } x:
                        Assert.NotNull(request!.WhyBarred(x.From, beat.Command));
                        break;
                    case RequestEvent.StepEscalated { Why: EscalationReason.Unreached } x:
                        Assert.Contains(request!.Step(x.Step)!.Assignments, a => a.IsOpen && a.Assignee == x.From && a.Unreached);
                        break;
                    case RequestEvent.StepEscalated { Why: EscalationReason.Away } x:
                        Assert.NotNull(facts.People[x.From].AwayAt(at));
                        break;
                    case RequestEvent.StepEscalated x:
                        Assert.True(beat.Events.Any(other => other is RequestEvent.StepExpired expired && expired.Step == x.Step)
                            || request!.Step(x.Step)!.Assignments.Any(a => a.IsOpen && a.Assignee == x.From && a.Assignment.Clock.EscalateAtUtc <= at));
                        break;
                }
            }
        }

        static EmailAddress Reader(RequestState after, RequestEvent.Reminded x) =>
            after.Facts!.Step(x.Step)!.Assignments.Where(a => a.Assignee == x.Assignee && a.AskedAtVersion > 0).Select(a => a.StandIn).LastOrDefault(standIn => standIn is not null) ?? x.Assignee;
    });

    [Fact]
    public void Nobody_who_is_away_is_passed_over_in_silence() => InEveryPlay(play =>
    {
        foreach (var beat in play.Beats.Where(beat => beat is { Command: Command.Tick, After: RequestState.Pending, Events.Length: < 20 } && !beat.Before.Facts!.Heard.Contains(beat.Command.CommandId)))
        {
            foreach (var asked in beat.After.Facts!.Steps.Where(step => step.Status == StepStatus.Open).SelectMany(step => step.Assignments).Where(a => a.IsOpen))
            {
                Assert.True(beat.Command.Facts.People[asked.Assignee].AwayAt(beat.Command.At) is null || asked.Escalated || asked.AwayNoted || asked.StandIn is not null);
            }
        }
    });
}
