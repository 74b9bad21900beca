using Approvals.Core.Requests;
using Core.Tests.Audit;
using CsCheck;
using Xunit;

namespace Approvals.Core.Tests.Requests;

/// <summary>
/// The rules of the kernel, over random histories. A failure shrinks to a short plot and prints it with its seed: run it again with the environment
/// variable CsCheck_Seed set to that seed. For a long search set CsCheck_Iter to the number of histories.
/// </summary>
public sealed partial class RuleTests
{
    [Fact]
    public void Rule_1_the_same_command_twice_changes_nothing() => InEveryPlay(play =>
    {
        foreach (var beat in play.Beats.Where(beat => beat.Events.Length > 0))
        {
            Changes_nothing(beat.After, beat.Command);
            Changes_nothing(play.End, beat.Command);
        }
    });

    [Fact]
    public void Rule_1_and_the_same_question_gets_the_same_answer() => InEveryPlay(play =>
    {
        foreach (var beat in play.Beats)
        {
            Assert.True(Deep.Equal(beat.Outcome, Decider.Decide(beat.Before, beat.Command)));
        }
    });

    [Fact]
    public void Rule_2_a_decision_lands_in_the_round_and_the_step_that_it_names_and_nowhere_else() => InEveryPlay(play =>
    {
        foreach (var beat in play.Beats)
        {
            var answers = beat.Events.Select(Answer).OfType<(int Round, int Step, long Seen)>().ToArray();
            var named = beat.Command switch
            {
                Command.Approve c => c.Sight,
                Command.Reject c => c.Sight,
                Command.Return c => c.Sight,
                _ => (Sight?)null,
            };
            if (named is not { } sight || beat.Events.IsEmpty)
            {
                Assert.Empty(answers);
                continue;
            }

            var step = beat.Before.Facts!.Step(sight.Step)!;
            Assert.Equal([(sight.Round, sight.Step, sight.SeenVersion)], answers);
            Assert.Equal((StepStatus.Open, beat.Before.Facts.Round), (step.Status, sight.Round));
            Assert.InRange(sight.SeenVersion, step.ChangedAtVersion, beat.Before.Facts.Version);
        }

        static (int, int, long)? Answer(RequestEvent e) => e switch
        {
            RequestEvent.StepApproved x => (x.Round, x.Step, x.SeenVersion),
            RequestEvent.StepRejected x => (x.Round, x.Step, x.SeenVersion),
            RequestEvent.StepReturned { Assignee: not null } x => (x.Round, x.Step, x.SeenVersion),
            _ => null,
        };
    });

    [Fact]
    public void Rule_3_whatever_ends_a_round_leaves_nobody_asked() => InEveryPlay(play =>
    {
        foreach (var beat in play.Beats.Where(beat => beat.After is not RequestState.NotSubmitted))
        {
            Assert.Equal(beat.After is RequestState.Pending, beat.After.Facts!.Steps.Any(step => step.Status is StepStatus.Open));
            Assert.All(beat.After.Facts.Steps.Where(step => step.Status is not StepStatus.Open), step => Assert.DoesNotContain(step.Assignments, a => a.IsOpen));
            Assert.False(beat.After is not RequestState.Pending && beat.After.Facts.Steps.Any(step => step.Status is StepStatus.Waiting));
            if (beat.Events.Any(e => e is RequestEvent.StepRejected or RequestEvent.StepOverridden { Decision: OverrideDecision.Reject }))
            {
                Assert.Equal("rejected", beat.After.Status);
            }
        }
    });

    private static void InEveryPlay(Action<Play> holds) => AnyPlot.Any.Sample(
        plot =>
        {
            var play = Play.Of(plot);
            try
            {
                holds(play);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{e.Message}\n{play}", e);
            }
        },
        iter: Math.Max(300, Check.Iter),
        threads: 1);

    private static void Changes_nothing(RequestState state, Command command) => Assert.Empty(Assert.IsType<Outcome.Accepted>(Decider.Decide(state, command)).Events);

    private static string Bare(EmailAddress address) => $"{address.Value.Split('@')[0].Split('+')[0]}@{address.Domain}";

    private static GivenApproval Given(Request request, RequestEvent.ApprovalCarried carried) =>
        request.Approvals.Single(given => given.Assignee == carried.Assignee && given.Round == carried.FromRound && given.Step == carried.FromStep);

    private static IEnumerable<EmailAddress> Asks(RequestEvent e) => e switch
    {
        RequestEvent.StepOpened x => x.Assignments.Select(a => a.Assignee),
        RequestEvent.Reassigned x => [x.To.Assignee],
        RequestEvent.ApproverAdded x => [x.Added.Assignee],
        RequestEvent.StepEscalated x => [x.To.Assignee],
        _ => [],
    };
}
