using Approvals.App.Ports;

namespace Mail.Tests.Checking;

public sealed class GraphCheckTests : IAsyncLifetime
{
    private GraphSetUp desk = null!;

    public async ValueTask InitializeAsync() => desk = await GraphSetUp.StartAsync();

    public ValueTask DisposeAsync() => desk.DisposeAsync();

    [Fact]
    public async Task A_desk_that_is_set_up_well_has_nothing_to_mend_and_one_thing_that_does_not_show()
    {
        var findings = await desk.CheckAsync();
        Assert.Equal(
            ["token", "permissions", "other mailboxes", "mailbox", "sending", "plus addressing", "boundary", "SPF", "DKIM", "DMARC", "answers", "subscription"],
            findings.Where(finding => finding.Level == MailFindingLevel.Ok).Select(finding => finding.Subject));
        var unseen = Assert.Single(findings, finding => finding.Level != MailFindingLevel.Ok);
        Assert.Equal(MailFindingLevel.Warning, unseen.Level);
        Assert.Contains("Set-OrganizationConfig -RejectDirectSend $true", unseen.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_test_mail_goes_to_the_desk_alone_as_an_answer_would_and_nothing_of_it_stays()
    {
        await desk.CheckAsync();
        var (mailbox, mail) = Assert.Single(desk.Graph.Mails.Delivered);
        Assert.Equal(GraphSetUp.Mailbox, mailbox);
        Assert.Matches("^approvals[+][0-9a-f]{51}@example.com$", mail.GetRecipients().Single().Address);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal((0, 0), (desk.Graph.Mails.Arrived, desk.Graph.Mails.Drafts.Count));
    }

    [Theory]
    [InlineData("Mail.Send")]
    [InlineData("Mail.ReadWrite")]
    [InlineData("mail.read")]
    public async Task A_permission_of_the_whole_tenant_fails_even_though_the_other_mailbox_can_not_be_read(string role)
    {
        desk.HasRoles("User.Read.All", role);
        var finding = Fails(await desk.CheckAsync(), "permissions");
        Assert.Contains(role, finding.Text, StringComparison.Ordinal);
        Assert.Contains($"servicePrincipals/{GraphSetUp.Principal}/appRoleAssignments/ID", finding.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_of_somebody_else_that_can_be_read_fails_without_any_role_in_the_token()
    {
        desk.Graph.Mails.Allows = _ => true;
        var finding = Fails(await desk.CheckAsync(), "other mailboxes");
        Assert.Contains($"Test-ServicePrincipalAuthorization -Identity {GraphSetUp.App} -Resource {GraphSetUp.Other}", finding.Mend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(GraphSetUp.Mailbox)]
    [InlineData("nobody@example.com")]
    public async Task What_was_not_tried_or_shows_nothing_is_no_success(string? other)
    {
        desk.Graph.Mails.HasMailbox = mailbox => mailbox != "nobody@example.com";
        var finding = Assert.Single(await desk.CheckAsync(other), finding => finding.Subject == "other mailboxes");
        Assert.Equal(MailFindingLevel.Warning, finding.Level);
        Assert.Contains("--other ADDRESS", finding.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_that_is_missing_fails_and_no_mail_is_tried()
    {
        desk.Graph.Mails.HasMailbox = mailbox => mailbox != GraphSetUp.Mailbox;
        Assert.Contains("Approvals:Mail:Mailbox", Fails(await desk.CheckAsync(), "mailbox").Text, StringComparison.Ordinal);
        Assert.Empty(desk.Graph.Mails.Delivered);
    }

    [Fact]
    public async Task A_mailbox_without_permission_fails_with_the_commands_that_give_it()
    {
        desk.Graph.Mails.Allows = _ => false;
        var mend = Fails(await desk.CheckAsync(), "mailbox").Mend!;
        Assert.Contains($"New-ServicePrincipal -AppId {GraphSetUp.App} -ObjectId {GraphSetUp.Principal}", mend, StringComparison.Ordinal);
        Assert.Contains("PrimarySmtpAddress -eq 'approvals@example.com'", mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_identity_nothing_else_is_tried()
    {
        desk.Credential = new GraphSetUp.Nobody();
        var finding = Assert.Single(await desk.CheckAsync());
        Assert.Equal((MailFindingLevel.Fail, "token"), (finding.Level, finding.Subject));
        Assert.Contains("Approvals:Mail:Graph:ClientId", finding.Text, StringComparison.Ordinal);
        Assert.Empty(desk.Graph.Calls);
    }

    [Fact]
    public async Task A_mail_that_does_not_arrive_fails_with_the_command_for_plus_addressing()
    {
        desk.Graph.Mails.Boundary = null;
        desk.Patience = TimeSpan.Zero;
        Assert.Contains("DisablePlusAddressInRecipients $false", Fails(await desk.CheckAsync(), "plus addressing").Mend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0, MailFindingLevel.Warning, "does not tell")]
    [InlineData(true, 1, MailFindingLevel.Warning, "should have been renewed")]
    [InlineData(true, 2, MailFindingLevel.Ok, "tells of new mail")]
    public async Task A_subscription_is_there_and_renewed_or_mail_is_found_later(bool isThere, int days, MailFindingLevel level, string said)
    {
        desk.Graph.Subscribers.Forget("sub");
        if (isThere)
        {
            desk.Subscribe(TimeSpan.FromDays(days));
        }

        var finding = Assert.Single(await desk.CheckAsync(), finding => finding.Subject == "subscription");
        Assert.Equal(level, finding.Level);
        Assert.Contains(said, finding.Text, StringComparison.Ordinal);
    }

    private static MailFinding Fails(List<MailFinding> findings, string subject)
    {
        var finding = Assert.Single(findings, finding => finding.Subject == subject);
        Assert.Equal(MailFindingLevel.Fail, finding.Level);
        return finding;
    }
}
