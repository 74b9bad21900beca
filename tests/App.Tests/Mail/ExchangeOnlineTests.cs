using System.Text;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Xunit;
using static App.Tests.Mail.MailWorld;

namespace App.Tests.Mail;

/// <summary>A boundary that names itself nowhere: its results are the topmost ones, and nobody else's are taken for them.</summary>
public sealed class ExchangeOnlineTests
{
    private const string Passed = "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=example.com; dkim=pass (signature was verified) header.d=example.com;dmarc=pass action=none header.from=example.com;compauth=pass reason=100";

    [Fact]
    public async Task An_answer_that_it_vouches_for_counts()
    {
        var world = await WithRequestAsync();
        Assert.Equal("approved", (await ReceiveAsync(world, Passed)).Outcome);
        Assert.Single((await world.RequestAsync()).Approvals);
    }

    [Theory]
    [InlineData("spf=pass smtp.mailfrom=example.com;dmarc=fail action=oreject header.from=example.com;compauth=fail reason=000")]
    [InlineData("spf=none smtp.mailfrom=example.com;dmarc=bestguesspass action=none header.from=example.com;compauth=pass reason=109")]
    [InlineData("dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=example.com;")]
    [InlineData("spf=pass smtp.mailfrom=elsewhere.test;dmarc=pass action=none header.from=elsewhere.test;compauth=pass reason=100")]
    [InlineData("spf=pass smtp.mailfrom=example.com;dmarc=pass action=none header.from=example.com;compauth=fail reason=001")]
    [InlineData("mx.approvals.test; dmarc=pass header.from=example.com")]
    [InlineData("exchange-online; dmarc=pass header.from=example.com")]
    [InlineData("mx.elsewhere.test 1; dmarc=pass header.from=example.com")]
    [InlineData("(spf=pass) dmarc (=pass; dmarc=pass header.from=example.com")]
    [InlineData("")]
    public async Task What_it_does_not_vouch_for_is_refused_and_nothing_below_it_is_read(string topmost)
    {
        var world = await WithRequestAsync();
        Assert.Equal("sender-not-verified", (await ReceiveAsync(world, topmost + $"\r\nAuthentication-Results: {Passed}")).Outcome);
        Assert.Empty((await world.RequestAsync()).Approvals);
    }

    [Fact]
    public async Task Results_that_came_in_with_the_mail_and_were_set_aside_are_not_read()
    {
        var world = await WithRequestAsync();
        var mail = world.Reply("APPROVE").Replace("Authentication-Results: mx.approvals.test;", "Authentication-Results-Original: spf=pass;", StringComparison.Ordinal);
        Assert.Equal("sender-not-verified", (await ReceiveAsync(world, mail: mail)).Outcome);
        Assert.Empty((await world.RequestAsync()).Approvals);
    }

    [Fact]
    public async Task A_boundary_with_a_name_is_never_taken_at_its_word_without_it()
    {
        var world = await WithRequestAsync();
        Assert.Equal("sender-not-verified", (await world.ReceiveAsync(world.Reply("APPROVE", results: Passed))).Outcome);
        Assert.Empty((await world.RequestAsync()).Approvals);
    }

    private static Task<ReceivedMail> ReceiveAsync(MailWorld world, string? results = null, string? mail = null) =>
        world.InboundWith(Options with { AuthservId = MailOptions.Unnamed }).ReceiveAsync(Encoding.UTF8.GetBytes(mail ?? world.Reply("APPROVE", results: results)), Ct);
}
