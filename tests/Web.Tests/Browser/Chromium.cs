using Microsoft.Playwright;

namespace Web.Tests.Browser;

/// <summary>One headless browser for all tests; each test takes a context of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // The shell is the same engine without a window around it, at half the cost of a page.
    private static readonly string Program = Environment.GetEnvironmentVariable("CHROMIUM")
        ?? new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium" }.First(File.Exists);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private IPlaywright? playwright;
    private IBrowser? browser;

    public static string Output { get; } = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    public async ValueTask InitializeAsync()
    {
        // Tests run side by side: a busy machine is no reason to fail.
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-gpu-rasterization", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    public async Task<IPage> OpenAsync(string baseUrl, Look look, bool scripts = true)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = baseUrl,
            ViewportSize = look.Phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = look.Width, Height = 900 },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = scripts,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
        });
        return await context.NewPageAsync();
    }
}

/// <summary>What a page is looked at with.</summary>
public sealed record Look(bool Phone = false, bool Dark = false, int Width = 1440)
{
    public static Look Desk { get; } = new();
    public static Look DeskDark { get; } = new(Dark: true);
    public static Look OnPhone { get; } = new(Phone: true);
    public static Look OnPhoneDark { get; } = new(Phone: true, Dark: true);

    public override string ToString() => $"{(Phone ? "phone" : "desk")}{(Dark ? "-dark" : "")}";
}
