using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Web.Tests.Browser;

/// <summary>Evidence on the pages: chosen with the keyboard, kept from page to page, shown and saved.</summary>
[Collection("desk")]
public sealed class AttachTests(Chromium chromium, LiveDesk desk)
{
    private const string Topic = "incumbency-transfer", Input = "[name='file.customerStatementFile']";

    private static Dictionary<string, string> Form(string account) => new()
    {
        ["opportunityUrl"] = "https://gitlab.my.salesforce.com/0061M00001AbCdEQAV",
        ["opportunityStage"] = "3",
        ["accountName"] = account,
        ["region"] = "EMEA",
        ["routeToMarket"] = "Reseller",
        ["oldPartner"] = "Partner AG",
        ["newPartner"] = "Reseller Nord GmbH",
        ["newPartnerStatus"] = "Authorized",
        ["statementForm"] = "CustomerMail",
        ["customerStatement"] = "Mail of 2026-11-20: we renew through Reseller Nord GmbH.",
        ["statementDate"] = "2026-11-20",
        ["signerName"] = "Clara Weber",
        ["signerEmail"] = "clara.weber@acme.example",
        ["signerAuthority"] = "true",
    };

    private static FilePayload Pdf(string name, string text) => new() { Name = name, MimeType = "application/pdf", Buffer = Encoding.UTF8.GetBytes($"%PDF-1.7\n% {text}\n") };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Evidence_is_attached_shown_and_saved_with_and_without_scripts(bool scripts)
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com", Look.Desk, scripts);
        // The browser hears that a test will choose the file by another way than keys go: it hears of it long before the key, or the key may come first.
        var opened = new TaskCompletionSource<IFileChooser>();
        seller.Page.FileChooser += (_, chooser) => opened.TrySetResult(chooser);
        await seller.FillAsync(Topic, Form($"Evidence {scripts}"));
        await seller.ClickAsync("See who must approve");
        await Expect(seller.Page.Locator("#error-customerStatementFile")).ToContainTextAsync("Fill in 'The statement as a file'.");

        // What is no evidence is told at its field, and nothing typed is lost.
        await seller.Page.Locator(Input).SetInputFilesAsync(new FilePayload { Name = "page.pdf", MimeType = "application/pdf", Buffer = "<html>"u8.ToArray() });
        await seller.ClickAsync("See who must approve");
        await Expect(seller.Page.Locator("#error-customerStatementFile")).ToContainTextAsync("'page.pdf' is not a PDF file");
        await Expect(seller.Page.Locator("[name='f.signerName']")).ToHaveValueAsync("Clara Weber");

        // By keyboard: the field is reached with Tab from the one before it, and opens with a key.
        await seller.Page.Locator("[name='f.customerStatement']").FocusAsync();
        await seller.Page.Keyboard.PressAsync("Tab");
        await Expect(seller.Page.Locator(Input)).ToBeFocusedAsync();
        await seller.Page.Keyboard.PressAsync("Enter");
        var chooser = await opened.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await chooser.SetFilesAsync(Pdf("statement.pdf", $"statement {scripts}"));
        if (scripts)
        {
            await Axe.AssertNothingSeriousAsync(seller.Page);
        }

        await Expect(seller.Page.Locator(Input)).ToHaveValueAsync(new Regex(@"statement\.pdf$"));
        await seller.ClickAsync("See who must approve");
        await Expect(seller.Heading).ToHaveTextAsync("Who must approve");
        await Expect(seller.Page.Locator("main")).ToContainTextAsync("statement.pdf (");
        // Back to the form: the file stays, and another can be added.
        await seller.ClickAsync("Change the form");
        await Expect(seller.Page.GetByLabel("Keep statement.pdf")).ToBeCheckedAsync();
        await seller.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, $"attach-form-{scripts}.png"), FullPage = true });
        await seller.Page.Locator(Input).SetInputFilesAsync(Pdf("second.pdf", "second"));
        await seller.ClickAsync("See who must approve");
        await seller.ClickAsync("Submit request");
        await Expect(seller.Notice).ToContainTextAsync("Submitted.");
        await Expect(seller.Page.Locator(".files li")).ToHaveCountAsync(2);
        await Expect(seller.Page.Locator(".files")).ToContainTextAsync("SHA-256");
        await seller.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Output, $"attach-request-{scripts}.png"), FullPage = true });
        if (scripts)
        {
            await Axe.AssertNothingSeriousAsync(seller.Page);
            await Axe.AssertFitsAsync(seller.Page);
        }

        var download = await seller.Page.RunAndWaitForDownloadAsync(() => seller.Page.GetByRole(AriaRole.Link, new() { Name = "statement.pdf" }).ClickAsync());
        Assert.Equal("statement.pdf", download.SuggestedFilename);
        Assert.StartsWith("%PDF-1.7", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_can_be_taken_away_before_it_is_sent_round_again()
    {
        await using var seller = await Visitor.SignInAsync(chromium, desk, "seller@example.com");
        await seller.FillAsync(Topic, Form("Taken away"));
        await seller.Page.Locator(Input).SetInputFilesAsync([Pdf("one.pdf", "one"), Pdf("two.pdf", "two")]);
        await seller.ClickAsync("See who must approve");
        await seller.ClickAsync("Submit request");
        await Expect(seller.Page.Locator(".files li")).ToHaveCountAsync(2);
        await seller.Page.GetByText("Recall to edit").ClickAsync();
        await seller.ClickAsync("Recall");
        await seller.Page.GetByRole(AriaRole.Link, new() { Name = "Edit and resubmit" }).ClickAsync();
        await seller.Page.GetByLabel("Keep one.pdf").UncheckAsync();
        await seller.ClickAsync("See who must approve");
        await seller.ClickAsync("Resubmit request");
        await Expect(seller.Notice).ToContainTextAsync("Resubmitted.");
        await Expect(seller.Page.Locator(".files li")).ToHaveCountAsync(1);
        await Expect(seller.Page.Locator(".changed", new() { HasText = "one.pdf" })).ToContainTextAsync("two.pdf");
    }
}
