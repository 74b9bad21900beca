using System.Collections.Immutable;
using Approvals.App;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Advance.Organisation;

namespace App.Tests.Advance;

/// <summary>The outside world says no, and later yes.</summary>
public sealed class FailingEffectTests
{
    private readonly Outside outside = new();

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(3, null)]
    [InlineData(2, 120)]
    public async Task A_ticket_that_fails_a_few_times_is_tried_at_the_times_of_the_schedule_or_later_when_it_was_asked_to(int failures, int? retryAfterMinutes)
    {
        var server = outside.Boot();
        var id = await ApproveAsync(server, failures);
        server.Faults.RetryAfter = retryAfterMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
        var decidedAt = outside.Clock.GetUtcNow();
        await server.WorkAsync();
        Assert.Equal("approved", (await outside.LoadAsync(id)).State.Status);

        var expectedAt = decidedAt;
        for (var attempt = 1; attempt <= failures; attempt++)
        {
            var wait = ServerProcess.Retries.Waits[attempt - 1];
            expectedAt += server.Faults.RetryAfter > wait ? server.Faults.RetryAfter.Value : wait;
            var row = Assert.Single((await outside.LoadAsync(id)).Outbox, row => row.NotBeforeUtc > outside.Clock.GetUtcNow());
            Assert.Equal((attempt, expectedAt), (row.Attempt, row.NotBeforeUtc));

            // A sweep too early does nothing.
            outside.Clock.Advance(expectedAt - outside.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
            await server.SweepAsync();
            Assert.Empty(await outside.Desk.OfRequestAsync(id, default));
            outside.Clock.Advance(TimeSpan.FromTicks(1));
            await server.SweepAsync();
        }

        Assert.Equal("completed", (await outside.LoadAsync(id)).State.Status);
        await Truth.HoldsAsync(outside);
        // The approval was told at once, because its ticket took longer than one attempt.
        Assert.Equal(
            ["Approved: Terms for Acme", "Ticket raised: Terms for Acme"],
            outside.Mail.Sent.Where(mail => mail.To == Ann).Select(mail => mail.Subject));
    }

    [Fact]
    public async Task A_used_up_schedule_is_shown_to_the_administrator_whose_retry_brings_it_to_its_end()
    {
        var server = outside.Boot();
        var id = await ApproveAsync(server, int.MaxValue);
        for (var attempt = 0; attempt <= ServerProcess.Retries.Waits.Length; attempt++)
        {
            await server.SweepAsync();
            outside.Clock.Advance(TimeSpan.FromHours(2));
        }

        var stuck = Assert.Single(await AbandonedAsync());
        Assert.Equal((id, "ticket", Work, 4), (stuck.Request, stuck.Kind, stuck.Target, stuck.Attempts));
        Assert.Equal("The desk is closed.", stuck.Error);
        Assert.Empty((await outside.Store.ListDueAsync(DateTimeOffset.MaxValue, null, 10, default)).Items);

        // It waits for a person, not for time, and not for anybody.
        outside.Clock.Advance(TimeSpan.FromDays(30));
        await server.SweepAsync();
        Assert.Equal("not-allowed", Assert.IsType<Answer.Refused>(await server.DoAsync(Ann, id, Say.Retry(stuck.Effect))).Refusal.Code);
        Assert.Empty(await outside.Desk.OfRequestAsync(id, default));

        // Retried while the desk is still closed, it has a whole schedule again.
        Assert.IsType<Answer.Done>(await server.DoAsync(Admin, id, Say.Retry(stuck.Effect), "retry-1"));
        Assert.Empty(await AbandonedAsync());
        await server.WorkAsync();
        Assert.Equal(1, Assert.Single((await outside.LoadAsync(id)).Outbox).Attempt);
        server.Faults.Next = (_, _) => Fault.None;
        outside.Clock.Advance(TimeSpan.FromHours(2));
        await server.SweepAsync();
        Assert.Equal("completed", (await outside.LoadAsync(id)).State.Status);
        Assert.True(Assert.IsType<Answer.Done>(await server.DoAsync(Admin, id, Say.Retry(stuck.Effect), "retry-1")).Repeated);
        Assert.True(Assert.IsType<Answer.Done>(await server.DoAsync(Admin, id, Say.Retry(stuck.Effect))).Repeated);
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task A_mail_that_was_overtaken_is_dropped()
    {
        var server = outside.Boot();
        server.Faults.Next = (port, _) => port == "mailer" ? Fault.Refused : Fault.None;
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        Assert.IsType<Answer.Done>(await server.DoAsync(Ann, id, Say.Recall()));
        server.Faults.Next = (_, _) => Fault.None;
        outside.Clock.Advance(TimeSpan.FromHours(1));
        await server.SweepAsync();
        Assert.DoesNotContain(outside.Mail.Sent, mail => mail.ReplyTo is not null);
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task A_ticket_that_was_raised_in_one_round_but_not_recorded_is_found_in_the_next()
    {
        var server = outside.Boot();
        server.Faults.Next = (port, _) => port == "desk" ? Fault.AwayAfter : Fault.None;
        var id = await server.SubmitAsync(20);
        await server.WorkAsync();
        Assert.Single(await outside.Desk.OfRequestAsync(id, default));
        Assert.Empty((await outside.RequestAsync(id)).Tickets);

        server.Faults.Next = (_, _) => Fault.None;
        Assert.IsType<Answer.Done>(await server.DoAsync(Ann, id, Say.Recall()));
        Assert.IsType<Answer.Done>(await server.Requests.ResubmitAsync(Caller(Ann), id, Fields(21), null, default));
        outside.Clock.Advance(TimeSpan.FromHours(1));
        await server.SweepAsync();
        Assert.Equal(Help, Assert.Single((await outside.RequestAsync(id)).Tickets).Template);
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task A_ticket_ordered_at_once_is_raised_even_when_the_next_round_orders_none()
    {
        var server = outside.Boot();
        server.Faults.Next = (port, _) => port == "desk" ? Fault.Refused : Fault.None;
        var id = await server.SubmitAsync(20);
        await server.WorkAsync();
        server.Faults.Next = (_, _) => Fault.None;
        Assert.IsType<Answer.Done>(await server.DoAsync(Ann, id, Say.Recall()));
        Assert.IsType<Answer.Done>(await server.Requests.ResubmitAsync(Caller(Ann), id, Fields(5), null, default));
        outside.Clock.Advance(TimeSpan.FromHours(1));
        await server.SweepAsync();
        Assert.Equal(Help, Assert.Single((await outside.RequestAsync(id)).Tickets).Template);
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task More_effects_than_an_append_can_hold_are_carried_out_in_turns()
    {
        var crowd = Enumerable.Range(1, 59).Select(n => At($"crowd{n}")).ToImmutableArray();
        var full = new Outside(new Organisation { Crowd = crowd });
        var server = full.Boot();
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        await server.SweepAsync();
        Assert.Equal(crowd.Append(Bo).Order(), full.Mail.Sent.Select(mail => mail.To).Order());
        Assert.Empty((await full.LoadAsync(id)).Outbox);

        // They are reminded too, and withdrawn.
        full.Clock.Advance(TimeSpan.FromHours(4));
        await server.SweepAsync();
        await server.SweepAsync();
        Assert.Equal(2 * 60, full.Mail.Sent.Length);
        Assert.IsType<Answer.Done>(await server.DoAsync(Ann, id, Say.Cancel()));
        await server.WorkAsync();
        await server.SweepAsync();
        Assert.Equal(3 * 60, full.Mail.Sent.Length);
        await Truth.HoldsAsync(full);
    }

    /// <summary>Approved, with a desk that says no so many times.</summary>
    private static async Task<RequestId> ApproveAsync(ServerProcess server, int failures)
    {
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        server.Faults.Next = (port, _) => port == "desk" && failures-- > 0 ? Fault.Refused : Fault.None;
        Assert.IsType<Answer.Done>(await server.ApproveAsync(Bo, id, 1));
        return id;
    }

    private async Task<ImmutableArray<AbandonedEffect>> AbandonedAsync()
    {
        var queries = new RequestQueries(null!, null!, outside.Store, null!, null!, outside.Clock);
        return (await queries.AbandonedAsync(null, 50, default)).Items;
    }
}
