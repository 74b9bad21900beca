using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Web.Tests.Browser;

/// <summary>Everything that is not a plain yes.</summary>
[Collection("desk")]
public sealed class DecisionPathTests(Chromium chromium, LiveDesk desk)
{
    private const string License = "offline-license-post-sale", Terms = "non-standard-payment-terms", Authorization = "one-time-authorization";

    private Task<Visitor> AsAsync(string mail) => Visitor.SignInAsync(chromium, desk, $"{mail}@example.com");

    [Fact]
    public async Task A_rejection_needs_a_reason_and_ends_the_request()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(License, Forms.OfflineLicense("Rejected Ltd"));
        await using var vp = await AsAsync("vp.emea");
        await vp.DecideAsync(request, "Reject");
        await Expect(vp.Page.Locator(".problem")).ToContainTextAsync("A comment is required");
        await vp.DecideAsync(request, "Reject", "They can activate online since May.");
        await seller.OpenAsync(request);
        await Expect(seller.Standing).ToContainTextAsync("Rejected");
        await Expect(seller.Page.Locator("main")).ToContainTextAsync("They can activate online since May.");
        await Expect(seller.Page.Locator("a[href^='/tickets/']")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_returned_request_is_edited_and_comes_back_with_the_difference_shown()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(Terms, Forms.PaymentTerms("Returned SE", 75));
        await using var vp = await AsAsync("vp.emea");
        await vp.DecideAsync(request, "Return with a question", "Would 60 days do?");
        await seller.OpenAsync(request);
        await Expect(seller.Standing).ToContainTextAsync("Would 60 days do?");
        await seller.Page.GetByRole(AriaRole.Link, new() { Name = "Edit and resubmit" }).ClickAsync();
        await seller.FillAsync(new() { ["requestedTermDays"] = "60" });
        await seller.ClickAsync("See who must approve");
        await seller.ClickAsync("Resubmit request");
        await Expect(seller.Notice).ToContainTextAsync("Resubmitted.");
        await desk.DrainAsync();
        await vp.OpenAsync(request);
        await Expect(vp.Page.Locator(".lead")).ToContainTextAsync("round 2");
        await Expect(vp.Page.Locator(".changed", new() { HasText = "75 days" })).ToContainTextAsync("60 days");
        await vp.DecideAsync(request, "Approve");
        await Expect(vp.Notice).ToContainTextAsync("Approved.");
    }

    [Fact]
    public async Task A_recalled_request_asks_nobody_any_more()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(License, Forms.OfflineLicense("Recalled BV"));
        await seller.ReadMailAsync("vp.emea@example.com");
        var link = await seller.DecisionLinkAsync();
        await seller.OpenAsync(request);
        await seller.Page.GetByText("Recall to edit").ClickAsync();
        await seller.ClickAsync("Recall");
        await Expect(seller.Standing).ToContainTextAsync("Recalled");
        await desk.DrainAsync();
        await using var vp = await AsAsync("vp.emea");
        await vp.Page.GotoAsync(link);
        await Expect(vp.Heading).ToHaveTextAsync("This question is settled");
    }

    [Fact]
    public async Task Seventy_five_days_ask_vp_controller_and_cfo_in_turn()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(Terms, Forms.PaymentTerms("In Turn AG", 75));
        foreach (var (mail, name) in new[] { ("vp.emea", "Viktor Hansen"), ("controller", "Conrad Weiss"), ("cfo", "Carmen Ortega") })
        {
            await seller.OpenAsync(request);
            await Expect(seller.Standing).ToContainTextAsync($"Waiting for {name}");
            await using var approver = await AsAsync(mail);
            await approver.DecideAsync(request, "Approve");
        }

        await seller.OpenAsync(request);
        await Expect(seller.Standing).ToContainTextAsync("Completed");
    }

    [Fact]
    public async Task Any_one_of_three_channel_leaders_suffices()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(Authorization, Forms.OneTimeAuthorization("Any Of Three"));
        await Expect(seller.Chain).ToContainTextAsync("Any one of them suffices");
        await using var programs = await AsAsync("channel.programs");
        await programs.DecideAsync(request, "Approve");
        await seller.OpenAsync(request);
        await Expect(seller.Chain).ToContainTextAsync("No longer asked");
        await Expect(seller.Standing).ToContainTextAsync("Waiting for Leila Haddad");
        await using var director = await AsAsync("channel.director");
        await director.OpenAsync(request);
        await Expect(director.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_vp_who_asks_for_themselves_cannot_approve()
    {
        await using var vp = await AsAsync("vp.emea");
        var request = await vp.SubmitAsync(License, Forms.OfflineLicense("Own Request KG"));
        await Expect(vp.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToHaveCountAsync(0);
        await Expect(vp.Standing).Not.ToContainTextAsync("Waiting for you");
        await Expect(vp.Chain).ToContainTextAsync("Carlos Mendes");
        await using var cro = await AsAsync("cro");
        await cro.DecideAsync(request, "Approve");
        await Expect(cro.Notice).ToContainTextAsync("Approved.");
    }

    [Fact]
    public async Task A_double_click_approves_one_step_and_not_the_next()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(Terms, Forms.PaymentTerms("Double Click", 75));
        await using var vp = await Visitor.SignInAsync(chromium, desk, "vp.emea@example.com", scripts: false);
        await vp.OpenAsync(request);
        await vp.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).DblClickAsync();
        await Expect(vp.Notice).ToBeVisibleAsync();
        await desk.DrainAsync();
        await seller.OpenAsync(request);
        await Expect(seller.Standing).ToContainTextAsync("Waiting for Conrad Weiss");
        await Expect(seller.Page.Locator(".step.state-approved")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_stale_page_changes_nothing_and_tells_who_was_faster()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(Authorization, Forms.OneTimeAuthorization("Stale Page"));
        await using var late = await AsAsync("channel.director");
        await late.OpenAsync(request);
        await late.Page.GetByLabel("Comment", new() { Exact = true }).First.FillAsync("I say no, because of the region.");
        await using var first = await AsAsync("channel.vp");
        await first.DecideAsync(request, "Approve");
        await late.ClickAsync("Reject");
        await Expect(late.Page.Locator(".problem")).ToContainTextAsync("Victoria Stone");
        await Expect(late.Standing).ToContainTextAsync("Waiting for Leila Haddad");
    }

    [Fact]
    public async Task A_forwarded_link_tells_whose_step_it_is_and_nothing_else()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(License, Forms.OfflineLicense("Secret Customer"));
        await seller.ReadMailAsync("vp.emea@example.com");
        var link = await seller.DecisionLinkAsync();
        await using var other = await AsAsync("vp.apj");
        await other.Page.GotoAsync(link);
        await Expect(other.Heading).ToHaveTextAsync("This decision is not yours");
        await Expect(other.Page.Locator("main")).ToContainTextAsync("Viktor Hansen");
        Assert.DoesNotContain("Secret Customer", await other.Page.ContentAsync(), StringComparison.Ordinal);
        await other.OpenAsync(request);
        await Expect(other.Heading).ToHaveTextAsync("You can not see this request");
        Assert.DoesNotContain("Secret Customer", await other.Page.ContentAsync(), StringComparison.Ordinal);
        await seller.Page.GotoAsync(link);
        await Expect(seller.Page.Locator("main")).ToContainTextAsync("Nobody decides on their own request");
    }

    [Fact]
    public async Task A_stand_in_decides_and_both_names_are_shown()
    {
        await using var vp = await AsAsync("vp.amer");
        await vp.Page.GotoAsync("/delegations");
        await vp.Page.GetByLabel("Their mail address").FillAsync("rd.amer@example.com");
        await vp.Page.GetByLabel("From").FillAsync($"{DateTime.UtcNow.AddDays(-2):yyyy-MM-dd}T08:00");
        await vp.Page.GetByLabel("Until").FillAsync($"{DateTime.UtcNow.AddDays(60):yyyy-MM-dd}T18:00");
        await vp.ClickAsync("Save");
        await Expect(vp.Page.GetByText("Active now")).ToBeVisibleAsync();

        await using var seller = await AsAsync("seller");
        var form = Forms.OfflineLicense("Stand In Inc");
        form["region"] = "AMER";
        var request = await seller.SubmitAsync(License, form);
        await using var standIn = await AsAsync("rd.amer");
        await standIn.Page.GotoAsync("/inbox");
        await Expect(standIn.Page.GetByText("whom you stand in for").First).ToBeVisibleAsync();
        await standIn.DecideAsync(request, "Approve");
        await seller.OpenAsync(request);
        await Expect(seller.Chain).ToContainTextAsync("by Rosa Delgado on behalf of Vanessa Cole");
    }

    [Fact]
    public async Task Days_pass_with_reminders_and_an_escalation()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(Terms, Forms.PaymentTerms("Slow Answer", 75));
        await using var admin = await AsAsync("admin");
        await admin.Page.GotoAsync("/administration");
        await admin.ClickAsync("A week on");
        await Expect(admin.Notice).ToContainTextAsync("The clock was moved on.");
        await seller.OpenAsync(request);
        var timeline = seller.Page.Locator(".timeline");
        await Expect(timeline).ToContainTextAsync("Viktor Hansen was reminded");
        await Expect(timeline).ToContainTextAsync("Carlos Mendes is asked too");
        await Expect(seller.Standing).ToContainTextAsync("Carlos Mendes");
        await using var cro = await AsAsync("cro");
        await cro.DecideAsync(request, "Approve");
        await Expect(cro.Notice).ToContainTextAsync("Approved.");
    }

    [Fact]
    public async Task An_administrator_reassigns_adds_and_overrides_with_reasons()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(License, Forms.OfflineLicense("Helped Out"));
        await using var admin = await AsAsync("admin");
        await admin.OpenAsync(request);
        await admin.Page.GetByText("Reassign step 1").ClickAsync();
        await admin.Page.GetByLabel("Ask (mail address)").FillAsync("cro@example.com");
        await admin.Page.Locator("#reassign-reason-1").FillAsync("On leave until Monday.");
        await admin.ClickAsync("Reassign");
        await Expect(admin.Chain).ToContainTextAsync("Carlos Mendes");
        await admin.Page.GetByText("Override step 1").ClickAsync();
        await admin.Page.Locator("details", new() { HasText = "Override step 1" }).GetByLabel("Approve").CheckAsync();
        await admin.Page.Locator("#override-reason-1").FillAsync("Agreed on the phone, see the call note.");
        await admin.ClickAsync("Override");
        await desk.DrainAsync();
        await seller.OpenAsync(request);
        await Expect(seller.Chain).ToContainTextAsync("Overridden by Ada Nowak");
        await Expect(seller.Standing).ToContainTextAsync("Completed");
    }
}
