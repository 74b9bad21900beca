using Approvals.Adapters.Graph.People;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Xunit;

namespace App.Tests.Graph;

/// <summary>Graph asks for patience, or is away: what was read still counts for a day, and without it requests stay exactly as they are.</summary>
public sealed class GraphAwayTests
{
    private const string Ann = "ann@example.com";
    private const string Bo = "bo@example.com";
    private const string Dee = "dee@example.com";

    [Fact]
    public async Task A_short_wait_that_Graph_asks_for_is_waited_out()
    {
        await using var desk = await StartAsync();
        var busy = 2;
        desk.Graph.Fault = _ => busy-- > 0 ? (429, "1", """{"error":{"code":"TooManyRequests","message":"Please retry after"}}""") : null;
        Assert.True((await desk.FindAsync(Dee))!.Active);
        Assert.Equal(4, desk.Graph.Calls.Count(call => !call.StartsWith(' ')));
    }

    [Fact]
    public async Task Within_a_batch_only_what_Graph_was_too_busy_for_is_asked_again()
    {
        await using var desk = await StartAsync();
        var busy = 1;
        desk.Graph.Fault = path => path.Contains("mailboxSettings", StringComparison.Ordinal) && busy-- > 0 ? (429, "1", """{"error":{"code":"ApplicationThrottled","message":"Application is over its MailboxConcurrency limit."}}""") : null;
        Assert.Equal("Europe/Berlin", (await desk.FindAsync(Dee))!.Calendar.Zone.Id);
        Assert.Equal(2, desk.Graph.Calls.Count(call => call.Contains("mailboxSettings", StringComparison.Ordinal)));
        Assert.Single(desk.Graph.Calls, call => call.Contains("/manager", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "Tue, 24 Nov 2026 09:02:00 GMT", 120)]
    [InlineData(503, null, 15)]
    [InlineData(500, null, 15)]
    public async Task A_long_wait_is_kept_by_everybody_and_then_Graph_is_asked_again(int status, string? retryAfter, int seconds)
    {
        await using var desk = await StartAsync();
        desk.Graph.Fault = _ => (status, retryAfter, "<html>busy</html>");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => desk.FindAsync(Dee));

        desk.Graph.Fault = _ => null;
        desk.Graph.Calls.Clear();
        desk.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => desk.FindAsync(Bo));
        Assert.Empty(desk.Graph.Calls);

        desk.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await desk.FindAsync(Bo))!.Active);
    }

    [Fact]
    public async Task What_was_read_counts_for_ten_minutes_and_a_day_while_Graph_is_away()
    {
        await using var desk = await StartAsync();
        Assert.Equal("dee | bo ann", await desk.HoldersAsync("lead"));
        desk.Graph.Groups[GraphDesk.LeadGroup] = ([desk.Add("new@example.com")], []);
        desk.Clock.Advance(GraphDirectory.Fresh - TimeSpan.FromSeconds(1));
        Assert.Equal("dee | bo ann", await desk.HoldersAsync("lead"));
        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("new | ann", await desk.HoldersAsync("lead"));

        desk.Graph.Fault = _ => (503, null, null);
        desk.Clock.Advance(GraphDirectory.Stale - TimeSpan.FromSeconds(1));
        Assert.Equal("new | ann", await desk.HoldersAsync("lead"));
        Assert.Contains(desk.Log.Lines, line => line.StartsWith("Microsoft Graph is away", StringComparison.Ordinal));
        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => desk.HoldersAsync("lead"));
    }

    [Fact]
    public async Task Many_who_ask_at_once_ask_Graph_once()
    {
        await using var desk = await StartAsync();
        var people = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => desk.FindAsync(Dee))));
        Assert.All(people, person => Assert.Equal(Dee, person!.Mail.Value));
        Assert.Equal(2, desk.Graph.Calls.Count(call => !call.StartsWith(' ')));
    }

    [Fact]
    public async Task A_refused_identity_says_what_to_give_it_and_asks_nothing_of_anybody()
    {
        await using var desk = await StartAsync();
        desk.Graph.Fault = path => path.Contains("filter", StringComparison.Ordinal) ? (403, null, """{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}""") : null;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => desk.FindAsync(Dee));
        Assert.Contains(desk.Log.Lines, line => line.Contains("403 Authorization_RequestDenied", StringComparison.Ordinal) && line.Contains("infra/graph-grants", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hidden_mailboxes_leave_the_hours_of_the_catalogue_and_are_in_the_log()
    {
        await using var desk = await StartAsync();
        desk.Graph.Fault = path => path.Contains("mailboxSettings", StringComparison.Ordinal) ? (403, null, """{"error":{"code":"ErrorAccessDenied","message":"Access is denied. Check credentials and try again."}}""") : null;
        var dee = await desk.FindAsync(Dee);
        Assert.Equal(("main", new TimeOnly(9, 0)), (dee!.Calendar.Id, dee.Calendar.Week[0].Opens));
        Assert.Contains(desk.Log.Lines, line => line.Contains("MailboxSettings.Read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_Graph_is_away_nothing_is_submitted_on_a_guess()
    {
        await using var desk = await StartAsync();
        desk.Graph.Fault = _ => (503, "120", null);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => desk.SubmitAsync(Bo, 5));
        Assert.Empty(desk.Woken);

        desk.Graph.Fault = _ => null;
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        var request = Assert.IsType<Answer.Done>(await desk.SubmitAsync(Bo, 5)).State.Facts!;
        Assert.Equal([Dee], request.Steps[0].Assignments.Select(assignment => assignment.Assignee.Value));
    }

    [Fact]
    public async Task A_request_stays_as_it_is_while_Graph_is_away_and_goes_on_when_it_is_back()
    {
        await using var desk = await StartAsync();
        var id = Assert.IsType<Answer.Done>(await desk.SubmitAsync(Bo, 5)).State.Facts!.Id;
        await desk.AdvanceAsync(id);
        var mails = desk.Mail.Sent.Length;
        var before = await desk.RequestAsync(id);

        // Two days: every reminder and the escalation come due, and nothing that was read counts any more.
        desk.Graph.Fault = _ => (503, "120", null);
        desk.Clock.Advance(TimeSpan.FromDays(2));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => desk.AdvanceAsync(id));
        var meanwhile = await desk.RequestAsync(id);
        Assert.Equal(before.Version, meanwhile.Version);
        Assert.Equal(mails, desk.Mail.Sent.Length);

        desk.Graph.Fault = _ => null;
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        await desk.AdvanceAsync(id);
        var after = await desk.RequestAsync(id);
        Assert.True(after.Version > before.Version);
        Assert.Equal(StepStatus.Open, after.Steps[0].Status);
        Assert.Contains(after.Steps[0].Assignments, assignment => assignment.Assignee.Value == Dee && assignment.IsOpen);
        Assert.True(desk.Mail.Sent.Length > mails);
    }

    [Fact]
    public async Task Nobody_decides_on_what_is_made_for_them_under_another_of_their_addresses()
    {
        await using var desk = await StartAsync();
        desk.Graph.Accounts.Add(new Account("eve@example.com") { Aliases = ["sales@example.com"], Manager = desk.Graph.Accounts[1] });
        desk.Graph.Groups[GraphDesk.LeadGroup] = ([desk.Graph.Accounts[^1]], []);
        var request = Assert.IsType<Answer.Done>(await desk.SubmitAsync(Dee, 5, "sales@example.com")).State.Facts!;
        Assert.Equal("eve@example.com", request.Beneficiary!.Value.Value);
        Assert.Equal([Bo], Open(request));
    }

    [Fact]
    public async Task A_call_without_an_answer_is_given_up_once_and_then_what_was_read_counts()
    {
        await using var desk = await StartAsync(TimeSpan.FromMilliseconds(300));
        Assert.Equal("dee | bo ann", await desk.HoldersAsync("lead"));
        desk.Clock.Advance(GraphDirectory.Fresh);
        desk.Graph.Calls.Clear();
        desk.Graph.Fault = _ => (GraphStandIn.NoAnswer, null, null);
        Assert.Equal("dee | bo ann", await desk.HoldersAsync("lead"));
        Assert.Single(desk.Graph.Calls);
        Assert.Contains(desk.Log.Lines, line => line.Contains("did not answer (TaskCanceledException)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_gone_leaves_what_was_read_and_is_no_error_of_anybody_elses()
    {
        await using var desk = await StartAsync();
        Assert.Equal("dee | bo ann", await desk.HoldersAsync("lead"));
        await desk.Graph.DisposeAsync();
        desk.Clock.Advance(GraphDirectory.Fresh);
        Assert.Equal("dee | bo ann", await desk.HoldersAsync("lead"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => desk.FindAsync("new@example.com"));
    }

    [Theory]
    [InlineData(GraphStandIn.NoAnswer, null)]
    [InlineData(429, "120")]
    [InlineData(503, null)]
    [InlineData(500, null)]
    [InlineData(403, null)]
    public async Task While_Graph_is_away_for_less_than_a_day_people_go_on_submitting_and_deciding(int status, string? retryAfter)
    {
        await using var desk = await StartAsync(TimeSpan.FromMilliseconds(300));
        var id = Assert.IsType<Answer.Done>(await desk.SubmitAsync(Bo, 5)).State.Facts!.Id;
        await desk.AdvanceAsync(id);

        desk.Graph.Fault = _ => (status, retryAfter, null);
        desk.Clock.Advance(TimeSpan.FromHours(5));
        await desk.AdvanceAsync(id);
        Assert.IsType<Answer.Done>(await desk.SubmitAsync(Bo, 6, key: "another"));
        var decided = Assert.IsType<Answer.Done>(await desk.ApproveAsync(Dee, id)).State.Facts!;
        Assert.Equal(StepStatus.Approved, decided.Steps[0].Status);
    }

    [Fact]
    public async Task A_decision_that_comes_too_late_for_what_was_read_is_not_lost_but_asked_for_again()
    {
        await using var desk = await StartAsync();
        var id = Assert.IsType<Answer.Done>(await desk.SubmitAsync(Bo, 5)).State.Facts!.Id;
        desk.Graph.Fault = _ => (503, null, null);
        desk.Clock.Advance(GraphDirectory.Stale);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => desk.ApproveAsync(Dee, id));
        Assert.Equal(StepStatus.Open, (await desk.RequestAsync(id)).Steps[0].Status);

        desk.Graph.Fault = _ => null;
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<Answer.Done>(await desk.ApproveAsync(Dee, id));
    }

    [Fact]
    public async Task Whoever_left_is_asked_no_more_and_in_place_of_whoever_is_away_somebody_above_is_asked()
    {
        await using var desk = await StartAsync();
        var id = Assert.IsType<Answer.Done>(await desk.SubmitAsync(Ann, 5)).State.Facts!.Id;
        await desk.AdvanceAsync(id);
        desk.Graph.Accounts.Single(account => account.Mail == Dee).Mailbox = Mailboxes.Of("UTC", "alwaysEnabled");
        desk.Clock.Advance(GraphDirectory.Fresh);
        await desk.AdvanceAsync(id);
        // Whoever was asked first keeps their say.
        Assert.Equal([Bo, Dee], Open(await desk.RequestAsync(id)));

        desk.Graph.Accounts.Single(account => account.Mail == Dee).IsEnabled = false;
        desk.Clock.Advance(GraphDirectory.Fresh);
        Assert.Equal([Bo], Open(Assert.IsType<Answer.Done>(await desk.SubmitAsync(Ann, 6, key: "another")).State.Facts!));
    }

    [Fact]
    public async Task When_somebody_leaves_whom_a_request_waits_for_somebody_above_is_asked_within_the_hour()
    {
        await using var desk = await StartAsync();
        var id = Assert.IsType<Answer.Done>(await desk.SubmitAsync(Ann, 5)).State.Facts!.Id;
        await desk.AdvanceAsync(id);
        Assert.Equal([Dee], Open(await desk.RequestAsync(id)));
        desk.Graph.Accounts.Single(account => account.Mail == Dee).IsEnabled = false;
        desk.Clock.Advance(TimeSpan.FromHours(1));
        await desk.AdvanceAsync(id);
        Assert.Contains(Bo, Open(await desk.RequestAsync(id)));
    }

    private static string[] Open(Request request) => [.. request.Steps[0].Assignments.Where(assignment => assignment.IsOpen).Select(assignment => assignment.Assignee.Value).Order(StringComparer.Ordinal)];

    // Dee leads, Bo is above her, Ann above him; Ann owns everything.
    private static async Task<GraphDesk> StartAsync(TimeSpan? callTimeout = null)
    {
        var desk = await GraphDesk.StartAsync(callTimeout: callTimeout);
        var dee = desk.Add(Dee, desk.Add(Bo, desk.Add(Ann)));
        desk.Graph.Groups[GraphDesk.LeadGroup] = ([dee], []);
        desk.Graph.Groups[GraphDesk.HeadGroup] = ([desk.Graph.Accounts[0]], []);
        return desk;
    }
}
