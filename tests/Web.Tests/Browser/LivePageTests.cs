using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Web.Tests.Browser;

/// <summary>One answer everywhere: what one person does, the open pages of others show within seconds, and every link gives the same answer.</summary>
[Collection("desk")]
public sealed class LivePageTests(Chromium chromium, LiveDesk desk)
{
    private const string License = "offline-license-post-sale";
    private static readonly LocatorAssertionsToContainTextOptions Soon = new() { Timeout = 10_000 };

    private Task<Visitor> AsAsync(string mail, bool scripts = true) => Visitor.SignInAsync(chromium, desk, $"{mail}@example.com", scripts: scripts);

    [Fact]
    public async Task An_open_page_says_what_somebody_else_decided_and_keeps_what_is_being_written()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(License, Forms.OfflineLicense("Live GmbH"));
        await using var vp = await AsAsync("vp.emea");
        await using var other = await AsAsync("vp.emea");
        await other.OpenAsync(request);
        await other.Page.GetByLabel("Comment", new() { Exact = true }).First.FillAsync("I am not so sure");
        await seller.OpenAsync(request);

        await vp.DecideAsync(request, "Approve");
        await Expect(seller.News).ToContainTextAsync("Viktor Hansen approved step 1", Soon);
        await Expect(other.News).ToContainTextAsync("Viktor Hansen approved step 1", Soon);
        Assert.Equal("I am not so sure", await other.Page.GetByLabel("Comment", new() { Exact = true }).First.InputValueAsync());
        await other.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, "live-desk.png"), FullPage = true });

        await other.ClickAsync("Reject");
        await Expect(other.Page.Locator(".problem")).ToContainTextAsync("Viktor Hansen");
        await seller.News.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(seller.Standing).ToContainTextAsync("Completed");
        await Expect(seller.News).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Without_a_standing_connection_the_page_asks()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(License, Forms.OfflineLicense("Polling GmbH"));
        await seller.Page.RouteAsync("**/changes", route => route.FulfillAsync(new() { Status = 503 }));
        await seller.OpenAsync(request);
        await using var vp = await AsAsync("vp.emea");
        await vp.DecideAsync(request, "Reject", "Not this year.");
        await Expect(seller.News).ToContainTextAsync("rejected step 1", new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task Where_something_on_the_way_holds_the_stream_back_the_page_asks()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(License, Forms.OfflineLicense("Buffered GmbH"));
        // Never answered, as by a proxy that waits for the end.
        await seller.Page.RouteAsync("**/changes", _ => Task.CompletedTask);
        await seller.OpenAsync(request);
        await using var vp = await AsAsync("vp.emea");
        await vp.DecideAsync(request, "Reject", "Not this year.");
        await Expect(seller.News).ToContainTextAsync("rejected step 1", new() { Timeout = 20_000 });
    }

    [Fact]
    public async Task Without_scripts_a_stand_in_is_named_hears_who_was_first_and_is_one_no_more_when_it_ends()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(License, Forms.OfflineLicense("Stand-in GmbH"));
        await using var vp = await AsAsync("vp.emea", scripts: false);
        await vp.Page.GotoAsync("/delegations");
        await vp.Page.GetByLabel("Their mail address").FillAsync("rd.emea@example.com");
        await vp.Page.GetByLabel("From").FillAsync(DateTime.UtcNow.AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await vp.Page.GetByLabel("Until").FillAsync(DateTime.UtcNow.AddDays(60).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await vp.ClickAsync("Save");
        await Expect(vp.Page.Locator("main")).ToContainTextAsync("Active now");
        await vp.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, "delegations-desk.png"), FullPage = true });
        await desk.DrainAsync();

        await using var standIn = await AsAsync("rd.emea", scripts: false);
        await standIn.Page.GotoAsync("/inbox");
        await Expect(standIn.Page.Locator("main")).ToContainTextAsync("Stand-in GmbH");
        await standIn.OpenAsync(request);
        await vp.DecideAsync(request, "Approve");
        await standIn.ClickAsync("Approve");
        await Expect(standIn.Page.Locator(".problem")).ToContainTextAsync("Viktor Hansen");
        await standIn.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, "second-desk.png"), FullPage = true });

        await vp.Page.GotoAsync("/delegations");
        await vp.Page.GetByRole(AriaRole.Button, new() { Name = "End it" }).ClickAsync();
        await Expect(vp.Page.Locator("main")).ToContainTextAsync("Nobody stands in for you.");
        await desk.DrainAsync();
    }

    [Fact]
    public async Task The_requester_asks_once_more_and_the_approver_is_reminded()
    {
        await using var seller = await AsAsync("seller", scripts: false);
        var request = await seller.SubmitAsync(License, Forms.OfflineLicense("Nudge GmbH"));
        await seller.OpenAsync(request);
        await seller.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, "nudge-desk.png"), FullPage = true });
        await seller.ClickAsync("Ask the approvers again");
        await Expect(seller.Notice).ToContainTextAsync("Asked again.");
        await desk.DrainAsync();
    }

    [Fact]
    public async Task The_inbox_notices_what_comes()
    {
        await using var vp = await AsAsync("vp.emea");
        await vp.Page.GotoAsync("/inbox");
        await using var seller = await AsAsync("seller");
        await seller.SubmitAsync(License, Forms.OfflineLicense("Inbox GmbH"));
        await Expect(vp.News).ToContainTextAsync("What waits for you has changed", Soon);
    }

    [Fact]
    public async Task Without_scripts_the_page_says_how_to_see_it()
    {
        await using var seller = await AsAsync("seller", scripts: false);
        await using var author = await AsAsync("seller");
        var request = await author.SubmitAsync(License, Forms.OfflineLicense("Plain GmbH"));
        await seller.OpenAsync(request);
        await Expect(seller.Page.Locator("noscript a")).ToHaveTextAsync("Load it again");
    }

    [Fact]
    public async Task A_link_of_a_decided_question_says_who_decided_what_and_when()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(License, Forms.OfflineLicense("Linked GmbH"));
        await seller.ReadMailAsync("vp.emea@example.com");
        var link = await seller.DecisionLinkAsync();
        await using var vp = await AsAsync("vp.emea");
        await vp.DecideAsync(request, "Approve");
        await seller.Page.GotoAsync(link);
        await Expect(seller.Heading).ToHaveTextAsync("This question is settled");
        await Expect(seller.Page.Locator("main")).ToContainTextAsync("Step 1 was approved by Viktor Hansen");
        await seller.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, "settled-desk.png"), FullPage = true });
    }

    [Fact]
    public async Task An_assignee_puts_their_reminders_off()
    {
        await using var seller = await AsAsync("seller");
        var request = await seller.SubmitAsync(License, Forms.OfflineLicense("Later GmbH"));
        await using var vp = await AsAsync("vp.emea");
        await vp.OpenAsync(request);
        await vp.Page.GetByText("Remind me of step 1 later").ClickAsync();
        await vp.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, "snooze-desk.png"), FullPage = true });
        await vp.Page.GetByLabel("Remind me").SelectOptionAsync("When my answer is due");
        await vp.ClickAsync("Put reminders off");
        await Expect(vp.Notice).ToContainTextAsync("Reminders put off.");
    }
}
