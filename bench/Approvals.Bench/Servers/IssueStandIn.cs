using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Approvals.Bench.Servers;

/// <summary>
/// The issues of GitLab, as far as raising tickets needs them, over HTTP on the loopback. It can be away, and it takes a number of calls in each minute of the
/// clock that it is given and answers 429 with Retry-After to the others.
/// </summary>
internal sealed class IssueStandIn(TimeProvider clock) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> issues = new();
    private readonly Lock gate = new();
    private WebApplication? app;
    private int last;
    private long minute;
    private int inMinute;

    public Uri Url { get; private set; } = null!;
    public bool IsAway { get; set; }
    public int PerMinute { get; set; } = int.MaxValue;
    public int Calls { get; private set; }
    public int TurnedAway { get; private set; }

    /// <summary>Creations under a key that was there already.</summary>
    public int Doubled { get; private set; }

    /// <summary>The keys in the order in which they came.</summary>
    public IEnumerable<string> Keys => issues.OrderBy(issue => issue.Value).Select(issue => issue.Key);

    public int Count => issues.Count;

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/') + "/");
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (Rest() is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        if (IsAway)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        JsonNode answer = context.Request.Method == HttpMethods.Post
            ? Json(Add((await JsonNode.ParseAsync(context.Request.Body))!["labels"]!.GetValue<string>().Split(',')[0]))
            : new JsonArray([.. issues.TryGetValue(context.Request.Query["labels"].ToString(), out var known) ? new[] { Json(known) } : []]);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    // Null: it may pass. Else the seconds until the next minute begins.
    private int? Rest()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow().ToUnixTimeSeconds();
            if (now / 60 != minute)
            {
                (minute, inMinute) = (now / 60, 0);
            }

            Calls++;
            if (++inMinute <= PerMinute)
            {
                return null;
            }

            TurnedAway++;
            return (int)(60 - (now % 60));
        }
    }

    private int Add(string key)
    {
        lock (gate)
        {
            if (!issues.TryAdd(key, last + 1))
            {
                Doubled++;
                return issues[key];
            }

            return ++last;
        }
    }

    private static JsonObject Json(int number) => new JsonObject { ["iid"] = number, ["web_url"] = $"https://issues.example/{number}" };
}
