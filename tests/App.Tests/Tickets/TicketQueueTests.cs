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

    [Fact]
    public async Task A_request_that_ends_before_its_interim_ticket_was_raised_raises_none()
    {
        IsAway(true);
        var id = await server.SubmitAsync(20);
        await server.WorkAsync();
        await server.DoAsync(Ann, id, Say.Cancel());
        IsAway(false);
        await server.Drain.DrainAsync(Ct);
        Assert.Empty(await outside.Desk.OfRequestAsync(id, Ct));
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task And_one_that_ends_after_it_says_so_on_the_ticket_once()
    {
        var id = await server.SubmitAsync(20);
        await server.WorkAsync();
        await server.DoAsync(Ann, id, Say.Cancel());
        await server.WorkAsync();
        await server.SweepAsync();
        var remark = Assert.Single((await outside.Desk.FindAsync(Assert.Single(await outside.Desk.OfRequestAsync(id, Ct)).Key, Ct))!.Remarks);
        Assert.Contains("was cancelled by ann@example.com", remark.Text, StringComparison.Ordinal);
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
