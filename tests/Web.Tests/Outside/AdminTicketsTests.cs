using Approvals.Core.Requests;
using Microsoft.Playwright;
using Tickets.Tests.StandIns;
using Web.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Web.Tests.Outside;

/// <summary>Tickets that do not go through, at the page of the administrator: seen with what the system says, tried again, skipped, or handed over.</summary>
[Collection("browser")]
public sealed class AdminTicketsTests(Chromium chromium)
{
    [Fact]
    public async Task A_ticket_that_was_given_up_shows_what_the_system_says_and_the_keyboard_alone_tries_it_again()
    {
        await using var desk = await OutsideDesk.OpenAsync("zendesk");
        var id = await GivenUpAsync(desk);
        await using var admin = await SignInAsync(desk, Look.Desk);
        await Expect(admin.Page.Locator("#stuck-title + p + table")).ToContainTextAsync("Zendesk answered 401");
        await Expect(admin.Page.Locator("#stuck-title + p + table")).ToContainTextAsync("9 attempts");
        await Expect(admin.Page.GetByText("Next page")).ToHaveCountAsync(0);
        await LooksWellAsync(admin.Page, "given-up");

        desk.StandIn.AcceptsCredentials = true;
        await FocusAsync(admin.Page, "button:has-text('Try again')");
        await admin.Page.Keyboard.PressAsync("Enter");
        await Expect(admin.Page.Locator(".live .notice")).ToContainTextAsync("Started again.");
        await desk.DrainAsync();
        await admin.Page.GotoAsync("/administration");
        await Expect(admin.Page.GetByText("Nothing is stuck.")).ToBeVisibleAsync();
        Assert.Equal("completed", (string)(await desk.AskAsync(OutsideDesk.Eve, HttpMethod.Get, $"/api/requests/{id}"))["status"]!);
        Assert.Single(desk.StandIn.Tickets);
    }

    [Fact]
    public async Task One_that_waits_for_its_system_is_handed_over_by_keyboard_and_another_is_skipped()
    {
        await using var desk = await OutsideDesk.OpenAsync("zendesk");
        desk.StandIn.RetryAfterSeconds = 3_000;
        desk.StandIn.Next = (_, _) => Mishap.TooMany;
        var first = await desk.ApprovedAsync();
        var second = await desk.ApprovedAsync();
        await using var admin = await SignInAsync(desk, Look.OnPhoneDark);
        var systems = admin.Page.Locator("section[aria-labelledby=systems-title]");
        await Expect(systems).ToContainTextAsync("Queueing");
        await Expect(systems).ToContainTextAsync("Circuit closed, rests until");
        await Expect(systems).ToContainTextAsync("Zendesk answered 429");
        await LooksWellAsync(admin.Page, "waiting");

        // Without a reason nothing happens; with one and the key, it does.
        await FocusAsync(admin.Page, "summary:has-text('Skip or hand over')");
        await admin.Page.Keyboard.PressAsync("Enter");
        await admin.Page.Keyboard.PressAsync("Tab");
        await admin.Page.Keyboard.TypeAsync("Raised by hand while Zendesk rests.");
        await admin.Page.Keyboard.PressAsync("Tab");
        await admin.Page.Keyboard.TypeAsync("4711");
        await LooksWellAsync(admin.Page, "take-over");
        await FocusAsync(admin.Page, "details[open] button[value=hand-over]");
        await admin.Page.Keyboard.PressAsync("Enter");
        await Expect(admin.Page.Locator(".live .notice")).ToContainTextAsync("Handed over.");
        await desk.DrainAsync();
        Assert.Equal("4711", Assert.Single((await desk.RequestAsync(first)).Tickets).Key);

        await admin.Page.GotoAsync("/administration");
        await admin.Page.Locator("summary:has-text('Skip or hand over')").ClickAsync();
        await admin.Page.Locator("details[open] input[name=reason]").FillAsync("It was paid already.");
        await admin.Page.Locator("details[open] button[value=skip]").ClickAsync();
        await Expect(admin.Page.Locator(".live .notice")).ToContainTextAsync("Skipped.");
        await desk.DrainAsync();
        Assert.Empty((await desk.RequestAsync(second)).Tickets);
        Assert.Equal("completed", (string)(await desk.AskAsync(OutsideDesk.Eve, HttpMethod.Get, $"/api/requests/{second}"))["status"]!);

        // Nothing of either is raised when it is back.
        desk.StandIn.Next = (_, _) => Mishap.None;
        await desk.LaterAsync(TimeSpan.FromHours(2));
        await desk.RaiseAsync();
        Assert.Empty(desk.StandIn.Tickets);
    }

    private static async Task<RequestId> GivenUpAsync(OutsideDesk desk)
    {
        desk.StandIn.AcceptsCredentials = false;
        var id = await desk.ApprovedAsync();
        await desk.LaterAsync(TimeSpan.FromDays(3));
        return id;
    }

    private async Task<Signed> SignInAsync(OutsideDesk desk, Look look)
    {
        var page = await chromium.OpenAsync(desk.Url, look);
        await page.GotoAsync("/signin");
        await page.Locator($"button[value='{OutsideDesk.Olive}']").ClickAsync();
        await Expect(page.GetByText("Sign out")).ToBeVisibleAsync();
        await page.GotoAsync("/administration");
        return new Signed(page);
    }

    private static async Task LooksWellAsync(IPage page, string name)
    {
        await page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, $"admin-tickets-{name}.png"), FullPage = true });
        await Axe.AssertFitsAsync(page);
        await Axe.AssertNothingSeriousAsync(page);
    }

    /// <summary>With the tabulator alone.</summary>
    private static async Task FocusAsync(IPage page, string selector)
    {
        for (var presses = 0; presses < 80; presses++)
        {
            if (await page.Locator(selector).First.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{selector} is not reached by the keyboard.");
    }

    private sealed record Signed(IPage Page) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
    }
}
