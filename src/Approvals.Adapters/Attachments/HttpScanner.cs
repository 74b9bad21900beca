using System.Net.Http.Headers;
using System.Text.Json;
using Approvals.App.Ports;

namespace Approvals.Adapters.Attachments;

/// <summary>A scanner behind HTTP: it gets the bytes by POST and answers 200 with <c>{"clean": true}</c>, or <c>{"clean": false, "found": "name"}</c>. Anything else says nothing about the file.</summary>
internal sealed class HttpScanner(Uri address, TimeSpan timeout) : IFileScanner, IDisposable
{
    private const int LongestAnswer = 64 * 1024;
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = timeout,
        MaxResponseContentBufferSize = LongestAnswer,
    };

    public async Task<string?> FindAsync(Stream content, CancellationToken ct)
    {
        try
        {
            // The stream stays the caller's: disposing the content would close it.
            var body = new StreamContent(content);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var answer = await client.PostAsync(address, body, ct);
            answer.EnsureSuccessStatusCode();
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
            return json.RootElement.GetProperty("clean").GetBoolean() ? null
                : json.RootElement.TryGetProperty("found", out var found) && found.GetString() is { Length: > 0 and <= 200 } name ? name
                : "something";
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new ScannerAwayException("The virus scanner does not answer as it should.", e);
        }
    }

    public void Dispose() => client.Dispose();
}
