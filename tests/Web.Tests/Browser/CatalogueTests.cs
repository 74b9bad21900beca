using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Web.Tests.Api;
using static Microsoft.Playwright.Assertions;

namespace Web.Tests.Browser;

/// <summary>The owner of a desk looks at its catalogue, tries a change on past requests, and puts it into use; every page on a desk and on a phone.</summary>
[Collection("desk")]
public sealed class CatalogueTests(Chromium chromium) : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-catalogue-").FullName;
    private LiveDesk desk = null!;

    private string ExpenseFile => Path.Combine(folder, "topics", "expense.yaml");

    public async ValueTask InitializeAsync()
    {
        SampleDesk.CopyTo(folder);
        desk = new LiveDesk { Catalogue = folder };
        await desk.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await desk.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_change_is_previewed_checked_simulated_put_into_use_and_told_by_whom()
    {
        await using var eve = await Visitor.SignInAsync(chromium, desk, "eve@expenses.example");
        var large = await eve.SubmitAsync("expense", Expense(700));
        await eve.SubmitAsync("expense", Expense(120));
        await using var olive = await Visitor.SignInAsync(chromium, desk, "olive@expenses.example");
        await olive.Page.GotoAsync("/administration/catalogue");
        await Expect(olive.Page.GetByText("Nothing to correct")).ToBeVisibleAsync();
        await LookAsync(olive, "catalogue");

        await olive.Page.GetByText("Preview a form: who approves").ClickAsync();
        await olive.Page.GetByLabel("Topic").SelectOptionAsync("expense");
        await olive.Page.GetByLabel("Who asks").FillAsync("eve@expenses.example");
        await olive.Page.GetByLabel("Fields").FillAsync("purpose: Train to Leeds\nteam: Engineering\ncategory: Travel\namount: 700\nspentOn: " + Expense(0)["spentOn"]);
        await olive.ClickAsync("Preview");
        await Expect(olive.Chain).ToContainTextAsync("Liam Shah");
        await Expect(olive.Chain).ToContainTextAsync("From 500 GBP the bookkeepers look too; it is 700 GBP.");
        await LookAsync(olive, "preview");
        await olive.Page.GetByLabel("Fields").FillAsync("purpose: Train\namuont: 700");
        await olive.ClickAsync("Preview");
        await Expect(olive.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("amuont");
        await LookAsync(olive, "preview-wrong");

        await ProposeAsync(olive, text => text.Replace("kind: request", "kind: wish", StringComparison.Ordinal));
        await Expect(olive.Page.GetByText("topics/expense.yaml:2")).ToBeVisibleAsync();
        await Expect(olive.Page.GetByRole(AriaRole.Button, new() { Name = "Put into use" })).ToHaveCountAsync(0);
        await LookAsync(olive, "proposal-wrong");

        await ProposeAsync(olive, text => text.Replace("(50..500)", "(50..800)", StringComparison.Ordinal).Replace("[500..5000]", "[800..5000]", StringComparison.Ordinal));
        var proposal = olive.Page.Url;
        await Expect(olive.Page.GetByText("What changes in expense")).ToBeVisibleAsync();
        await LookAsync(olive, "proposal");
        await olive.ClickAsync("Simulate on past requests");
        await Expect(olive.Page.GetByText("1 of 2 past requests would differ")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(olive.Page.Locator("svg[role=img]")).ToBeVisibleAsync();
        await LookAsync(olive, "simulation");

        await olive.Page.GotoAsync(proposal);
        await olive.ClickAsync("Put into use");
        await Expect(olive.Page.Locator("#history-title").Locator("..")).ToContainTextAsync("olive@expenses.example");
        await Expect(olive.Page.Locator("#history-title").Locator("..")).ToContainTextAsync("uploaded here");
        await Expect(olive.Page.Locator("#history-title").Locator("..")).ToContainTextAsync("topics/expense.yaml");
        await LookAsync(olive, "history");
        await olive.Page.GetByRole(AriaRole.Link, new() { Name = "What changed in Expense" }).ClickAsync();
        await Expect(olive.Page.Locator("main")).ToContainTextAsync("(50..800)");
        await LookAsync(olive, "difference");

        // What was submitted before keeps its two steps; what is submitted now has one.
        await eve.OpenAsync(large);
        await Expect(eve.Chain).ToContainTextAsync("Bookkeeping");
        await eve.OpenAsync(await eve.SubmitAsync("expense", Expense(701)));
        await Expect(eve.Chain).Not.ToContainTextAsync("Bookkeeping");
    }

    [Fact]
    public async Task A_folder_that_breaks_is_told_and_the_desk_goes_on_with_what_it_had()
    {
        await using var olive = await Visitor.SignInAsync(chromium, desk, "olive@expenses.example");
        await File.WriteAllTextAsync(ExpenseFile, (await File.ReadAllTextAsync(ExpenseFile, Ct)).Replace("kind: request", "kind: wish", StringComparison.Ordinal), Ct);
        var problem = olive.Page.GetByText("The files in the folder are not in use");
        for (var looks = 0; looks < 60 && await problem.CountAsync() == 0; looks++)
        {
            await olive.Page.GotoAsync("/administration/catalogue");
            await olive.Page.WaitForLoadStateAsync();
        }

        await Expect(olive.Page.Locator("main")).ToContainTextAsync("topics/expense.yaml:2");
        await LookAsync(olive, "broken");
        await olive.Page.GotoAsync("/new/expense");
        await Expect(olive.Heading).ToHaveTextAsync("Expense");
    }

    private async Task ProposeAsync(Visitor visitor, Func<string, string> change)
    {
        await visitor.Page.GotoAsync("/administration/catalogue");
        var text = change(await File.ReadAllTextAsync(ExpenseFile, Ct));
        await visitor.Page.GetByLabel("Changed files").SetInputFilesAsync(new FilePayload { Name = "expense.yaml", MimeType = "application/yaml", Buffer = Encoding.UTF8.GetBytes(text) });
        await visitor.ClickAsync("Check and compare");
        await Expect(visitor.Heading).ToHaveTextAsync("Proposed catalogue");
    }

    private static async Task LookAsync(Visitor visitor, string name)
    {
        foreach (var (width, look) in new[] { (390, "phone"), (1440, "desk") })
        {
            await visitor.Page.SetViewportSizeAsync(width, 900);
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, $"catalogue-{name}-{look}.png"), FullPage = true });
            await Axe.AssertFitsAsync(visitor.Page);
        }

        await Axe.AssertNothingSeriousAsync(visitor.Page);
        await Expect(visitor.Heading).ToHaveCountAsync(1);
    }

    private static Dictionary<string, string> Expense(int amount) => new()
    {
        ["purpose"] = "Train to Leeds",
        ["team"] = "Engineering",
        ["category"] = "Travel",
        ["amount"] = $"{amount}",
        ["spentOn"] = DateTime.UtcNow.AddDays(-2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };
}
