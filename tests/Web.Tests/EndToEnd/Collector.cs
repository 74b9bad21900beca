using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Web.Tests.EndToEnd;

/// <summary>A collector of OpenTelemetry on loopback: it keeps what it is sent, byte by byte.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, string Body)> received = new();
    private readonly SemaphoreSlim news = new(0);

    private Collector(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var collector = new Collector(app);
        app.Run(collector.KeepAsync);
        await app.StartAsync();
        return collector;
    }

    /// <summary>Everything sent to a path, as text of one character a byte.</summary>
    public string Sent(string path) => string.Concat(received.Where(one => one.Path == path).Select(one => one.Body));

    /// <summary>Waits until what was sent is enough.</summary>
    public async Task UntilAsync(Func<bool> isEnough, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!isEnough())
        {
            await news.WaitAsync(patience.Token);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task KeepAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue((context.Request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
        news.Release();
    }
}
