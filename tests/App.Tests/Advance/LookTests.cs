using Approvals.App;
using Approvals.App.Advance;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Advance.Organisation;

namespace App.Tests.Advance;

/// <summary>What becomes of people while they are asked is noticed at once where somebody says it here, and within the hour otherwise.</summary>
public sealed class LookTests
{
    private readonly Outside outside = new();

    [Fact]
    public async Task Whoever_is_stood_in_for_when_they_are_asked_has_their_stand_in_asked_too()
    {
        var server = outside.Boot();
        await GiveAsync(server, Bo, Max);
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();

        Assert.Equal(Max, (await outside.RequestAsync(id)).Step(1)!.Assignments[0].StandIn);
        Assert.Equal([Bo, Max], outside.Mail.Sent.Select(mail => mail.To).Order());
        Assert.IsType<Answer.Done>(await server.ApproveAsync(Max, id, 1));
    }

    [Fact]
    public async Task A_delegation_wakes_what_waits_for_the_delegator_at_once_and_its_end_too()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();

        await GiveAsync(server, Bo, Max);
        await server.WorkAsync();
        Assert.Equal(Max, (await outside.RequestAsync(id)).Step(1)!.Assignments[0].StandIn);

        Assert.True(await server.Delegating.EndAsync(Bo, "d", default));
        await server.WorkAsync();
        Assert.Null((await outside.RequestAsync(id)).Step(1)!.Assignments[0].StandIn);
        Assert.False(await server.Delegating.EndAsync(Bo, "d", default));
    }

    [Fact]
    public async Task Who_becomes_the_stand_in_of_the_requester_loses_their_say_at_once()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();

        await GiveAsync(server, Ann, Bo);
        await server.WorkAsync();
        Assert.Equal([Bo, Max], (await outside.RequestAsync(id)).Step(1)!.Assignments.Select(a => a.Assignee));
        Assert.IsType<Refusal.OwnRequest>(Assert.IsType<Answer.Refused>(await server.ApproveAsync(Bo, id, 1)).Refusal);
    }

    [Fact]
    public async Task Who_has_left_is_noticed_within_the_hour()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        await server.SweepAsync();

        outside.Organisation.Gone.Add(Bo);
        outside.Clock.Advance(TimeSpan.FromMinutes(59));
        await server.SweepAsync();
        Assert.Single((await outside.RequestAsync(id)).Step(1)!.Assignments);

        outside.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.SweepAsync();
        Assert.Equal([Bo, Max], (await outside.RequestAsync(id)).Step(1)!.Assignments.Select(a => a.Assignee));
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task A_look_on_the_spot_rings_the_alarm_clock_only_for_what_is_due_or_has_changed()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        Assert.True(await server.Advancer.LookAsync(id, default));
        Assert.Empty(outside.Mail.Sent);
        await server.WorkAsync();

        outside.Clock.Advance(Schedule.LookEvery);
        Assert.False(await server.Advancer.LookAsync(id, default));

        outside.Organisation.Gone.Add(Bo);
        Assert.True(await server.Advancer.LookAsync(id, default));
    }

    [Fact]
    public async Task However_many_requests_wait_an_hour_in_which_nobody_changed_wakes_none()
    {
        var server = outside.Boot();
        for (var i = 0; i < 30; i++)
        {
            await server.SubmitAsync(60);
        }

        await server.WorkAsync();
        for (var hour = 0; hour < 3; hour++)
        {
            outside.Clock.Advance(Schedule.LookEvery);
            Assert.Equal(0, await server.Sweeper.SweepAsync(10_000, default));
            Assert.Empty(server.Wakes.Woken);
        }
    }

    [Fact]
    public async Task Whoever_was_not_woken_for_a_change_is_woken_an_hour_later_and_then_no_more()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        outside.Organisation.Gone.Add(Bo);
        server.Wakes.IsDeaf = true;
        await server.SweepAsync();
        Assert.Single((await outside.RequestAsync(id)).Step(1)!.Assignments);

        var next = outside.Boot();
        outside.Clock.Advance(Schedule.LookEvery);
        await next.SweepAsync();
        Assert.Equal([Bo, Max], (await outside.RequestAsync(id)).Step(1)!.Assignments.Select(a => a.Assignee));

        outside.Clock.Advance(Schedule.LookEvery);
        await next.Sweeper.SweepAsync(10_000, default);
        Assert.Empty(next.Wakes.Woken);
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task Of_several_servers_one_looks_in_an_hour()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        await server.SweepAsync();

        outside.Organisation.Gone.Add(Bo);
        outside.Clock.Advance(TimeSpan.FromMinutes(59));
        var other = outside.Boot();
        await other.SweepAsync();
        Assert.Single((await outside.RequestAsync(id)).Step(1)!.Assignments);

        outside.Clock.Advance(TimeSpan.FromMinutes(1));
        await other.SweepAsync();
        Assert.Equal(2, (await outside.RequestAsync(id)).Step(1)!.Assignments.Length);
    }

    [Fact]
    public async Task A_delegation_that_begins_later_asks_the_stand_in_within_the_hour_of_its_beginning()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        var begins = outside.Clock.GetUtcNow().AddHours(2);
        Assert.Empty(await server.Delegating.GiveAsync(new Delegation("d", Bo, Max, begins, begins.AddDays(9)), default));
        await server.WorkAsync();
        Assert.Null((await outside.RequestAsync(id)).Step(1)!.Assignments[0].StandIn);

        for (var hour = 0; hour < 3; hour++)
        {
            outside.Clock.Advance(Schedule.LookEvery);
            await server.SweepAsync();
        }

        Assert.Equal(Max, (await outside.RequestAsync(id)).Step(1)!.Assignments[0].StandIn);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_stands_in_for_the_requester_or_the_beneficiary_later_has_somebody_above_asked_then(bool isRequester)
    {
        var server = outside.Boot();
        var answer = await server.SubmitAsync(Ann, Form(5, beneficiary: Al));
        var id = Assert.IsType<Answer.Done>(answer).State.Facts!.Id;
        var begins = outside.Clock.GetUtcNow().AddHours(1);
        Assert.Empty(await server.Delegating.GiveAsync(new Delegation("d", isRequester ? Ann : Al, Bo, begins, begins.AddDays(9)), default));
        await server.WorkAsync();
        await server.SweepAsync();
        Assert.Single((await outside.RequestAsync(id)).Step(1)!.Assignments);

        outside.Clock.Advance(Schedule.LookEvery);
        await server.SweepAsync();
        Assert.Equal([Bo, Max], (await outside.RequestAsync(id)).Step(1)!.Assignments.Select(a => a.Assignee));
    }

    [Fact]
    public async Task A_look_does_what_an_alarm_clock_that_stopped_has_left()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        outside.Clock.Advance(Advancer.Patience);
        Assert.True(await server.Advancer.LookAsync(id, default));
        Assert.Equal(Bo, Assert.Single(outside.Mail.Sent).To);
    }

    [Fact]
    public async Task The_alarm_clock_is_not_set_to_the_look_of_every_hour()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        var next = await server.Advancer.AdvanceAsync(id, default);
        Assert.Equal(Schedule.NextDue((await server.Streams.ReloadAsync(id, default))!.State), next.DueAtUtc);
    }

    [Fact]
    public async Task Who_can_not_stand_in_any_more_is_replaced_within_the_hour()
    {
        var server = outside.Boot();
        await GiveAsync(server, Bo, Cy);
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        await server.SweepAsync();
        Assert.Equal(Cy, (await outside.RequestAsync(id)).Step(1)!.Assignments[0].StandIn);

        outside.Organisation.Gone.Add(Cy);
        outside.Clock.Advance(Schedule.LookEvery);
        await server.SweepAsync();
        Assert.Null((await outside.RequestAsync(id)).Step(1)!.Assignments[0].StandIn);
    }

    [Fact]
    public async Task Delegations_that_go_round_in_a_circle_are_refused()
    {
        var server = outside.Boot();
        await GiveAsync(server, Bo, Cy);
        await GiveAsync(server, Cy, Di);
        var (from, until) = (outside.Clock.GetUtcNow(), outside.Clock.GetUtcNow().AddDays(9));

        Assert.Equal("to", Assert.Single(await server.Delegating.GiveAsync(new Delegation("x", Di, Bo, from, until), default)).Member);
        Assert.Equal("to", Assert.Single(await server.Delegating.GiveAsync(new Delegation("x", Cy, Bo, from, until), default)).Member);
        Assert.Empty(await server.Delegating.GiveAsync(new Delegation("x", Di, Bo, from.AddYears(1), until.AddYears(1)), default));
        Assert.Empty(await outside.Delegations.ListFromAsync(Max, default));
    }

    [Fact]
    public async Task Several_things_that_wait_are_one_mail_in_the_morning_and_no_second_one()
    {
        var server = outside.Boot();
        await server.SubmitAsync(5);
        await server.SubmitAsync(6);
        await server.WorkAsync();
        var before = outside.Mail.Sent.Length;

        // Who works round the clock begins the day at midnight.
        outside.Clock.Advance(new DateTimeOffset(2026, 11, 25, 0, 30, 0, TimeSpan.Zero) - outside.Clock.GetUtcNow());
        await server.SweepAsync();
        await outside.Boot().SweepAsync();
        var digest = Assert.Single(outside.Mail.Sent[before..], mail => mail.Key.Version == 0 && mail.To == Bo);
        Assert.Contains("2 decisions wait for you", digest.Subject);
        Assert.Equal(2, digest.Text.Split("https://desk.example.com/requests/").Length - 1);

        outside.Clock.Advance(TimeSpan.FromHours(1));
        await outside.Boot().SweepAsync();
        Assert.Single(outside.Mail.Sent, mail => mail.Key.Version == 0 && mail.To == Bo);
    }

    private async Task GiveAsync(ServerProcess server, EmailAddress from, EmailAddress to) =>
        Assert.Empty(await server.Delegating.GiveAsync(new Delegation("d", from, to, outside.Clock.GetUtcNow(), outside.Clock.GetUtcNow().AddDays(9)), default));
}
