using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Web.Tests.Browser;

internal static class Axe
{
    // A page that can not be asked must fail its test, and not hold up the others without end.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>No finding that keeps somebody out: serious and critical ones fail. And no broken address.</summary>
    public static async Task AssertNothingSeriousAsync(IPage page)
    {
        await AssertAddressesAreWholeAsync(page);
        // A frame in which no script may run can not be asked; it would be waited for without end.
        await page.EvaluateAsync("document.querySelectorAll('iframe[sandbox]').forEach(frame => frame.remove())");
#pragma warning disable CS0618 // The newer way puts the findings of many frames together in a second page, which takes as long again. Here is one frame.
        var result = await page.RunAxeLegacy().WaitAsync(Patience);
#pragma warning restore CS0618
        var serious = result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Select(node => node.Html))}")
            .ToList();
        Assert.True(serious.Count == 0, $"{page.Url}\n{string.Join('\n', serious)}");
    }

    /// <summary>No address is escaped twice: what stands behind its first parameter would be lost.</summary>
    private static async Task AssertAddressesAreWholeAsync(IPage page) =>
        Assert.Empty(await page.EvaluateAsync<string[]>("[...document.querySelectorAll('[href], [action], [src]')].map(e => e.cloneNode().outerHTML).filter(html => html.includes('&amp;amp;'))"));

    /// <summary>Nothing sticks out of the page sideways.</summary>
    public static async Task AssertFitsAsync(IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{page.Url} is wider than its window.");
}
