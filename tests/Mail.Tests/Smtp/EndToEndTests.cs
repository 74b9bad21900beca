using Mail.Tests.Servers;

namespace Mail.Tests.Smtp;

/// <summary>The product sends by SMTP, people answer with their mail program, the answer comes in by IMAP: over real servers.</summary>
public sealed class EndToEndTests(MailServers servers) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-mail-").FullName;
    private readonly string mailbox = servers.NewDesk();
    private readonly string account = "Acme " + Guid.NewGuid().ToString("n")[..8];
    private readonly Person vp = new(servers, Product.Vp);
    private readonly Person seller = new(servers, Product.Seller);
    private Product product = null!;

    public async ValueTask InitializeAsync() => product = await Product.StartAsync(servers, mailbox, folder);

    public async ValueTask DisposeAsync()
    {
        await product.DisposeAsync();
        vp.Dispose();
        seller.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_approval_by_mail_leads_to_one_ticket_and_the_requester_is_told()
    {
        var id = await product.SubmitAsync(account);
        var asked = await vp.ReceivesAsync(mail => mail.Subject!.Contains(account, StringComparison.Ordinal));
        Assert.Equal(mailbox, asked.From.Mailboxes.Single().Address);
        Assert.StartsWith(mailbox.Split('@')[0] + "+", asked.ReplyTo.Mailboxes.Single().Address, StringComparison.Ordinal);
        Assert.Contains("/d/", asked.TextBody!, StringComparison.Ordinal);
        Assert.Contains("<html", asked.HtmlBody, StringComparison.Ordinal);

        await vp.AnswersAsync(asked, "APPROVE\nFine with me.");

        var view = await product.BecomesAsync(id, "completed");
        var say = view["steps"]![0]!["assignments"]![0]!;
        Assert.Equal(("approved", "Fine with me.", "mail"), ((string)say["state"]!, (string)say["comment"]!, (string)say["channel"]!));
        Assert.Single((await product.SendAsync(HttpMethod.Get, $"/api/tickets?requestId={id}", Product.Admin))["items"]!.AsArray());
        var told = await seller.ReceivesAsync(mail => mail.Subject!.Contains(account, StringComparison.Ordinal));
        Assert.Equal(asked.References[0], told.References[0]);
    }

    [Fact]
    public async Task An_answer_in_another_name_is_refused_by_the_boundarys_word_and_changes_nothing()
    {
        using var thief = new Person(servers, "bo@example.com");
        var id = await product.SubmitAsync(account);
        var asked = await vp.ReceivesAsync(mail => mail.Subject!.Contains(account, StringComparison.Ordinal));
        await thief.AnswersAsync(asked, "APPROVE", inTheNameOf: Product.Vp);

        var answer = await vp.ReceivesAsync(mail => mail.Subject!.Contains("not counted", StringComparison.Ordinal) && mail.From.ToString().Contains(mailbox, StringComparison.Ordinal));
        Assert.Contains("not", answer.TextBody, StringComparison.Ordinal);
        Assert.Equal("auto-replied", answer.Headers["Auto-Submitted"]);
        Assert.Equal("pending", (string)(await product.ViewAsync(id))["status"]!);
    }

    [Fact]
    public async Task An_unclear_answer_is_answered_politely_and_the_next_one_counts()
    {
        var id = await product.SubmitAsync(account);
        var asked = await vp.ReceivesAsync(mail => mail.Subject!.Contains(account, StringComparison.Ordinal));
        await vp.AnswersAsync(asked, "Looks good to me!");
        var answer = await vp.ReceivesAsync(mail => mail.Subject!.Contains("not counted", StringComparison.Ordinal) && mail.Subject!.Contains(account, StringComparison.Ordinal));
        Assert.Contains("APPROVE, REJECT or RETURN", answer.TextBody, StringComparison.Ordinal);

        await vp.AnswersAsync(answer, "Return\nWhich version do they run?");
        await product.BecomesAsync(id, "returned");
    }

    /// <summary>The server of vp.apj refuses them at once; vp.amer's takes the mail and sends it back.</summary>
    [Theory]
    [InlineData("APJ", "vp.apj@example.com")]
    [InlineData("AMER", "vp.amer@example.com")]
    public async Task When_mail_reaches_nobody_the_manager_is_asked_at_once_and_can_answer(string region, string nobody)
    {
        using var cro = new Person(servers, "cro@example.com");
        var id = await product.SubmitAsync(account, region);
        var asked = await cro.ReceivesAsync(mail => mail.Subject!.Contains(account, StringComparison.Ordinal));
        var undelivered = (await product.SendAsync(HttpMethod.Get, "/api/admin/effects?state=undelivered", Product.Admin))["items"]!.AsArray();
        Assert.Equal([(id, nobody)], undelivered.Select(mail => ((string)mail!["requestId"]!, (string)mail["target"]!)));

        await cro.AnswersAsync(asked, "YES");
        await product.BecomesAsync(id, "completed");
    }

    [Fact]
    public async Task What_arrived_while_the_server_was_down_is_read_when_it_is_back_and_mails_are_not_sent_again()
    {
        var id = await product.SubmitAsync(account);
        var asked = await vp.ReceivesAsync(mail => mail.Subject!.Contains(account, StringComparison.Ordinal));
        await product.DisposeAsync();
        await vp.AnswersAsync(asked, "YES");
        product = await Product.StartAsync(servers, mailbox, folder);
        await product.BecomesAsync(id, "completed");
        Assert.Equal(1, await vp.CountAsync(mail => mail.MessageId == asked.MessageId));
    }

    [Fact]
    public async Task Without_IDLE_the_mailbox_is_looked_at_again_and_again()
    {
        await product.DisposeAsync();
        product = await Product.StartAsync(servers, mailbox, folder, $"--Approvals:Mail:Imap:Port={servers.PlainImapPort}");
        var id = await product.SubmitAsync(account);
        var asked = await vp.ReceivesAsync(mail => mail.Subject!.Contains(account, StringComparison.Ordinal));
        await vp.AnswersAsync(asked, "approved.");
        await product.BecomesAsync(id, "completed");
    }
}
