using System.Text;
using Approvals.Adapters.Memory;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Mail.MailWorld;

namespace App.Tests.Mail;

public sealed class InboundMailTests
{
    [Fact]
    public async Task An_approval_by_mail_is_recorded_with_its_channel_and_comment()
    {
        var world = await WithRequestAsync();
        var came = await world.ReceiveAsync(world.Reply("APPROVE\nFine with me.\nGo on.\n\n> what we wrote"));
        Assert.Equal("approved", came.Outcome);
        var said = (await world.RequestAsync()).Steps[0].Assignments.Single(a => a.Assignee == Address("vp@example.com"));
        Assert.Equal((AssignmentStatus.Approved, Channel.Mail, "Fine with me.\nGo on."), (said.Status, said.Channel, said.Comment));
        Assert.Empty(world.Sent.Sent);
    }

    [Fact]
    public async Task The_same_mail_again_changes_nothing_and_answers_the_same()
    {
        var world = await WithRequestAsync();
        var reply = world.Reply("APPROVE");
        var first = await world.ReceiveAsync(reply);
        var version = (await world.RequestAsync()).Version;
        Assert.Equal(first, await world.ReceiveAsync(reply));
        Assert.Equal(first, await world.ReceiveAsync(world.Reply("REJECT\nchanged my mind")));
        Assert.Equal(version, (await world.RequestAsync()).Version);
    }

    [Fact]
    public async Task The_same_mail_twice_at_once_decides_once()
    {
        var world = await WithRequestAsync();
        var reply = world.Reply("APPROVE");
        var all = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.ReceiveAsync(reply))));
        while (!all.IsCompleted)
        {
            // Those who were second wait a moment, by this clock, before they look again.
            world.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.All(await all, mail => Assert.Equal("approved", mail.Outcome));
        Assert.Single((await world.RequestAsync()).Approvals);
    }

    [Theory]
    [InlineData("APPROVE")]
    [InlineData("RETURN\nwhy?")]
    public async Task A_mail_whose_record_was_lost_in_a_crash_is_recorded_again_and_decides_nothing_twice(string body)
    {
        var world = await WithRequestAsync();
        var first = await world.ReceiveAsync(world.Reply(body));
        var version = (await world.RequestAsync()).Version;
        var again = await world.InboundWith(new MemoryMail(Options, world.Clock)).ReceiveAsync(Encoding.UTF8.GetBytes(world.Reply(body)), Ct);
        Assert.Equal((first.Outcome, version), (again.Outcome, (await world.RequestAsync()).Version));
    }

    [Fact]
    public async Task A_return_with_a_reason_opens_the_request_for_editing()
    {
        var world = await WithRequestAsync();
        var came = await world.ReceiveAsync(world.Reply("Return.\nWhich version do they run?"));
        Assert.Equal("returned", came.Outcome);
        Assert.IsType<RequestState.Editing>(await world.StateAsync());
    }

    [Fact]
    public async Task A_rejection_without_a_reason_is_answered_and_changes_nothing()
    {
        var world = await WithRequestAsync();
        var came = await world.ReceiveAsync(world.Reply("NO"));
        Assert.Equal(("comment-required", true), (came.Outcome, came.Answered));
        var answer = Assert.Single(world.Sent.Sent);
        Assert.Equal((Address("vp@example.com"), world.Id.Value), (answer.To, answer.Thread));
        Assert.Contains("comment is required", answer.Text, StringComparison.Ordinal);
        Assert.Contains($"/d/{world.TokenFor("vp@example.com")}", answer.Text, StringComparison.Ordinal);
        Assert.Equal($"approvals+{world.TokenFor("vp@example.com")}@example.com", answer.ReplyTo!.Value.Value);
        Assert.IsType<RequestState.Pending>(await world.StateAsync());
    }

    [Fact]
    public async Task A_late_answer_hears_who_decided_and_when()
    {
        var world = await WithRequestAsync();
        await world.ExecuteAsync("vp2@example.com", Reject((await world.RequestAsync()).Version));
        var came = await world.ReceiveAsync(world.Reply("APPROVE"));
        Assert.Equal("closed", came.Outcome);
        Assert.Contains("vp2@example.com at 2026-11-24 09:00 UTC", Assert.Single(world.Sent.Sent).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_of_an_earlier_step_does_not_decide_the_next_one()
    {
        var world = await WithRequestAsync();
        foreach (var vp in new[] { "vp", "vp2" })
        {
            await world.ReceiveAsync(world.Reply("YES", from: $"{vp}@example.com", token: world.TokenFor($"{vp}@example.com"), messageId: vp));
        }

        var came = await world.ReceiveAsync(world.Reply("YES", from: "cfo@example.com", messageId: "crossed"));
        Assert.Equal("not-your-step", came.Outcome);
        Assert.Equal(StepStatus.Open, (await world.RequestAsync()).Steps[1].Status);
    }

    [Fact]
    public async Task A_forwarded_mail_lets_nobody_else_decide_and_tells_them_nothing()
    {
        var world = await WithRequestAsync();
        var came = await world.ReceiveAsync(world.Reply("APPROVE", from: "vp2@example.com"));
        Assert.Equal("not-your-step", came.Outcome);
        Assert.Empty((await world.RequestAsync()).Approvals);
        var answer = Assert.Single(world.Sent.Sent);
        Assert.DoesNotContain("Acme", answer.Text + answer.Html + answer.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delegate_decides_within_their_dates_only()
    {
        var world = await WithRequestAsync();
        await world.Delegations.PutAsync(new Delegation("d", Address("vp@example.com"), Address("assistant@example.com"), Start.AddHours(1), Start.AddHours(2)), Ct);
        var early = await world.ReceiveAsync(world.Reply("APPROVE", from: "assistant@example.com", messageId: "early"));
        world.Clock.Advance(TimeSpan.FromHours(1));
        var timely = await world.ReceiveAsync(world.Reply("APPROVE", from: "assistant@example.com", messageId: "timely"));
        Assert.Equal(("not-your-step", "approved"), (early.Outcome, timely.Outcome));
        Assert.Equal(Address("assistant@example.com"), (await world.RequestAsync()).Approvals.Single().By.Person);
    }

    [Fact]
    public async Task A_reassigned_question_is_closed_to_the_mail_of_the_first_assignee()
    {
        var world = await WithRequestAsync();
        var request = await world.RequestAsync();
        var reassign = new Command.Reassign(1, Address("vp@example.com"), Address("assistant@example.com"), "on leave") { At = default, CommandId = "", By = default };
        await world.Requests.ExecuteAsync(new(Address("admin@example.com"), Approvals.App.Roles.Administrator), request.Id, reassign, null, Ct);
        Assert.Equal("not-your-step", (await world.ReceiveAsync(world.Reply("APPROVE"))).Outcome);
        Assert.Empty((await world.RequestAsync()).Approvals);
    }

    [Fact]
    public async Task A_policy_without_mail_sends_people_to_the_page()
    {
        var world = await WithRequestAsync(byMail: false);
        var came = await world.ReceiveAsync(world.Reply("APPROVE"));
        Assert.Equal("not-by-mail", came.Outcome);
        Assert.Null(Assert.Single(world.Sent.Sent).ReplyTo);
    }

    [Fact]
    public async Task Two_mails_of_a_thread_are_answered_and_the_third_is_not()
    {
        var world = await WithRequestAsync();
        var answered = new List<bool>();
        for (var i = 0; i < 4; i++)
        {
            answered.Add((await world.ReceiveAsync(world.Reply("maybe", messageId: $"m{i}"))).Answered);
        }

        Assert.Equal([true, true, false, false], answered);
        Assert.Equal(2, world.Sent.Sent.Length);
    }

    [Fact]
    public async Task An_answer_is_marked_as_automatic_and_is_itself_never_answered()
    {
        var world = await WithRequestAsync();
        await world.ReceiveAsync(world.Reply("maybe"));
        var answer = Assert.Single(world.Sent.Sent);
        Assert.Equal(("auto-replied", "All", "<reply-1@example.com>"),
            (answer.Headers["Auto-Submitted"], answer.Headers["X-Auto-Response-Suppress"], answer.Headers["In-Reply-To"]));
        var back = await world.ReceiveAsync(world.Reply("APPROVE", messageId: "back", more: "Auto-Submitted: auto-replied\r\n"));
        Assert.Equal(("automatic", false), (back.Outcome, back.Answered));
    }

    [Fact]
    public async Task A_stranger_in_another_name_is_not_written_to_but_the_person_asked_is()
    {
        var world = await WithRequestAsync();
        var forged = "mx.approvals.test; dmarc=fail header.from=example.com";
        var stranger = await world.ReceiveAsync(world.Reply("APPROVE", from: "victim@example.com", results: forged, messageId: "1"));
        Assert.Equal(("sender-not-verified", false), (stranger.Outcome, stranger.Answered));
        var asked = await world.ReceiveAsync(world.Reply("APPROVE", results: forged, messageId: "2"));
        Assert.Equal(("sender-not-verified", true), (asked.Outcome, asked.Answered));
        Assert.Empty((await world.RequestAsync()).Approvals);
    }

    [Fact]
    public async Task When_the_key_of_the_tokens_is_lost_old_mails_decide_nothing_and_their_senders_hear_where_to_decide()
    {
        var world = await WithRequestAsync();
        var tokens = await DecisionTokens.LoadAsync(new MemorySecrets(), Ct);
        var inbound = world.InboundWith(tokens);
        var came = await inbound.ReceiveAsync(Encoding.UTF8.GetBytes(world.Reply("APPROVE", messageId: "old", more: $"In-Reply-To: <{world.SentId}>\r\n")), Ct);
        Assert.Equal(("no-question", true), (came.Outcome, came.Answered));
        Assert.Empty((await world.RequestAsync()).Approvals);
        var answer = Assert.Single(world.Sent.Sent);
        Assert.Equal((Address("vp@example.com"), null), (answer.To, answer.ReplyTo));
        Assert.Contains("decide on the page", answer.Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("Acme", answer.Text + answer.Html + answer.Subject, StringComparison.Ordinal);

        var anew = world.Reply("APPROVE", token: tokens.Write(world.Id, 1, 1, Address("vp@example.com")), messageId: "new");
        Assert.Equal("approved", (await inbound.ReceiveAsync(Encoding.UTF8.GetBytes(anew), Ct)).Outcome);
    }

    // Our answers come back as mails that nothing marks as automatic: by two of them at most in a thread.
    [Fact]
    public async Task A_robot_that_answers_our_answers_is_left_alone_after_two()
    {
        var world = await WithRequestAsync();
        await world.ReceiveAsync(world.Reply("I am a robot.", messageId: "robot-0"));
        for (var i = 1; i <= world.Sent.Sent.Length && i < 10; i++)
        {
            var ours = world.Sent.Sent[i - 1];
            await world.ReceiveAsync(world.Reply("I am a robot.", messageId: $"robot-{i}", more: $"In-Reply-To: {ours.Headers["Message-ID"]}\r\n"));
        }

        Assert.Equal(2, world.Sent.Sent.Length);
        Assert.Equal("approved", (await world.ReceiveAsync(world.Reply("APPROVE", messageId: "human"))).Outcome);
    }

    [Fact]
    public async Task An_answer_that_lost_the_reply_address_is_found_by_the_mail_that_it_answers()
    {
        var world = await WithRequestAsync();
        var reply = world.Reply("APPROVE", more: $"In-Reply-To: <{world.Id}-0000000002-00.{world.TokenFor("vp@example.com")}@example.com>\r\n")
            .Replace($"approvals+{world.TokenFor("vp@example.com")}@", "approvals@", StringComparison.Ordinal);
        Assert.Equal("approved", (await world.ReceiveAsync(reply)).Outcome);
    }

    [Fact]
    public async Task What_came_of_a_reply_shows_at_the_address_that_it_answers()
    {
        var world = await WithRequestAsync();
        await world.ReceiveAsync(world.Reply("hmm", messageId: "1"));
        await world.ReceiveAsync(world.Reply("YES", messageId: "2"));
        var kept = Assert.Single((await ((IMailbox)world.Sent).ListAsync(null, null, 10, Ct)).Items);
        Assert.Equal(["unclear", "approved"], kept.Replies.Select(reply => reply.Outcome));
    }

    private static Command.Reject Reject(long version) => new(new Sight(1, 1, version), "no budget", Channel.Web) { At = default, CommandId = "", By = default };
}
