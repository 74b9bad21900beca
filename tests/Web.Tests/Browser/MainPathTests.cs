using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Web.Tests.Browser;

/// <summary>What the product is for, by clicking: ask, approve, and one ticket.</summary>
[Collection("desk")]
public sealed class MainPathTests(Chromium chromium, LiveDesk desk)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_is_submitted_approved_by_its_mailed_link_and_raises_one_ticket(bool scripts)
    {
        var account = $"Acme GmbH {(scripts ? "with" : "without")} scripts";
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com", scripts: scripts);
        await seller.Page.GetByLabel("Search topics").FillAsync("license sale activation");
        await seller.Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await seller.Page.GetByRole(AriaRole.Link, new() { Name = "Offline or legacy license after the sale" }).ClickAsync();
        await seller.FillAsync(Forms.OfflineLicense(account));
        await seller.ClickAsync("See who must approve");
        await Expect(seller.Chain).ToContainTextAsync("vp.emea@example.com");
        await Expect(seller.Chain).ToContainTextAsync("Why:");

        // Once by a double click, and once more from a copy of the page.
        var form = await seller.Page.Locator("form:has(button[value=submit])").EvaluateAsync<Dictionary<string, object>>("form => Object.fromEntries(new FormData(form))");
        await seller.Page.GetByRole(AriaRole.Button, new() { Name = "Submit request" }).DblClickAsync();
        await Expect(seller.Notice).ToContainTextAsync("Submitted.");
        var request = seller.RequestId;
        var again = seller.Page.APIRequest.CreateFormData().Set("do", "submit");
        foreach (var (name, value) in form)
        {
            again.Set(name, value.ToString() ?? "");
        }

        var answer = await seller.Page.APIRequest.PostAsync("/new/offline-license-post-sale", new() { Form = again });
        Assert.Contains(request, answer.Url, StringComparison.Ordinal);
        await seller.Page.GotoAsync("/requests");
        await Expect(seller.Page.GetByRole(AriaRole.Link, new() { Name = $"for {account}" })).ToHaveCountAsync(1);
        await desk.DrainAsync();

        await using var vp = await Visitor.SignInAsync(chromium, desk, "vp.emea@example.com", scripts: scripts);
        await vp.Page.GotoAsync("/inbox");
        await Expect(vp.Page.GetByRole(AriaRole.Link, new() { Name = account })).ToBeVisibleAsync();
        await vp.ReadMailAsync("vp.emea@example.com");
        var link = await vp.DecisionLinkAsync();
        await vp.Page.GotoAsync(link);
        await vp.Page.GotoAsync(link);
        await Expect(vp.Heading).ToContainTextAsync(account);
        await seller.OpenAsync(request);
        await Expect(seller.Standing).ToContainTextAsync("Waiting for approval");

        await vp.Page.GetByLabel("Comment").FillAsync("Air-gapped since 2019, fine.");
        await vp.ClickAsync("Approve");
        await Expect(vp.Notice).ToContainTextAsync("Approved.");
        await desk.DrainAsync();

        await seller.OpenAsync(request);
        await Expect(seller.Standing).ToContainTextAsync("Completed");
        await Expect(seller.Chain).ToContainTextAsync("Air-gapped since 2019, fine.");
        await Expect(seller.Page.GetByText("Chain intact")).ToBeVisibleAsync();
        await Expect(seller.Chain.Locator("a[href^='/tickets/']")).ToHaveCountAsync(1);
        await seller.Chain.Locator("a[href^='/tickets/']").ClickAsync();
        await Expect(seller.Page.Locator("main")).ToContainTextAsync("approved by vp.emea@example.com");
        await Expect(seller.Page.Locator("main")).ToContainTextAsync("Air-gapped since 2019, fine.");
        await Axe.AssertFitsAsync(seller.Page);
        if (scripts)
        {
            // Axe is a script itself: where none may run it never answers.
            await Axe.AssertNothingSeriousAsync(seller.Page);
        }

        await seller.Page.GotoAsync("/mailbox?to=seller@example.com");
        await Expect(seller.Page.Locator(".inbox-title").First).ToContainTextAsync(account);
        await vp.Page.GotoAsync(link);
        await Expect(vp.Heading).ToHaveTextAsync("This question is settled");
    }

    [Fact]
    public async Task A_reply_by_mail_decides_and_says_so()
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com");
        var request = await seller.SubmitAsync("offline-license-post-sale", Forms.OfflineLicense("Mail & Söhne"));
        await seller.ReadMailAsync("vp.emea@example.com");
        await seller.Page.GetByLabel("Text", new() { Exact = true }).FillAsync("APPROVE\nBy mail, from the train.");
        await seller.ClickAsync("Send reply");
        await Expect(seller.Page.GetByText("The reply decided.")).ToBeVisibleAsync();
        await desk.DrainAsync();
        await seller.OpenAsync(request);
        await Expect(seller.Chain).ToContainTextAsync("Approved by mail");
    }

    [Fact]
    public async Task Whatever_was_typed_is_kept_and_every_error_leads_to_its_field()
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com");
        await seller.FillAsync("offline-license-post-sale", Forms.OfflineLicense("<script>alert(1)</script>"));
        await seller.FillAsync(new() { ["gitlabVersion"] = "13.1", ["soldToEmail"] = "nobody" });
        await seller.ClickAsync("See who must approve");
        var summary = seller.Page.Locator(".problem");
        await Expect(summary).ToBeFocusedAsync();
        await summary.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(seller.Page.Locator(":focus")).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Equal("<script>alert(1)</script>", await seller.Page.Locator("[name='f.accountName']").InputValueAsync());

        await seller.FillAsync(new() { ["gitlabVersion"] = "17.5", ["soldToEmail"] = "it@acme.example", ["opportunityStage"] = "3" });
        await seller.ClickAsync("See who must approve");
        await Expect(seller.Page.GetByText("The opportunity is still open.")).ToBeVisibleAsync();
        await Expect(seller.Page.Locator(".problem").GetByRole(AriaRole.Link, new() { Name = "Offline or legacy license before the sale" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_field_that_does_not_apply_steps_aside()
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com");
        await seller.Page.GotoAsync("/new/non-standard-payment-terms");
        await Expect(seller.Page.Locator("[name='f.customPaymentScheduleDetails']")).ToBeHiddenAsync();
        await seller.FillAsync(new() { ["paymentSchedule"] = "Custom" });
        await Expect(seller.Page.Locator("[name='f.customPaymentScheduleDetails']")).ToBeVisibleAsync();
    }
}

[CollectionDefinition("desk")]
public sealed class DeskCollection : ICollectionFixture<Chromium>, ICollectionFixture<LiveDesk>;
