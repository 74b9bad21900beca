using System.Collections.Immutable;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Xunit;

namespace Approvals.Core.Tests.Requests;

/// <summary>What an approval is bound to, from round to round and to the end.</summary>
public sealed partial class RuleTests
{
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
    public void Rule_9_nothing_but_what_came_of_effects_follows_the_end_and_nothing_but_telling_is_planned() => InEveryPlay(play =>
    {
        foreach (var beat in play.Beats.Where(beat => beat.After is RequestState.Closed))
        {
            var states = beat.Events.Aggregate(ImmutableArray.Create(beat.Before), (states, e) => states.Add(Evolver.Evolve(states[^1], e)));
            var end = states.ToList().FindIndex(state => state is RequestState.Closed);
            Assert.All(beat.Events.Skip(end), e => Assert.True(e is RequestEvent.MailSent or RequestEvent.MailUndeliverable or RequestEvent.TicketRaised or RequestEvent.EffectDropped
                or RequestEvent.EffectFailed or RequestEvent.EffectAbandoned or RequestEvent.EffectRetried or RequestEvent.EffectSkipped
                or RequestEvent.TicketHandedOver or RequestEvent.TicketMoved or RequestEvent.TicketRemarked or RequestEvent.TicketTold, $"{e.GetType().Name} follows the end."));
            Assert.All(beat.Planned, planned => Assert.True(planned.Effect is Effect.SendMail or Effect.RemarkTicket || (end > 0 && planned.Id.Version < beat.After.Facts!.Version - beat.Events.Length + end)));
        }
    });
}
