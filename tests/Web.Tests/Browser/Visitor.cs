using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Web.Tests.Browser;

/// <summary>A person at a browser: signs in, fills forms, follows mails. What they do is what they click.</summary>
internal sealed class Visitor(IPage page, LiveDesk desk) : IAsyncDisposable
{
    public IPage Page { get; } = page;

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    /// <summary>What the page says was just done.</summary>
    public ILocator Notice => Page.Locator(".live .notice:not([data-news])");

    /// <summary>What the page says has happened elsewhere.</summary>
    public ILocator News => Page.Locator("[data-news]");

    public ILocator Standing => Page.Locator(".standing");

    public ILocator Chain => Page.Locator(".stepper");

    /// <summary>The id of the request whose page is open.</summary>
    public string RequestId => new Uri(Page.Url).AbsolutePath.Split('/')[2];

    public static async Task<Visitor> SignInAsync(Chromium chromium, LiveDesk desk, string mail, Look? look = null, bool scripts = true)
    {
        var page = await chromium.OpenAsync(desk.Url, look ?? Look.Desk, scripts);
        var visitor = new Visitor(page, desk);
        await page.GotoAsync("/signin");
        await page.Locator($"button[value='{mail}']").ClickAsync();
        await Expect(page.GetByText("Sign out")).ToBeVisibleAsync();
        return visitor;
    }

    public async Task FillAsync(string topic, Dictionary<string, string> fields)
    {
        await Page.GotoAsync($"/new/{topic}");
        await FillAsync(fields);
    }

    public async Task FillAsync(Dictionary<string, string> fields)
    {
        foreach (var (name, value) in fields)
        {
            var input = Page.Locator($"[name='f.{name}']");
            switch (await input.First.EvaluateAsync<string>("element => element.type"))
            {
                case "radio" or "checkbox": await Page.Locator($"[name='f.{name}'][value='{value}']").CheckAsync(); break;
                case "select-one": await input.SelectOptionAsync(value); break;
                default: await input.FillAsync(value); break;
            }
        }
    }

    public Task ClickAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public async Task<string> SubmitAsync(string topic, Dictionary<string, string> fields)
    {
        await FillAsync(topic, fields);
        await ClickAsync("See who must approve");
        await Expect(Heading).ToHaveTextAsync("Who must approve");
        await ClickAsync("Submit request");
        await Expect(Notice).ToContainTextAsync("Submitted.");
        await desk.DrainAsync();
        return RequestId;
    }

    public Task OpenAsync(string request) => Page.GotoAsync($"/requests/{request}");

    public async Task DecideAsync(string request, string button, string? comment = null)
    {
        await OpenAsync(request);
        if (comment is not null)
        {
            await Page.GetByLabel("Comment", new() { Exact = true }).First.FillAsync(comment);
        }

        await ClickAsync(button);
        await desk.DrainAsync();
    }

    /// <summary>Opens the newest mail to somebody, in the mailbox of Development.</summary>
    public async Task ReadMailAsync(string to)
    {
        await Page.GotoAsync($"/mailbox?to={to}");
        await Page.Locator(".inbox-title").First.ClickAsync();
    }

    /// <summary>The address of the decision link in the mail that is open.</summary>
    public async Task<string> DecisionLinkAsync() => await Page.Locator(".mail-text a[href^='/d/']").First.GetAttributeAsync("href") ?? "";

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
