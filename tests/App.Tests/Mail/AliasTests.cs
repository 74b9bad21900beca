using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Mail.MailWorld;

namespace App.Tests.Mail;

/// <summary>Replies from another address of somebody's mailbox: theirs, when every check holds for that very address.</summary>
public sealed class AliasTests
{
    private const string Alias = "v.p@example.com";

    [Fact]
    public async Task A_reply_from_another_address_of_the_mailbox_is_its_owners()
    {
        var world = await WithRequestAsync();
        var came = await world.ReceiveAsync(world.Reply("APPROVE", from: Alias));
        Assert.Equal(("approved", "Counted: approved by vp@example.com."), (came.Outcome, came.Explanation));
        Assert.Equal(AssignmentStatus.Approved, (await FirstAsync(world)).Status);

        // The same person once more, by the main address: nothing is decided twice.
        var version = (await world.RequestAsync()).Version;
        await world.ReceiveAsync(world.Reply("APPROVE", messageId: "reply-2@example.com"));
        Assert.Equal(version, (await world.RequestAsync()).Version);
    }

    [Fact]
    public async Task A_delegate_may_answer_from_another_address_too()
    {
        var world = await WithRequestAsync();
        await world.Delegations.PutAsync(new Delegation("d", Address("vp@example.com"), Address("assistant@example.com"), Start.AddDays(-1), Start.AddDays(1)), Ct);
        Assert.Equal("approved", (await world.ReceiveAsync(world.Reply("APPROVE", from: "the.assistant@example.com"))).Outcome);
        Assert.Equal(Actor.Of(Address("assistant@example.com")), (await FirstAsync(world)).DecidedBy);
    }

    [Theory]
    [InlineData("mx.approvals.test; dmarc=fail header.from=example.com")]
    [InlineData("mx.approvals.test; dmarc=pass header.from=elsewhere.example")]
    [InlineData("mx.elsewhere.example; dmarc=pass header.from=example.com")]
    [InlineData("mx.approvals.test; dmarc=pass header.from=example.com; compauth=fail reason=001")]
    public async Task Whose_address_the_boundary_does_not_vouch_for_is_nobodys(string results)
    {
        var world = await WithRequestAsync();
        var came = await world.ReceiveAsync(world.Reply("APPROVE", from: Alias, results: results));
        Assert.Equal(("sender-not-verified", false), (came.Outcome, came.Answered));
        Assert.True((await FirstAsync(world)).IsOpen);
    }

    [Theory]
    [InlineData("vp.signin@example.com")]
    [InlineData("vp2.left@example.com")]
    [InlineData("vp@elsewhere.example")]
    [InlineData("the.seller@example.com")]
    [InlineData("v.p+tag@example.com")]
    public async Task A_name_to_sign_in_with_somebody_who_left_and_somebody_else_do_not_count(string from)
    {
        var world = await WithRequestAsync();
        Assert.Equal(new Refusal.NotYourStep().Code, (await world.ReceiveAsync(world.Reply("APPROVE", from: from))).Outcome);
        Assert.True((await FirstAsync(world)).IsOpen);
    }

    [Theory]
    [InlineData("vp2@example.com", "not-your-step")]
    [InlineData("made-up", "no-question")]
    public async Task The_question_must_be_theirs(string token, string outcome)
    {
        var world = await WithRequestAsync();
        var came = await world.ReceiveAsync(world.Reply("APPROVE", from: Alias, token: token.Contains('@', StringComparison.Ordinal) ? world.TokenFor(token) : token));
        Assert.Equal(outcome, came.Outcome);
    }

    [Fact]
    public async Task While_the_directory_is_away_the_mail_waits_and_counts_later()
    {
        var world = await WithRequestAsync();
        var reply = world.Reply("APPROVE", from: Alias);
        world.DirectoryIsAway = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.ReceiveAsync(reply));
        Assert.Empty(world.Sent.Sent);

        world.DirectoryIsAway = false;
        Assert.Equal("approved", (await world.ReceiveAsync(reply)).Outcome);
    }

    private static async Task<AssignmentState> FirstAsync(MailWorld world) => (await world.RequestAsync()).Steps[0].Assignments.Single(a => a.Assignee == Address("vp@example.com"));
}
