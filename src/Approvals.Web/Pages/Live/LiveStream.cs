using System.Globalization;
using Approvals.App.Streams;
using Approvals.Web.Hosting;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Approvals.Web.Pages.Live;

/// <summary>Server-sent events without content: each says "ask for the news". What the news is, and for whom, is decided when they are asked for.</summary>
internal sealed class LiveStream(ChangeFeed feed, LivePlaces places, WebOptions options, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    // Other processes may append too, and rights end: so it looks for itself, as often.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    // A session that has ended must not go on here: the browser comes again, and is asked who it is.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(30);

    /// <param name="topics">What to listen to.</param>
    /// <param name="look">What the caller would see now, as a mark that changes with it; null when they may not see it any more.</param>
    public async Task SendAsync(HttpContext context, IEnumerable<string> topics, Func<CancellationToken, Task<string?>> look)
    {
        using var place = options.Push ? places.Take(context.Caller().Mail) : null;
        if (place is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = AgainAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var listener = feed.Listen(topics);
        try
        {
            await SendAsync(context, listener, look, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The page was closed, or the server stops.
        }
    }

    private async Task SendAsync(HttpContext context, ChangeListener listener, Func<CancellationToken, Task<string?>> look, CancellationToken ct)
    {
        if (await look(ct) is not { } last)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        // Proxies that gather answers would hold each event back.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await WriteAsync(context, "retry: 3000\n\n", ct);
        for (var end = clock.GetUtcNow() + Longest; clock.GetUtcNow() < end;)
        {
            await listener.WaitAsync(LookEvery, clock, ct);
            var now = await look(ct);
            await WriteAsync(context, now == last ? ":\n\n" : "data: look\n\n", ct);
            if (now is null)
            {
                return;
            }

            last = now;
        }
    }

    private static async Task WriteAsync(HttpContext context, string text, CancellationToken ct)
    {
        await context.Response.WriteAsync(text, ct);
        await context.Response.Body.FlushAsync(ct);
    }
}
