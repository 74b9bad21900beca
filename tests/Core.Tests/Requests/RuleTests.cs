using System.Collections.Immutable;
using Approvals.Core.Audit;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Core.Tests.Audit;
using CsCheck;
using Xunit;

namespace Approvals.Core.Tests.Requests;

/// <summary>
/// The rules of the kernel, over random histories. A failure shrinks to a short plot and prints it with its seed: run it again with the environment
/// variable CsCheck_Seed set to that seed. For a long search set CsCheck_Iter to the number of histories.
/// </summary>
public sealed class RuleTests
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

    [Fact]
    public void Rule_6_what_passes_was_approved_by_enough_people_for_the_content_as_it_is() => InEveryPlay(play =>
    {
        foreach (var beat in play.Beats.Where(beat => beat.Events.Any(e => e is RequestEvent.Approved)))
        {
            var request = beat.After.Facts!;
            var hash = request.Content.Hash(request.Policy.RelevantFields);
            foreach (var step in request.Steps.Where(step => step.Status != StepStatus.SkippedByPolicy && step.OverriddenBy is null))
            {
                Assert.Equal(StepStatus.Approved, step.Status);
                var yes = step.Assignments.Where(a => a.Status == AssignmentStatus.Approved && a.ContentHash == hash).Select(a => a.DecidedBy).Distinct();
                Assert.True(yes.Count() >= step.Needed && step.Needed >= step.Plan.Quorum.Needed(1));
            }
        }
    });

    [Fact]
    public void Rule_6_what_is_carried_was_given_by_that_person_to_that_content() => InEveryPlay(play =>
    {
        foreach (var beat in play.Beats)
        {
            foreach (var carried in beat.Events.OfType<RequestEvent.ApprovalCarried>())
            {
                Assert.Equal((carried.Assignee, beat.After.Facts!.ContentHash), Given(beat.After.Facts, carried) is var given ? (given.Assignee, given.ContentHash) : default);
            }
        }
    });

    [Fact]
    public void Rule_7_rounds_are_counted_one_by_one_and_asked_only_from_editing() => InEveryPlay(play =>
    {
        var round = 0;
        foreach (var beat in play.Beats)
        {
            round += beat.Events.Count(e => e is RequestEvent.Submitted or RequestEvent.Resubmitted);
            Assert.True(beat.Events.OfType<RequestEvent.Resubmitted>().All(e => e.Round == round && beat.Before is RequestState.Editing));
            Assert.Equal(round, beat.After.Facts?.Round ?? 0);
        }
    });

    [Fact]
    public void Rule_8_the_version_of_the_request_type_is_the_one_of_the_submission() =>
        InEveryPlay(play => Assert.All(play.Beats, beat => Assert.True(beat.After.Facts is null or { Topic: "thing", TopicVersion: 3 })));

    [Fact]
    public void Rule_9_nothing_but_what_came_of_effects_follows_the_end_and_nothing_but_mails_is_planned() => InEveryPlay(play =>
    {
        foreach (var beat in play.Beats.Where(beat => beat.After is RequestState.Closed))
        {
            var states = beat.Events.Aggregate(ImmutableArray.Create(beat.Before), (states, e) => states.Add(Evolver.Evolve(states[^1], e)));
            var end = states.ToList().FindIndex(state => state is RequestState.Closed);
            Assert.All(beat.Events.Skip(end), e => Assert.True(e is RequestEvent.MailSent or RequestEvent.TicketRaised or RequestEvent.EffectDropped
                or RequestEvent.EffectFailed or RequestEvent.EffectAbandoned or RequestEvent.EffectRetried, $"{e.GetType().Name} follows the end."));
            Assert.All(beat.Planned, planned => Assert.True(planned.Effect is Effect.SendMail || (end > 0 && planned.Id.Version < beat.After.Facts!.Version - beat.Events.Length + end)));
        }
    });

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
        Assert.True(play.End is not RequestState.Closed { As: ClosedAs.Completed } || play.End.Facts!.Policy.Tickets.All(order => raised.Contains(order.Template)));

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
                            || request!.Step(x.Step)!.Assignments.Any(a => a.IsOpen && a.Assignee == x.From && a.Assignment.Clock.EscalateAtUtc <= at));
                        break;
                }
            }
        }
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
