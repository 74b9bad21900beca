using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Stores.Tests.Tables;

internal enum StorageFault
{
    None,

    /// <summary>Answered by the proxy; nothing reaches the storage.</summary>
    TooMany,
    Busy,
    Broken,
    Away,

    /// <summary>Never answered: the caller gives up.</summary>
    Silent,

    /// <summary>The storage did it, and the answer is another or none.</summary>
    DoneButBroken,
    DoneButLost,
    DoneButSilent,
}

/// <param name="Number">From 1, in the order of arrival.</param>
internal sealed record StorageCall(int Number, string Method, string Path, string Query)
{
    public bool IsTransaction => Path.EndsWith("$batch", StringComparison.Ordinal);

    /// <summary>Rows of a transaction that went through; 1 for everything else.</summary>
    public int Rows { get; set; } = 1;
}

/// <summary>A real proxy in front of the emulator: it counts, holds, turns away and loses.</summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private static readonly string[] OfTheConnection = ["Host", "Transfer-Encoding", "Connection", "Content-Length", "Keep-Alive"];
    private readonly WebApplication app;
    private readonly HttpClient storage = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) });
    private readonly Uri target;
    private int calls;

    private StorageProxy(WebApplication app, Uri target) => (this.app, this.target) = (app, target);

    public Func<StorageCall, StorageFault> Faults { get; set; } = _ => StorageFault.None;

    /// <summary>Awaited before a call goes on.</summary>
    public Func<StorageCall, Task> Hold { get; set; } = _ => Task.CompletedTask;

    public ConcurrentQueue<StorageCall> Calls { get; } = new();

    public Uri Address => new(app.Urls.Single());

    public static async Task<StorageProxy> StartAsync(Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(1));
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var proxy = new StorageProxy(app, target);
        app.Run(proxy.HandleAsync);
        await app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        storage.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var call = new StorageCall(Interlocked.Increment(ref calls), context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "");
        Calls.Enqueue(call);
        await Hold(call);
        var fault = Faults(call);
        switch (fault)
        {
            case StorageFault.TooMany:
                context.Response.StatusCode = 429;
                context.Response.Headers["x-ms-retry-after-ms"] = "10";
                return;
            case StorageFault.Busy:
                context.Response.StatusCode = 503;
                return;
            case StorageFault.Broken:
                context.Response.StatusCode = 500;
                return;
            case StorageFault.Away:
                context.Abort();
                return;
            case StorageFault.Silent:
                await GivenUpAsync(context);
                return;
        }

        using var answer = await ForwardAsync(context.Request, call);
        if (fault == StorageFault.DoneButLost)
        {
            context.Abort();
            return;
        }

        if (fault == StorageFault.DoneButSilent)
        {
            await GivenUpAsync(context);
            return;
        }

        if (fault == StorageFault.DoneButBroken)
        {
            context.Response.StatusCode = 500;
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !OfTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        if (await BodyAsync(answer) is { Length: > 0 } body)
        {
            await context.Response.Body.WriteAsync(body);
        }
    }

    private static async Task GivenUpAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var _ = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    // The emulator ends some refusals before their announced length; whoever asked does not read them.
    private static async Task<byte[]> BodyAsync(HttpResponseMessage answer)
    {
        try
        {
            return await answer.Content.ReadAsByteArrayAsync();
        }
        catch (HttpRequestException)
        {
            return [];
        }
    }

    private async Task<HttpResponseMessage> ForwardAsync(HttpRequest request, StorageCall call)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        call.Rows = call.IsTransaction ? Encoding.UTF8.GetString(body.ToArray()).Split(" HTTP/1.1\r\n").Length - 1 : 1;
        var raw = request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        using var forward = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(target, raw));
        forward.Content = body.Length > 0 || request.Method is "POST" or "PUT" ? new ByteArrayContent(body.ToArray()) : null;
        foreach (var (name, values) in request.Headers.Where(header => !OfTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!forward.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                forward.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        return await storage.SendAsync(forward, HttpCompletionOption.ResponseHeadersRead);
    }
}
