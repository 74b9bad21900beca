using System.Text;
using Approvals.Adapters.Smtp;
using Approvals.App.Ports;
using Xunit;
using static App.Tests.Mail.MailWorld;

namespace App.Tests.Mail;

/// <summary>Mails of ours that come back; their shapes stand under Cases/bounces.</summary>
public sealed class BounceTests
{
    private static readonly string Exim = Path.Combine(AppContext.BaseDirectory, "Mail", "Cases", "bounces", "exim.txt");

    [Fact]
    public async Task A_mail_that_came_back_is_shown_on_its_request_and_is_not_answered()
    {
        var world = await WithRequestAsync();
        await world.RecordSentAsync();
        var came = await world.ReceiveAsync(await BounceAsync(world));
        Assert.Equal(("undeliverable", world.Id, false), (came.Outcome, came.Request, came.Answered));
        Assert.Equal("The mail to vp@example.com reached nobody: 550 5.1.1 no such person here", came.Explanation);
        Assert.Equal([came], await ((IReceivedMails)world.Sent).OfRequestAsync(world.Id, 10, Ct));
        Assert.Empty(world.Sent.Sent);
    }

    [Fact]
    public async Task Two_reports_of_one_mail_are_noted_once()
    {
        var world = await WithRequestAsync();
        await world.RecordSentAsync();
        var bounce = await BounceAsync(world);
        await world.ReceiveAsync(bounce);
        var version = (await world.RequestAsync()).Version;
        Assert.Equal("undeliverable", (await world.ReceiveAsync(bounce.Replace("E1vNabc", "E1vNxyz", StringComparison.Ordinal))).Outcome);
        Assert.Equal(version, (await world.RequestAsync()).Version);
    }

    [Fact]
    public async Task A_report_that_is_quicker_than_our_own_record_waits_for_it()
    {
        var world = await WithRequestAsync();
        var coming = Task.Run(async () => await world.ReceiveAsync(await BounceAsync(world)));
        await world.RecordSentAsync();
        while (!coming.IsCompleted)
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal("undeliverable", (await coming).Outcome);
        Assert.True((await world.RequestAsync()).Steps[0].Assignments[0].Unreached);
    }

    [Theory]
    [InlineData(550, "5.1.1 no such user", true)]
    [InlineData(550, "no such person here", true)]
    [InlineData(552, "5.2.2 mailbox full", true)]
    [InlineData(553, "mailbox name not allowed", true)]
    [InlineData(550, "5.7.1 relaying denied", false)]
    [InlineData(550, "relay not permitted", false)]
    [InlineData(550, "5.1.8 sender address rejected", false)]
    [InlineData(550, "5.7.509 access denied, sending domain does not pass DMARC", false)]
    [InlineData(554, "blocked by our policy", false)]
    [InlineData(530, "5.7.0 authentication required", false)]
    [InlineData(452, "4.2.2 mailbox full", false)]
    [InlineData(450, "greylisted", false)]
    public void Only_what_a_server_says_of_the_address_makes_it_one_where_nobody_is(int status, string text, bool expected) =>
        Assert.Equal(expected, SmtpRefusal.IsOfTheAddress(status, text));

    private static async Task<string> BounceAsync(MailWorld world)
    {
        var text = await File.ReadAllTextAsync(Exim, Encoding.UTF8, Ct);
        return text[(text.IndexOf("---\n", StringComparison.Ordinal) + 4)..].Replace("[[sent]]", world.SentId, StringComparison.Ordinal);
    }
}
