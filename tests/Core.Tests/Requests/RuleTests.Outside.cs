using Approvals.Core.Audit;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Core.Tests.Audit;
using CsCheck;
using Xunit;

namespace Approvals.Core.Tests.Requests;

/// <summary>Tickets, the ids of effects, and what is written.</summary>
public sealed partial class RuleTests
{
    [Fact]
    public void A_template_is_ordered_once_and_raised_once_and_not_before_the_gate_unless_it_is_interim_help() => InEveryPlay(play =>
    {
        var history = play.History;
        foreach (var orders in play.Beats.SelectMany(beat => beat.Planned).Where(planned => planned.Effect is Effect.OpenTicket).GroupBy(planned => ((Effect.OpenTicket)planned.Effect).Template))
        {
            var id = Assert.Single(orders.Select(order => order.Id).Distinct());
            var cause = history[(int)id.Version - 1];
            Assert.True(cause is RequestEvent.Approved || Policy(cause)!.Tickets.Any(order => order.Template == orders.Key && order.Moment == TicketMoment.Submitted));
        }

        var raised = history.OfType<RequestEvent.TicketRaised>().Select(e => e.Template).ToArray();
        Assert.Equal(raised.Distinct(), raised);
        Assert.True(play.End is not RequestState.Closed { As: ClosedAs.Completed } || play.End.Facts!.Policy.Tickets.All(order => play.End.Facts!.IsTicketed(order.Template)));

        static Policy? Policy(RequestEvent e) => e switch
        {
            RequestEvent.Submitted x => x.Policy,
            RequestEvent.Resubmitted x => x.Policy,
            _ => null,
        };
    });

    [Fact]
    public void Ids_of_effects_are_computed_and_none_is_given_twice() => InEveryPlay(play =>
    {
        // What is tried again keeps its id: that is what the outside system knows it by.
        var planned = play.Beats.Where(beat => beat.Command is not Command.RetryEffect).SelectMany(beat => beat.Planned).Select(effect => effect.Id).ToArray();
        Assert.Equal(planned.Distinct(), planned);
        Assert.All(planned, id => Assert.True(EffectId.TryParse(id.ToString(), out var read) && read == id));
        Assert.All(play.Beats, beat => Assert.Equal(beat.Planned, Planner.Plan(beat.After, beat.Events)));
    });

    [Fact]
    public void Every_prefix_of_every_history_folds_and_what_is_read_back_folds_to_the_same() => InEveryPlay(play =>
    {
        var state = (RequestState)RequestState.NotSubmitted.Instance;
        var version = 0L;
        foreach (var e in play.History)
        {
            var bytes = EventJson.Write(e, ++version);
            var read = EventJson.Read(bytes);
            Assert.Equal(bytes, EventJson.Write(read, version));
            state = Evolver.Evolve(state, read);
            Assert.Equal(version, state.Facts!.Version);
        }

        Assert.True(Deep.Equal(play.End, state));
        Assert.True(Deep.Equal(play.End, Evolver.Fold(play.History)));
    });

    [Fact]
    public void Every_command_gets_an_answer_in_every_state() =>
        Gen.Select(AnyPlot.Any, AnyPlot.Any).Sample((one, other) =>
        {
            var commands = Play.Of(other).Beats.Select(beat => beat.Command).ToArray();
            foreach (var beat in Play.Of(one).Beats)
            {
                foreach (var command in commands)
                {
                    if (Decider.Decide(beat.After, command with { CommandId = "other" }) is Outcome.Accepted accepted)
                    {
                        Planner.Plan(accepted.Events.Aggregate(beat.After, Evolver.Evolve), accepted.Events);
                    }
                }
            }
        }, iter: 30, threads: 1);
}
