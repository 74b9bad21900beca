using static Microsoft.Playwright.Assertions;

namespace Web.Tests.Browser;

/// <summary>The pages of the real server, on a desk and on a phone.</summary>
[Collection("every page")]
public sealed class EveryPageTests(Chromium chromium, LiveDesk desk)
{
    [Fact]
    public async Task Every_page_fits_and_has_nothing_serious_for_axe()
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com");
        var request = await seller.SubmitAsync("non-standard-payment-terms", Forms.PaymentTerms("Looked At", 100));
        await seller.ReadMailAsync("vp.emea@example.com");
        var mail = new Uri(seller.Page.Url).AbsolutePath;
        var link = await seller.DecisionLinkAsync();
        string[] pages =
        [
            "/", "/?q=license", "/?q=unicorn", "/new/non-standard-payment-terms", "/new/offline-license-post-sale", "/new/nothing", "/?q=out+of+minutes", "/new/eccn", "/new/booking-readiness", "/new/partner-portal-access", $"/new/non-standard-payment-terms?from={request}",
            $"/requests/{request}", "/requests", "/requests?status=rejected", "/requests/none", "/inbox", link, "/d/none", "/tickets", "/tickets/none", "/delegations", "/mailbox", mail,
            "/administration", $"/administration?verify={request}", "/administration?verify=none", "/administration/backlog", "/nowhere", "/signin",
        ];
        await LookAtAsync("admin@example.com", Look.Desk, [.. pages, "/administration/catalogue", "/administration/catalogue/preview?topic=deal-registration", "/administration/catalogue/topics/eccn"]);
        await LookAtAsync("vp.emea@example.com", Look.OnPhoneDark, pages);
    }

    [Theory]
    [InlineData("/administration", "Admin")]
    [InlineData("/administration/backlog", "Admin")]
    [InlineData("/administration/catalogue", "Admin")]
    [InlineData("/inbox", "Inbox")]
    public async Task The_navigation_says_where_one_is(string path, string entry)
    {
        await using var admin = await Visitor.SignInAsync(chromium, desk, "admin@example.com");
        await admin.Page.GotoAsync(path);
        await Expect(admin.Page.Locator(".nav [aria-current=page]")).ToHaveTextAsync(entry);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_and_changes_nothing()
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com");
        var request = await seller.SubmitAsync("offline-license-post-sale", Forms.OfflineLicense("No Token"));
        var answer = await seller.Page.APIRequest.PostAsync($"/requests/{request}/cancel", new() { Form = seller.Page.APIRequest.CreateFormData() });
        Assert.Equal(400, answer.Status);
        await seller.OpenAsync(request);
        await Expect(seller.Standing).ToContainTextAsync("Waiting for approval");
    }

    [Fact]
    public async Task Nothing_inline_and_nothing_from_elsewhere_is_asked_for()
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com");
        var elsewhere = new List<string>();
        var complaints = new List<string>();
        seller.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(desk.Url, StringComparison.Ordinal))
            {
                elsewhere.Add(request.Url);
            }
        };
        seller.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };
        await seller.SubmitAsync("offline-license-post-sale", Forms.OfflineLicense("Quiet"));
        await seller.ReadMailAsync("vp.emea@example.com");
        await Expect(seller.Page.FrameLocator("iframe").Locator("body")).ToContainTextAsync("Quiet");
        Assert.Empty(elsewhere);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task The_keyboard_alone_reaches_a_decision()
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com");
        var request = await seller.SubmitAsync("offline-license-post-sale", Forms.OfflineLicense("Keys Only"));
        await using var vp = await Visitor.SignInAsync(chromium, desk, "vp.emea@example.com");
        await vp.OpenAsync(request);
        await vp.Page.Keyboard.PressAsync("Tab");
        await Expect(vp.Page.Locator(":focus")).ToHaveTextAsync("Skip to content");
        await vp.Page.Keyboard.PressAsync("Enter");
        for (var presses = 0; presses < 20 && await vp.Page.Locator("button[value=approve]:focus").CountAsync() == 0; presses++)
        {
            await vp.Page.Keyboard.PressAsync("Tab");
        }

        await vp.Page.Keyboard.PressAsync("Enter");
        await Expect(vp.Notice).ToContainTextAsync("Approved.");
    }

    private async Task LookAtAsync(string person, Look look, IEnumerable<string> paths)
    {
        await using var visitor = await Visitor.SignInAsync(chromium, desk, person, look);
        foreach (var path in paths)
        {
            await visitor.Page.GotoAsync(path);
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, $"{person.Split('@')[0]}{path.Split('?')[0].Replace('/', '-')}-{look}.png"), FullPage = true });
            await Axe.AssertFitsAsync(visitor.Page);
            await Axe.AssertNothingSeriousAsync(visitor.Page);
            await Expect(visitor.Heading).ToHaveCountAsync(1);
        }
    }
}

/// <summary>Apart from the other tests of the live desk, so that both go on side by side.</summary>
[CollectionDefinition("every page")]
public sealed class EveryPageCollection : ICollectionFixture<Chromium>, ICollectionFixture<LiveDesk>;
