using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;

namespace Approvals.Core.Tests.Requests;

/// <summary>Who may have a say, and that somebody always has one.</summary>
public sealed partial class RuleTests
{
    [Fact]
    public void Rule_4_nothing_counts_that_the_requester_the_beneficiary_or_their_stand_in_said() => InEveryPlay(play =>
    {
        foreach (var (e, beat) in play.Beats.SelectMany(beat => beat.Events.Select(e => (e, beat))))
        {
            var request = beat.After.Facts!;
            var spoke = e switch
            {
                RequestEvent.StepApproved or RequestEvent.StepOverridden or RequestEvent.Reassigned or RequestEvent.ApproverAdded => e.By.Person!.Value,
                RequestEvent.StepRejected or RequestEvent.StepReturned { Assignee: not null } => e.By.Person!.Value,
                RequestEvent.ApprovalCarried x => Given(request, x).By.Person!.Value,
                _ => (EmailAddress?)null,
            };
            if (spoke is { } person)
            {
                Assert.False(IsParty(person), $"{e} counts what {person} said.");
            }

            foreach (var asked in Asks(e))
            {
                Assert.False(IsParty(asked), $"{e} asks {asked}.");
                Assert.True(beat.Command.Facts.People[asked].Active, $"{e} asks {asked}, who has left.");
            }

            // Written out anew, and not with the rule that is tested here.
            bool IsParty(EmailAddress person) => new[] { request.Requester, request.Beneficiary ?? request.Requester }.Any(party =>
                Bare(person) == Bare(party) || beat.Command.Facts.Delegations.Any(d =>
                    Bare(d.Delegator) == Bare(party) && Bare(d.Delegate) == Bare(person) && d.FromUtc <= beat.Command.At && beat.Command.At < d.UntilUtc));
        }
    });

    [Fact]
    public void Rule_4_every_open_step_can_be_decided_by_those_asked_or_its_owners_were_alarmed() => InEveryPlay(play =>
    {
        foreach (var (beat, i) in play.Beats.Select((beat, i) => (beat, i)).Where(pair => pair.i % 3 == 0 && pair.beat.After is RequestState.Pending))
        {
            var history = play.Beats.Take(i + 1).SelectMany(earlier => earlier.Events).ToList();
            var state = Said(beat.After, new Command.Tick { At = beat.Command.At, CommandId = "look", By = Actor.System }, history);
            foreach (var number in state.Facts!.Steps.Where(step => step.Status == StepStatus.Open).Select(step => step.Plan.Number).ToArray())
            {
                while (state is RequestState.Pending { Request: var request } && request.Step(number) is { Status: StepStatus.Open } step && Able(step) is { } able)
                {
                    var approve = new Command.Approve(new Sight(request.Round, number, request.Version), null, Channel.Web) { At = default, CommandId = $"able {request.Version}", By = Actor.Of(able) };
                    var before = request.Version;
                    state = Said(state, approve, history);
                    Assert.True(state.Facts!.Version > before, $"{able} is asked in step {number}, is not kept out, and can not approve.");
                }

                var round = history.FindLastIndex(e => e is RequestEvent.Submitted or RequestEvent.Resubmitted);
                Assert.True(
                    state is not RequestState.Pending || state.Facts.Step(number)!.Status != StepStatus.Open
                        || history.Skip(round).Any(e => e is RequestEvent.EscalationExhausted x && x.Step == number),
                    $"Nobody can complete step {number}, and nobody was alarmed.");
            }

            EmailAddress? Able(StepState step) => step.Assignments.Where(a => a.IsOpen
                    && beat.Command.Facts.People[a.Assignee].Active
                    && state.Facts.WhyBarred(a.Assignee, beat.Command) is null)
                .Select(a => (EmailAddress?)a.Assignee).FirstOrDefault();

            RequestState Said(RequestState on, Command command, List<RequestEvent> into)
            {
                var accepted = Assert.IsType<Outcome.Accepted>(Decider.Decide(on, command with { At = beat.Command.At, Facts = beat.Command.Facts }));
                into.AddRange(accepted.Events);
                return accepted.Events.Aggregate(on, Evolver.Evolve);
            }
        }
    });

    [Fact]
    public void Rule_5_who_speaks_is_the_assignee_or_their_delegate_of_that_moment() => InEveryPlay(play =>
    {
        foreach (var beat in play.Beats)
        {
            foreach (var (who, whose) in beat.Events.Select(Said).OfType<(EmailAddress, EmailAddress)>())
            {
                Assert.True(who == whose || beat.Command.Facts.Delegations.Any(d =>
                    d.Delegator == whose && d.Delegate == who && d.FromUtc <= beat.Command.At && beat.Command.At < d.UntilUtc));
            }
        }

        static (EmailAddress, EmailAddress)? Said(RequestEvent e) => e switch
        {
            RequestEvent.StepApproved x => (x.By.Person!.Value, x.Assignee),
            RequestEvent.StepRejected { Assignee: { } assignee } x => (x.By.Person!.Value, assignee),
            RequestEvent.StepReturned { Assignee: { } assignee } x => (x.By.Person!.Value, assignee),
            _ => null,
        };
    });

    [Fact]
    public void Rule_5_nobody_has_two_says_in_a_step_whatever_they_are_called() => InEveryPlay(play =>
    {
        foreach (var step in play.Beats.Where(beat => beat.After.Facts is not null).SelectMany(beat => beat.After.Facts!.Steps))
        {
            var said = step.Assignments.Where(a => a.DecidedBy is not null).Select(a => Bare(a.DecidedBy!.Value.Person!.Value)).ToArray();
            var asked = step.Assignments.Where(a => a.IsOpen).Select(a => Bare(a.Assignee)).ToArray();
            Assert.Equal(said.Distinct(), said);
            Assert.Equal(asked.Distinct(), asked);
        }
    });
}
