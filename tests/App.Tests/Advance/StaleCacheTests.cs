using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Advance.Organisation;

namespace App.Tests.Advance;

/// <summary>What is cached may be behind the store. A reader may see that; nobody is answered by it, and no work is left undone for it.</summary>
public sealed class StaleCacheTests
{
    private readonly Outside outside = new();

    [Fact]
    public async Task A_read_may_be_old_but_a_yes_never_is()
    {
        var (server, other) = (outside.Boot(), outside.Boot());
        var id = await server.SubmitAsync(60);
        Assert.IsType<Answer.Done>(await other.ApproveAsync(Bo, id, 1));
        Assert.Equal(StepStatus.Open, (await server.Streams.LoadAsync(id, default))!.State.Facts!.Step(1)!.Status);
        Assert.Equal("approved", Assert.IsType<Answer.Done>(await server.ApproveAsync(Cy, id, 2)).State.Status);
        await server.SweepAsync();
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task Nor_is_a_no()
    {
        var (server, other) = (outside.Boot(), outside.Boot());
        var id = await server.SubmitAsync(60);
        Assert.IsType<Answer.Done>(await other.ApproveAsync(Bo, id, 1));
        // This server still believes that step 2 waits for step 1.
        var decided = await server.ApproveAsync(Cy, id, 2);
        Assert.Equal(StepStatus.Approved, Assert.IsType<Answer.Done>(decided).State.Facts!.Step(2)!.Status);
    }

    [Fact]
    public async Task Nor_is_it_said_that_something_was_done_already()
    {
        var (server, other) = (outside.Boot(), outside.Boot());
        var id = await server.SubmitAsync(5);
        Assert.IsType<Answer.Done>(await server.DoAsync(Ann, id, Say.Recall()));
        Assert.IsType<Answer.Done>(await other.Requests.ResubmitAsync(Caller(Ann), id, Fields(6), null, default));
        // This server still believes that the request is recalled.
        Assert.False(Assert.IsType<Answer.Done>(await server.DoAsync(Ann, id, Say.Recall())).Repeated);
        Assert.Equal("recalled", (await outside.LoadAsync(id)).State.Status);
    }

    [Fact]
    public async Task A_server_whose_cache_knows_of_nothing_to_do_looks_into_the_store()
    {
        var (server, other) = (outside.Boot(), outside.Boot());
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        // The other server dies right after its append, and leaves the work to this one.
        other.Wakes.IsDeaf = true;
        Assert.IsType<Answer.Done>(await other.ApproveAsync(Bo, id, 1));
        await server.SweepAsync();
        Assert.Equal("completed", (await outside.LoadAsync(id)).State.Status);
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task A_storage_that_took_the_append_and_said_it_did_not_is_read_again()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        server.Faults.Next = (port, _) => port == "append" ? Fault.AwayAfter : Fault.None;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => server.ApproveAsync(Bo, id, 1));
        server.Faults.Next = (_, _) => Fault.None;
        Assert.Equal("approved", (await server.Streams.LoadAsync(id, default))!.State.Status);
        // Nobody asks again, and nobody was woken.
        await server.SweepAsync();
        Assert.Equal("completed", (await outside.LoadAsync(id)).State.Status);
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task Lost_wakes_are_healed_by_the_sweep()
    {
        var server = outside.Boot();
        server.Wakes.IsDeaf = true;
        var ids = new List<RequestId>();
        for (var i = 0; i < Page.MaxSize + 50; i++)
        {
            ids.Add(await server.SubmitAsync(5));
        }

        Assert.Empty(outside.Mail.Sent);
        server.Wakes.IsDeaf = false;
        Assert.Equal(ids.Count, await server.Sweeper.SweepAsync(10_000, default));
        await server.WorkAsync();
        Assert.Equal(ids.Count, outside.Mail.Sent.Length);
        Assert.Equal(0, await server.Sweeper.SweepAsync(10_000, default));
        await Truth.HoldsAsync(outside);
    }
}
