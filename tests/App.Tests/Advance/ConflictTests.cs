using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Advance.Organisation;

namespace App.Tests.Advance;

/// <summary>Others write between our load and our append.</summary>
public sealed class ConflictTests
{
    private readonly Outside outside = new();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_decision_that_others_overtake_is_decided_again_on_what_they_left(int times)
    {
        var (server, other) = (outside.Boot(), outside.Boot());
        var id = await server.SubmitAsync(5);
        server.Store.BeforeAppend = _ => times-- > 0 ? other.DoAsync(Ann, id, Say.Comment($"And {times} more.")) : Task.CompletedTask;
        var done = Assert.IsType<Answer.Done>(await server.ApproveAsync(Bo, id, 1));
        Assert.Equal("approved", done.State.Status);
        server.Store.BeforeAppend = _ => Task.CompletedTask;
        await server.SweepAsync();
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task Without_an_end_of_it_the_caller_is_told_to_try_again_and_nothing_has_changed()
    {
        var (server, other) = (outside.Boot(), outside.Boot());
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        server.Store.BeforeAppend = _ => other.DoAsync(Ann, id, Say.Comment("One more thing."));
        var before = server.Store.Appends;
        var away = await Assert.ThrowsAsync<StoreUnavailableException>(() => server.ApproveAsync(Bo, id, 1, "once"));
        Assert.Contains("try again", away.Message, StringComparison.Ordinal);
        Assert.Equal(5, server.Store.Appends - before);
        Assert.Equal("pending", (await outside.LoadAsync(id)).State.Status);

        server.Store.BeforeAppend = _ => Task.CompletedTask;
        Assert.False(Assert.IsType<Answer.Done>(await server.ApproveAsync(Bo, id, 1, "once")).Repeated);
        await server.SweepAsync();
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task Results_of_effects_are_recorded_on_top_of_what_others_wrote()
    {
        var (server, other) = (outside.Boot(), outside.Boot());
        var id = await server.SubmitAsync(60);
        var times = 3;
        server.Store.BeforeAppend = _ => times-- > 0 ? other.DoAsync(Ann, id, Say.Comment($"And {times} more.")) : Task.CompletedTask;
        var calls = server.Faults.Calls;
        await server.WorkAsync();
        await server.SweepAsync();
        await Truth.HoldsAsync(outside);
        Assert.Equal(Help, Assert.Single((await outside.RequestAsync(id)).Tickets).Template);
    }

    [Fact]
    public async Task Results_that_can_never_be_recorded_end_in_an_error_and_are_recorded_later()
    {
        var (server, other) = (outside.Boot(), outside.Boot());
        var id = await server.SubmitAsync(20);
        server.Store.BeforeAppend = _ => other.DoAsync(Ann, id, Say.Comment("One more thing."));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => server.Advancer.AdvanceAsync(id, default));
        server.Store.BeforeAppend = _ => Task.CompletedTask;
        await server.SweepAsync();
        await Truth.HoldsAsync(outside);
    }

    [Theory]
    [InlineData(Fault.None, Fault.None)]
    [InlineData(Fault.None, Fault.Refused)]
    [InlineData(Fault.Refused, Fault.None)]
    [InlineData(Fault.Refused, Fault.Refused)]
    public async Task Two_servers_that_run_the_same_effects_at_once_record_them_once(Fault ofThis, Fault ofOther)
    {
        var (server, other) = (outside.Boot(), outside.Boot());
        var id = await server.SubmitAsync(20);
        // Both have the same outbox before their eyes, and run all of it. One of their desks, or both, is closed.
        await other.Streams.ReloadAsync(id, default);
        server.Faults.Next = (port, _) => port == "desk" ? ofThis : Fault.None;
        other.Faults.Next = (port, _) => port == "desk" ? ofOther : Fault.None;
        var first = true;
        server.Store.BeforeAppend = async _ =>
        {
            if (first)
            {
                first = false;
                await other.Advancer.AdvanceAsync(id, default);
            }
        };
        await server.Advancer.AdvanceAsync(id, default);
        var failures = (await outside.Store.LoadAsync(id, default))!.Events.Select(e => Approvals.Core.Audit.EventJson.Read(e.Bytes.Span)).OfType<RequestEvent.EffectFailed>().Count();
        Assert.InRange(failures, 0, 1);
        server.Faults.Next = other.Faults.Next = (_, _) => Fault.None;
        outside.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.SweepAsync();
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_is_told_who_was_first()
    {
        var (server, other) = (outside.Boot(), outside.Boot());
        var id = await server.SubmitAsync(60);
        Assert.IsType<Answer.Done>(await server.ApproveAsync(Bo, id, 1));
        await other.Streams.ReloadAsync(id, default);
        var sight = new Sight(1, 2, (await outside.RequestAsync(id)).Version);
        var first = true;
        server.Store.BeforeAppend = async _ =>
        {
            if (first)
            {
                first = false;
                Assert.IsType<Answer.Done>(await other.DoAsync(Di, id, Say.Reject(sight)));
            }
        };
        var refused = Assert.IsType<Answer.Refused>(await server.DoAsync(Cy, id, Say.Approve(sight)));
        Assert.Equal("closed", refused.Refusal.Code);
        Assert.Contains("di@example.com", refused.Refusal.Message, StringComparison.Ordinal);
        await server.SweepAsync();
        await Truth.HoldsAsync(outside);
    }
}
