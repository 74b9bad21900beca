using Approvals.App.Ports;
using Approvals.Functions.Alarm;
using Microsoft.DurableTask.Protobuf;
using Xunit;

namespace Functions.Tests;

public sealed class ApprovalOrchestratorTests
{
    private static readonly Ring Nothing = new(IsOver: false, AtUtc: null);

    [Fact]
    public void It_looks_at_its_request_first_of_all()
    {
        var look = Assert.Single(Life.Started().Asked).ScheduleTask;
        Assert.Equal(nameof(Advance), look.Name);
        Assert.Contains(Life.Id, look.Input, StringComparison.Ordinal);
    }

    [Fact]
    public void It_waits_for_the_time_that_it_was_told()
    {
        var life = Life.Started();
        var at = life.At(minutes: 90);
        Assert.Equal(at, Assert.Single(life.Looked(new Ring(false, at)).Asked).CreateTimer.FireAt.ToDateTime());
        Assert.Equal(nameof(Advance), Assert.Single(life.TimeCame().Asked).ScheduleTask.Name);
    }

    [Fact]
    public void A_nudge_makes_it_look_before_its_time()
    {
        var life = Life.Started();
        Assert.Equal(nameof(Advance), Assert.Single(life.Looked(new Ring(false, life.At(minutes: 90))).Nudged().Asked).ScheduleTask.Name);
    }

    [Fact]
    public void Without_a_time_it_waits_for_a_nudge_alone()
    {
        var life = Life.Started().Looked(Nothing);
        Assert.Empty(life.Asked);
        Assert.Single(life.Nudged().Asked);
    }

    [Fact]
    public void A_nudge_that_comes_while_it_looks_makes_it_look_again()
    {
        var life = Life.Started();
        Assert.NotNull(Assert.Single(life.Looked(new Ring(false, life.At(minutes: 90)), nudgedMeanwhile: true).Asked).ScheduleTask);
    }

    [Fact]
    public void Every_nudge_is_heard_after_a_timer_was_first()
    {
        var life = Life.Started();
        for (var i = 0; i < 3; i++)
        {
            life.Looked(new Ring(false, life.At(minutes: 10))).TimeCame();
            Assert.Single(life.Asked);
            life.Looked(new Ring(false, life.At(minutes: 10))).Nudged();
            Assert.NotNull(Assert.Single(life.Asked).ScheduleTask);
        }
    }

    [Fact]
    public void It_ends_with_its_request()
    {
        var end = Life.Started().Looked(new Ring(true, null)).End;
        Assert.Equal(OrchestrationStatus.Completed, end?.OrchestrationStatus);
        Assert.Null(end!.Result);
    }

    [Fact]
    public void Its_history_is_cut_after_so_many_looks_and_the_next_generation_answers_the_last_nudge()
    {
        var life = Life.Started();
        for (var turn = 0; turn < ApprovalOrchestrator.TurnsPerGeneration; turn++)
        {
            Assert.Null(life.End);
            life.Looked(Nothing).Nudged();
        }

        Assert.Equal(ApprovalOrchestrator.TurnsPerGeneration, life.Looks);
        Assert.Equal(OrchestrationStatus.ContinuedAsNew, life.End?.OrchestrationStatus);
        Assert.Empty(life.End!.CarryoverEvents);
    }

    [Fact]
    public void A_nudge_that_comes_as_the_history_is_cut_goes_with_it()
    {
        var life = Life.Started();
        for (var turn = 1; turn < ApprovalOrchestrator.TurnsPerGeneration; turn++)
        {
            life.Looked(Nothing).Nudged();
        }

        // The one that the standing wait takes is answered by the look of the next generation; the second is carried there.
        life.Nudged();
        life.Looked(Nothing, nudgedMeanwhile: true);
        Assert.Equal(OrchestrationStatus.ContinuedAsNew, life.End?.OrchestrationStatus);
        Assert.Equal(ApprovalOrchestrator.Nudge, Assert.Single(life.Asked, action => action.SendEvent is not null).SendEvent.Name);
    }

    [Fact]
    public void While_our_storage_is_away_it_tries_again_later()
    {
        var life = Life.Started();
        for (var i = 0; i < 30; i++)
        {
            Assert.NotNull(Assert.Single(life.LookFailed(typeof(StoreUnavailableException).FullName!).Asked).CreateTimer);
            Assert.NotNull(Assert.Single(life.TimeCame().Asked).ScheduleTask);
        }
    }

    [Fact]
    public void A_poisoned_request_fails_its_own_orchestration_at_once()
    {
        var end = Life.Started().LookFailed("Approvals.Core.Audit.CorruptStreamException").End;
        Assert.Equal(OrchestrationStatus.Failed, end?.OrchestrationStatus);
    }
}
