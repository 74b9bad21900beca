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

namespace Tickets.Tests.StandIns;

/// <summary>What goes wrong with one call.</summary>
internal enum Mishap
{
    None,

    /// <summary>Turned away before anything is done.</summary>
    TooMany,
    Unavailable,
    Broken,
    Closed,

    /// <summary>Done all the same, and the answer is another, or none.</summary>
    DoneButUnavailable,
    DoneButBroken,
    DoneButClosed,
    DoneButSilent,

    /// <summary>Done some seconds after the caller was turned away.</summary>
    DoneLater,

    /// <summary>Done, and every header of the answer stands in it twice.</summary>
    HeadersTwice,
}

internal sealed record Call(HttpMethod Method, string Path, JsonNode? Body, IQueryCollection Query, IHeaderDictionary Headers)
{
    /// <summary>Whether it makes a ticket.</summary>
    public bool Creates { get; init; }
}

internal sealed class StandInTicket
{
    public required long Number { get; init; }
    public required string Key { get; init; }
    public required JsonNode Body { get; init; }

    /// <summary>From then on it is there; a search shows it only later.</summary>
    public required DateTimeOffset CreatedAtUtc { get; init; }
    public DateTimeOffset UpdatedAtUtc { get; set; }
    public string Status { get; set; } = "open";
    public bool IsDeleted { get; set; }
    public ConcurrentQueue<(long Id, string Text, bool IsPublic, string Author, DateTimeOffset AtUtc)> Remarks { get; } = new();
}

/// <summary>A system of tickets on loopback: real HTTP, its own ways, and mishaps on demand. Its clock is that of the test.</summary>
internal abstract class StandIn(TimeProvider clock) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, StandInTicket> tickets = new();
    private readonly CancellationTokenSource end = new();
    private WebApplication? app;
    private long last;
    private int calls;

    public Uri Url { get; private set; } = null!;

    /// <summary>Asked for every call, with its number from 1.</summary>
    public Func<Call, int, Mishap> Next { get; set; } = (_, _) => Mishap.None;

    /// <summary>How long a new ticket is missing in searches.</summary>
    public TimeSpan Lag { get; set; }
    public int RetryAfterSeconds { get; set; } = 30;

    /// <summary>What is asked for as the right to call; anything else is turned away.</summary>
    public bool AcceptsCredentials { get; set; } = true;

    /// <summary>It tells back what it was sent, as some do.</summary>
    public bool Echo { get; set; }
    public int Calls => calls;
    public IEnumerable<StandInTicket> Tickets => tickets.Values.OrderBy(ticket => ticket.Number);

    protected DateTimeOffset Now => clock.GetUtcNow();

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

    public void Clear() => tickets.Clear();

    public StandInTicket Of(string key) => Tickets.Single(ticket => ticket.Key == key);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        end.Dispose();
    }

    /// <summary>The answer to a call: its status and its body.</summary>
    protected abstract (int Status, JsonNode? Body) Answer(Call call);

    protected abstract bool Creates(HttpMethod method, string path);

    protected virtual IEnumerable<(string Name, string Value)> HeadersOf(Call call) => [];

    protected StandInTicket Add(string key, JsonNode body, TimeSpan later = default)
    {
        var number = Interlocked.Increment(ref last);
        return tickets[number] = new StandInTicket { Number = number, Key = key, Body = body.DeepClone(), CreatedAtUtc = Now + later, UpdatedAtUtc = Now + later };
    }

    /// <summary>Those that are there now, and not deleted.</summary>
    protected IEnumerable<StandInTicket> There() => Tickets.Where(ticket => !ticket.IsDeleted && ticket.CreatedAtUtc <= Now);

    protected IEnumerable<StandInTicket> Searched(string? key) => There().Where(ticket => ticket.Key == key && ticket.CreatedAtUtc + Lag <= Now);

    public void Say(StandInTicket ticket, string text, bool isPublic, string author)
    {
        ticket.Remarks.Enqueue((Interlocked.Increment(ref last), text, isPublic, author, Now));
        ticket.UpdatedAtUtc = Now;
    }

    public void Move(StandInTicket ticket, string status)
    {
        ticket.Status = status;
        ticket.UpdatedAtUtc = Now;
    }

    protected static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static readonly AsyncLocal<TimeSpan> Late = new();

    /// <summary>How much later than now a ticket of this call comes to be.</summary>
    protected static TimeSpan Lateness => Late.Value;

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync();
        var method = HttpMethod.Parse(context.Request.Method);
        // As it was sent: a project's name holds an escaped slash.
        var path = new Uri("http://x" + context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget).AbsolutePath;
        var call = new Call(method, path, text.Length == 0 ? null : JsonNode.Parse(text), context.Request.Query, context.Request.Headers) { Creates = Creates(method, path) };
        var mishap = Next(call, Interlocked.Increment(ref calls));
        if (!AcceptsCredentials)
        {
            await SendAsync(context, 401, new JsonObject { ["error"] = $"Couldn't authenticate you{(Echo ? $": {context.Request.Headers.Authorization}" : "")}" });
            return;
        }

        if (await TurnAwayAsync(context, mishap))
        {
            return;
        }

        if (mishap == Mishap.DoneLater)
        {
            Late.Value = TimeSpan.FromSeconds(20);
        }

        var (status, body) = Answer(call);
        switch (mishap)
        {
            case Mishap.DoneButUnavailable or Mishap.DoneLater:
                await SendAsync(context, 504, null);
                return;
            case Mishap.DoneButBroken:
                await SendAsync(context, 500, new JsonObject { ["error"] = "Internal" });
                return;
            case Mishap.DoneButClosed:
                context.Abort();
                return;
            case Mishap.DoneButSilent:
                await WaitForHangUpAsync(context);
                return;
        }

        foreach (var (name, value) in HeadersOf(call))
        {
            context.Response.Headers.Append(name, value);
            if (mishap == Mishap.HeadersTwice)
            {
                context.Response.Headers.Append(name, value);
                context.Response.Headers.Append("Retry-After", new Microsoft.Extensions.Primitives.StringValues(["1", "1"]));
            }
        }

        await SendAsync(context, status, body);
    }

    private async Task<bool> TurnAwayAsync(HttpContext context, Mishap mishap)
    {
        switch (mishap)
        {
            case Mishap.TooMany:
                context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                await SendAsync(context, 429, new JsonObject { ["error"] = "Too many requests" });
                return true;
            case Mishap.Unavailable:
                await SendAsync(context, 503, null);
                return true;
            case Mishap.Broken:
                await SendAsync(context, 500, new JsonObject { ["error"] = "Internal" });
                return true;
            case Mishap.Closed:
                context.Abort();
                return true;
            default:
                return false;
        }
    }

    private async Task WaitForHangUpAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, end.Token);
        var gone = new TaskCompletionSource();
        await using var registration = either.Token.Register(() => gone.TrySetResult());
        await gone.Task;
    }

    private static async Task SendAsync(HttpContext context, int status, JsonNode? body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (body is not null && status != 204)
        {
            await context.Response.WriteAsync(body.ToJsonString());
        }
    }
}
