using Approvals.App.Ports;

namespace Mail.Tests.Checking;

/// <summary>What the headers of the test mail say: judged as those of an answer would be.</summary>
public sealed class BoundaryTests : IAsyncLifetime
{
    private const string Own = "Authentication-Results: mx.approvals.test; ";
    private GraphSetUp desk = null!;

    public async ValueTask InitializeAsync() => desk = await GraphSetUp.StartAsync();

    public ValueTask DisposeAsync() => desk.DisposeAsync();

    [Theory]
    [InlineData("spf=fail; dkim=pass; dmarc=pass header.from=example.com", "SPF", MailFindingLevel.Fail, MailFindingLevel.Ok)]
    [InlineData("spf=softfail; dkim=pass; dmarc=pass header.from=example.com", "SPF", MailFindingLevel.Fail, MailFindingLevel.Ok)]
    [InlineData("dkim=pass; dmarc=pass header.from=example.com", "SPF", MailFindingLevel.Warning, MailFindingLevel.Ok)]
    [InlineData("spf=pass; dkim=none; dmarc=pass header.from=example.com", "DKIM", MailFindingLevel.Warning, MailFindingLevel.Ok)]
    [InlineData("spf=pass; dkim=fail; dkim=pass; dmarc=pass header.from=example.com", "DKIM", MailFindingLevel.Ok, MailFindingLevel.Ok)]
    [InlineData("spf=pass; dkim=pass; dmarc=fail header.from=example.com", "DMARC", MailFindingLevel.Fail, MailFindingLevel.Fail)]
    [InlineData("spf=pass; dkim=pass; dmarc=bestguesspass header.from=example.com", "DMARC", MailFindingLevel.Fail, MailFindingLevel.Fail)]
    [InlineData("spf=pass; dkim=pass; dmarc=none", "DMARC", MailFindingLevel.Fail, MailFindingLevel.Fail)]
    [InlineData("spf=pass; dkim=pass", "DMARC", MailFindingLevel.Fail, MailFindingLevel.Fail)]
    [InlineData("spf=pass; dkim=pass; dmarc=pass header.from=elsewhere.example", "DMARC", MailFindingLevel.Ok, MailFindingLevel.Fail)]
    [InlineData("spf=pass; dkim=pass; dmarc=pass header.from=example.com; compauth=fail reason=001", "DMARC", MailFindingLevel.Ok, MailFindingLevel.Fail)]
    public async Task Each_result_is_told_with_its_DNS_record_and_whether_answers_would_count(string results, string subject, MailFindingLevel level, MailFindingLevel answers)
    {
        desk.Graph.Mails.Boundary = $"{Own}{results}\n";
        var findings = await desk.CheckAsync();
        var finding = Assert.Single(findings, finding => finding.Subject == subject);
        Assert.Equal((level, answers), (finding.Level, findings.Single(finding => finding.Subject == "answers").Level));
        Assert.Equal(level != MailFindingLevel.Ok, finding.Mend?.Contains("example.com", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("", MailFindingLevel.Fail, "without Authentication-Results")]
    [InlineData("Authentication-Results: spf=pass smtp.mailfrom=example.com; dmarc=pass header.from=example.com\n", MailFindingLevel.Fail, "name no server")]
    [InlineData("Authentication-Results: mx.other.test; dmarc=pass header.from=example.com\n", MailFindingLevel.Fail, "are of mx.other.test")]
    [InlineData("Authentication-Results: mx.other.test; dmarc=fail\n" + GraphSetUp.Good, MailFindingLevel.Warning, "stand above")]
    public async Task The_topmost_results_are_those_of_our_own_boundary_or_it_is_told_whose_they_are(string headers, MailFindingLevel level, string said)
    {
        desk.Graph.Mails.Boundary = headers;
        var finding = Assert.Single(await desk.CheckAsync(), finding => finding.Subject == "boundary");
        Assert.Equal(level, finding.Level);
        Assert.Contains(said, finding.Text, StringComparison.Ordinal);
        Assert.Contains("Approvals:Mail:AuthservId", finding.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_results_of_our_own_the_topmost_counts()
    {
        desk.Graph.Mails.Boundary = $"{Own}spf=pass; dkim=pass; dmarc=fail header.from=example.com\n{GraphSetUp.Good}";
        Assert.Equal(MailFindingLevel.Fail, (await desk.CheckAsync()).Single(finding => finding.Subject == "DMARC").Level);
    }
}
