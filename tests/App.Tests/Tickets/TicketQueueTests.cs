using App.Tests.Advance;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Advance.Organisation;

namespace App.Tests.Tickets;

/// <summary>Tickets whose system is away queue, cost no attempt, and are raised in the order of their age when it is back; what becomes of them comes back.</summary>
public sealed class TicketQueueTests
{
    private readonly Outside outside = new();
    private readonly ServerProcess server;

    public TicketQueueTests() => server = outside.Boot();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_away_costs_no_attempt_and_the_oldest_is_raised_first()
    {
        IsAway(true);
        var ids = new List<RequestId>();
        for (var i = 0; i < 70; i++)
        {
            ids.Add(await ApprovedAsync());
            outside.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        for (var hour = 0; hour < 24; hour++)
        {
            outside.Clock.Advance(TimeSpan.FromHours(1));
            await server.SweepAsync();
            await server.Drain.DrainAsync(Ct);
        }

        Assert.Empty((await outside.Desk.ListAsync(null, 1, Ct)).Items);
        var standing = Assert.Single(await server.Overview.OfAsync(200, Ct));
        Assert.True(standing.IsQueueing);
        Assert.Equal(ids, standing.Waiting.Select(ticket => ticket.Request));
        Assert.All(standing.Waiting, ticket => Assert.Equal(0, ticket.Attempts));
        var before = (await outside.RequestAsync(ids[0])).Version;

        IsAway(false);
        // One that is approved now queues behind those that wait.
        var late = await ApprovedAsync();
        Assert.Empty((await outside.RequestAsync(late)).Tickets);
        await server.Drain.DrainAsync(Ct);
        var raised = (await outside.Desk.ListAsync(null, 200, Ct)).Items.Reverse().Select(ticket => ticket.Draft.Request).ToList();
        Assert.Equal(ids[0], raised[0]);
        Assert.Equal(ids.Append(late).OrderBy(id => id.Value), raised.OrderBy(id => id.Value));
        // Page by page: nobody of the second one is before anybody of the first.
        Assert.Equal(ids.Take(64).OrderBy(id => id.Value), raised.Take(64).OrderBy(id => id.Value));
        Assert.True((await outside.RequestAsync(ids[0])).Version - before <= 3);

        // And then everything flows again.
        Assert.Single((await outside.RequestAsync(await ApprovedAsync())).Tickets);
    }

    [Fact]
    public async Task The_requester_hears_once_that_it_is_approved_while_the_ticket_waits()
    {
        IsAway(true);
        await ApprovedAsync();
        for (var i = 0; i < 5; i++)
        {
            outside.Clock.Advance(TimeSpan.FromHours(1));
            await server.SweepAsync();
            await server.Drain.DrainAsync(Ct);
        }

        Assert.Single(outside.Mail.Sent, mail => mail.Subject.StartsWith("Approved", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_solved_ticket_is_noticed_once_and_told()
    {
        var id = await ApprovedAsync();
        var ticket = Assert.Single(await outside.Desk.OfRequestAsync(id, Ct));
        outside.Clock.Advance(TimeSpan.FromHours(1));
        await outside.Desk.SolveAsync(ticket.Key, Admin, Ct);
        for (var i = 0; i < 3; i++)
        {
            await server.Watch.SweepAsync(Ct);
            await server.Watch.LookAtAsync("desk", ticket.Draft.Key, Ct);
            await server.WorkAsync();
        }

        Assert.Equal(TicketPhase.Closed, Assert.Single((await outside.RequestAsync(id)).Tickets).Phase);
        Assert.Single(outside.Mail.Sent, mail => mail.Subject.StartsWith("Ticket solved", StringComparison.Ordinal));
        await Truth.HoldsAsync(outside);
    }

    [Theory]
    [InlineData("desk", "nonsense")]
    [InlineData("desk", "-")]
    [InlineData("nobody", "x-y")]
    public async Task A_call_about_a_ticket_that_is_not_ours_is_nothing(string system, string key) => await server.Watch.LookAtAsync(system, key, Ct);

    [Theory]
    [InlineData("cancelled")]
    [InlineData("rejected")]
    [InlineData("overridden")]
    public async Task A_request_that_ends_before_its_interim_ticket_was_raised_raises_none(string how)
    {
        IsAway(true);
        var id = await server.SubmitAsync(20);
        await server.WorkAsync();
        await EndAsync(id, how);
        IsAway(false);
        await server.Drain.DrainAsync(Ct);
        Assert.Empty(await outside.Desk.OfRequestAsync(id, Ct));
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task An_approved_request_that_is_cancelled_while_its_ticket_waits_raises_none()
    {
        IsAway(true);
        var id = await ApprovedAsync();
        await server.DoAsync(Ann, id, Say.Cancel());
        IsAway(false);
        await server.Drain.DrainAsync(Ct);
        await server.WorkAsync();
        Assert.Empty(await outside.Desk.OfRequestAsync(id, Ct));
        Assert.Equal(ClosedAs.Cancelled, Assert.IsType<RequestState.Closed>((await outside.LoadAsync(id)).State).As);
        await Truth.HoldsAsync(outside);
    }

    [Theory]
    [InlineData("cancelled", "was cancelled by ann@example.com")]
    [InlineData("rejected", "was rejected by bo@example.com")]
    [InlineData("overridden", "was rejected by admin@example.com as administrator")]
    [InlineData("expired", "ran out of time without an answer")]
    [InlineData("returned", "was returned by bo@example.com to its requester")]
    public async Task And_one_that_ends_after_it_says_so_on_the_ticket_once(string how, string said)
    {
        var id = await server.SubmitAsync(20);
        await server.WorkAsync();
        await EndAsync(id, how);
        await server.WorkAsync();
        await server.SweepAsync();
        var remark = Assert.Single((await outside.Desk.FindAsync(Assert.Single(await outside.Desk.OfRequestAsync(id, Ct)).Key, Ct))!.Remarks);
        Assert.Contains(said, remark.Text, StringComparison.Ordinal);
        Assert.Contains($"/requests/{id}", remark.Text, StringComparison.Ordinal);
    }

    private async Task EndAsync(RequestId id, string how)
    {
        var sight = new Sight(1, 1, (await outside.RequestAsync(id)).Version);
        switch (how)
        {
            case "cancelled": await server.DoAsync(Ann, id, Say.Cancel()); break;
            case "rejected": await server.DoAsync(Bo, id, Say.Reject(sight)); break;
            case "returned": await server.DoAsync(Bo, id, Say.Return(sight)); break;
            case "overridden": await server.DoAsync(Admin, id, Say.Override(1, OverrideDecision.Reject)); break;
            default:
                outside.Clock.Advance(TimeSpan.FromDays(60));
                await server.SweepAsync();
                break;
        }
    }

    private void IsAway(bool away) => server.Faults.Next = (port, _) => away && port == "desk" ? Fault.Resting : Fault.None;

    private async Task<RequestId> ApprovedAsync()
    {
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        await server.ApproveAsync(Bo, id, 1);
        await server.WorkAsync();
        return id;
    }
}
