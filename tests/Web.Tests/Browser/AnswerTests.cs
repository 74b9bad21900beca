using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Web.Tests.Browser;

/// <summary>Answers without a request: guides that are found by people's own words, and checks that say at once whether, why, and where to go on.</summary>
[Collection("desk")]
public sealed class AnswerTests(Chromium chromium, LiveDesk desk)
{
    [Theory]
    [InlineData("air gapped", "Offline or legacy license before the sale")]
    [InlineData("net 60", "Non-standard payment terms")]
    [InlineData("POD", "Who gets the invoice")]
    [InlineData("out of minuets", "Compute")]
    public async Task A_topic_is_found_by_words_that_it_does_not_use(string words, string title)
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com", scripts: false);
        await seller.Page.GetByLabel("Search topics").FillAsync(words);
        await seller.Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        Assert.Contains(await seller.Page.Locator("#topics .topic-title").AllInnerTextsAsync() is var titles ? titles.Take(3) : [], found => found.Contains(title, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_verdict_leads_on_to_the_request_with_what_was_entered(bool scripts)
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com", scripts: scripts);
        await seller.FillAsync("deal-registration-eligibility", new()
        {
            ["registrationType"] = "PartnerSourced",
            ["partner"] = "Partner AG",
            ["partnerStatus"] = "Authorized",
            ["orderType"] = "NewLogo",
            ["sourced"] = "true",
        });
        await seller.ClickAsync("Check");
        var verdict = seller.Page.Locator(".verdict");
        await Expect(verdict).ToContainTextAsync("Yes.");
        await Expect(verdict).ToContainTextAsync("Nothing was stored.");
        await seller.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, $"verdict-{scripts}.png"), FullPage = true });

        await verdict.GetByRole(AriaRole.Button).First.ClickAsync();

        Assert.EndsWith("/new/deal-registration", seller.Page.Url, StringComparison.Ordinal);
        await Expect(seller.Page.Locator("[name='f.partner']")).ToHaveValueAsync("Partner AG");
    }

    [Fact]
    public async Task A_checklist_shows_every_item_on_a_phone()
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com", Look.OnPhoneDark);
        await seller.Page.GotoAsync("/new/booking-readiness");
        await Expect(seller.Page.GetByRole(AriaRole.Heading, new() { Name = "Maybe this answers it already" })).ToBeVisibleAsync();
        await seller.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, "checklist-form.png"), FullPage = true });
        await seller.FillAsync(new()
        {
            ["orderKind"] = "PurchaseOrder",
            ["orderNumberVisible"] = "true",
            ["gitlabEntity"] = "true",
            ["quoteNumberMatches"] = "false",
            ["currency"] = "USD",
            ["orderTerm"] = "30",
            ["lineItemsMatch"] = "true",
            ["termMatches"] = "true",
            ["addressesComplete"] = "false",
            ["endCustomerComplete"] = "true",
            ["endUserDiffers"] = "false",
            ["quoteValidUntil"] = "2035-01-01",
            ["isRenewal"] = "false",
        });
        await seller.ClickAsync("Check");
        await Expect(seller.Page.Locator(".verdict .parts li").First).ToBeVisibleAsync();
        await seller.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, "checklist-verdict.png"), FullPage = true });
        await Axe.AssertFitsAsync(seller.Page);
        await Axe.AssertNothingSeriousAsync(seller.Page);
    }

    [Fact]
    public async Task What_is_internal_is_not_there_for_a_partner()
    {
        await using var partner = await Visitor.SignInAsync(chromium, desk, "partner@reseller.example");
        await partner.Page.GotoAsync("/?q=discount");
        await Expect(partner.Page.Locator("#topics a[href='/new/partner-discount']")).ToHaveCountAsync(0);
        await partner.Page.GotoAsync("/new/partner-incentives");
        await Expect(partner.Heading).ToHaveTextAsync("There is no such topic");

        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com");
        await seller.Page.GotoAsync("/?q=discount");
        await seller.Page.Locator("#topics a[href='/new/partner-discount']").ClickAsync();
        await Expect(seller.Page.Locator(".answer")).ToBeVisibleAsync();
        await seller.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, "guide.png"), FullPage = true });
    }
}
