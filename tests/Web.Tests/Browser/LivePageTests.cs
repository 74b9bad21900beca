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
        await Expect(seller.Page.Locator("main")).ToContainTextAsync("was completed by");
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
