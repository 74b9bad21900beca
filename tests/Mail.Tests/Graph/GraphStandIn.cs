using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mail.Tests.Graph;

/// <summary>What goes wrong with one call.</summary>
internal enum Mishap
{
    None,

    /// <summary>Turned away before anything is done.</summary>
    TooMany,
    Unavailable,
    Closed,

    /// <summary>Nothing more fits into the mailbox.</summary>
    Full,

    /// <summary>Done all the same, and the answer is another, or none.</summary>
    DoneButBroken,
    DoneButClosed,

    /// <summary>Done, and Graph asks for a rest.</summary>
    DoneWithRest,
}

internal sealed record Call(string Method, string Path, IQueryCollection Query, IHeaderDictionary Headers, string Body);

/// <summary>Microsoft Graph on loopback: real HTTP, its shapes, and mishaps on demand. Its clock is that of the test.</summary>
internal sealed class GraphStandIn(TimeProvider clock) : IAsyncDisposable
{
    public const string Token = "right-token";
    private readonly ConcurrentQueue<Call> calls = new();
    private WebApplication? app;

    /// <summary>What it takes for the host's identity.</summary>
    public string Accepts { get; set; } = Token;

    public Uri Url { get; private set; } = null!;
    public GraphMails Mails { get; } = new(clock);
    public GraphSubscribers Subscribers { get; } = new();

    /// <summary>Asked for every call, with its number from 1.</summary>
    public Func<Call, int, Mishap> Next { get; set; } = (_, _) => Mishap.None;

    /// <summary>Seconds, or a date.</summary>
    public Func<string> RetryAfter { get; set; } = () => "30";
    public IReadOnlyList<Call> Calls => [.. calls];

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/') + "/v1.0/");
    }

    public async ValueTask DisposeAsync()
    {
        Subscribers.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var call = new Call(context.Request.Method, context.Request.Path.Value!["/v1.0/".Length..], context.Request.Query, new HeaderDictionary(context.Request.Headers.ToDictionary()), await reader.ReadToEndAsync());
        calls.Enqueue(call);
        var mishap = Next(call, calls.Count);
        if (call.Headers.Authorization != $"Bearer {Accepts}")
        {
            await SendAsync(context, new Reply(401, Error("InvalidAuthenticationToken", "Access token is empty.")));
            return;
        }

        switch (mishap)
        {
            case Mishap.TooMany:
                context.Response.Headers.RetryAfter = RetryAfter();
                await SendAsync(context, new Reply(429, Error("ApplicationThrottled", "Application is over its MailboxConcurrency limit.")));
                return;
            case Mishap.Unavailable:
                await SendAsync(context, new Reply(503, Error("ServiceUnavailable", "")));
                return;
            case Mishap.Full:
                await SendAsync(context, new Reply(507, Error("ErrorQuotaExceeded", "The mailbox quota has been exceeded.")));
                return;
            case Mishap.Closed:
                context.Abort();
                return;
        }

        var reply = call.Path.StartsWith("subscriptions", StringComparison.Ordinal) ? await Subscribers.AnswerAsync(call) : Mails.Answer(call, Url);
        switch (mishap)
        {
            case Mishap.DoneButBroken:
                reply = new Reply(500, Error("InternalServerError", ""));
                break;
            case Mishap.DoneButClosed:
                context.Abort();
                return;
            case Mishap.DoneWithRest:
                context.Response.Headers.RetryAfter = RetryAfter();
                break;
        }

        await SendAsync(context, reply);
    }

    public static JsonObject Error(string code, string message) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };

    private static async Task SendAsync(HttpContext context, Reply reply)
    {
        context.Response.StatusCode = reply.Status;
        if (reply.Raw is { } raw)
        {
            context.Response.ContentType = "text/plain";
            await context.Response.Body.WriteAsync(raw);
        }
        else if (reply.Json is { } json)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(json.ToJsonString());
        }
    }
}

internal sealed record Reply(int Status, JsonNode? Json = null, byte[]? Raw = null);
