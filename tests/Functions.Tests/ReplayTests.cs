using Approvals.Functions.Alarm;
using Microsoft.DurableTask.Protobuf;
using Xunit;

namespace Functions.Tests;

/// <summary>
/// Histories that a real Functions host sent to version 1 of the orchestrator. Instances of that version live for weeks: what is asked for must stay the same, call by call,
/// or the version in host.json must change.
/// </summary>
public sealed class ReplayTests
{
    [Fact]
    public void It_begins_as_it_began()
    {
        var look = Assert.Single(Life.Replay("1-start.txt"));
        Assert.Equal((0, nameof(Advance)), (look.Id, look.ScheduleTask.Name));
    }

    [Fact]
    public void It_sets_its_timer_as_it_did()
    {
        var timer = Assert.Single(Life.Replay("2-looked.txt"));
        Assert.Equal((1, new DateTime(2026, 11, 25, 9, 4, 3, DateTimeKind.Utc)), (timer.Id, Whole(timer.CreateTimer.FireAt.ToDateTime())));
    }

    [Fact]
    public void It_answers_a_nudge_as_it_did()
    {
        var look = Assert.Single(Life.Replay("3-nudged.txt"));
        Assert.Equal((2, nameof(Advance)), (look.Id, look.ScheduleTask.Name));
    }

    [Fact]
    public void It_ends_as_it_ended()
    {
        Assert.Equal(OrchestrationStatus.Completed, Assert.Single(Life.Replay("4-over.txt")).CompleteOrchestration.OrchestrationStatus);
    }

    private static DateTime Whole(DateTime at) => new(at.Year, at.Month, at.Day, at.Hour, at.Minute, at.Second, DateTimeKind.Utc);
}
