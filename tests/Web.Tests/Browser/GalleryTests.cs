using Microsoft.Playwright;

namespace Web.Tests.Browser;

[Collection("browser")]
public sealed class GalleryTests(Chromium chromium, Gallery gallery) : IClassFixture<Gallery>
{
    public static TheoryData<string> Pages => [.. Gallery.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_fits_reads_well_and_has_nothing_serious_for_axe(string name)
    {
        foreach (var look in new[] { Look.Desk, Look.OnPhoneDark })
        {
            var page = await chromium.OpenAsync(gallery.Url, look);
            Assert.Equal(200, (await page.GotoAsync($"/{name}"))!.Status);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Chromium.Output, $"gallery-{name}-{look}.png"), FullPage = true });
            await Axe.AssertFitsAsync(page);
            await Axe.AssertNothingSeriousAsync(page);
            await page.Context.CloseAsync();
        }
    }
}

[CollectionDefinition("browser")]
public sealed class BrowserCollection : ICollectionFixture<Chromium>;
