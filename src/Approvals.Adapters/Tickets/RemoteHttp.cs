using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Approvals.Adapters.Tickets;

/// <summary>JSON over HTTP with one system, and how each end of a call is to be understood.</summary>
/// <param name="title">What people call the system.</param>
/// <param name="secrets">Never shown, whatever the other side says.</param>
internal sealed class RemoteHttp(HttpClient http, string title, params string[] secrets)
{
    private const int LongestAnswer = 4 * 1024 * 1024;
    private const int LongestQuote = 400;

    /// <summary>How long an open circuit lets nothing through.</summary>
    public static readonly TimeSpan CircuitRest = TimeSpan.FromSeconds(30);

    public Task<JsonNode> GetAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, null, ct);

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken ct, params (string Name, string Value)[] headers)
    {
        var (_, text) = await CallAsync(method, path, body?.ToJsonString(), ct, headers);
        try
        {
            return JsonNode.Parse(text.Length == 0 ? "{}" : text) ?? new JsonObject();
        }
        catch (JsonException e)
        {
            // A page of a proxy, most likely: whoever it stands before was asked, or not.
            throw new RemoteException(RemoteFault.Unclear, $"{title} answered with something that is not JSON: {Quote(text)}", null, e);
        }
    }

    public async Task<(HttpStatusCode Status, string Text)> CallAsync(HttpMethod method, string path, string? body, CancellationToken ct, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var text = await ReadAsync(response, ct);
            return response.IsSuccessStatusCode ? (response.StatusCode, text) : throw Refusal(response, text);
        }
        catch (Exception e) when (Fault(e, ct) is { } fault)
        {
            throw fault;
        }
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var read = 1; read > 0 && kept.Length < LongestAnswer;)
        {
            read = await stream.ReadAsync(buffer, ct);
            kept.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }

    private RemoteException Refusal(HttpResponseMessage response, string text)
    {
        var status = (int)response.StatusCode;
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when response.Headers.Date is { } sent => date - sent,
            _ => default(TimeSpan?),
        };
        var fault = response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => RemoteFault.Busy,
            // Another call under the same key is under way there.
            HttpStatusCode.Conflict or HttpStatusCode.RequestTimeout => RemoteFault.Unclear,
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => RemoteFault.Unclear,
            >= HttpStatusCode.InternalServerError => RemoteFault.Broken,
            _ => RemoteFault.Refused,
        };
        return new RemoteException(fault, $"{title} answered {status.ToString(CultureInfo.InvariantCulture)}: {Quote(text)}", wait);
    }

    private RemoteException? Fault(Exception e, CancellationToken ct) => e switch
    {
        OperationCanceledException when ct.IsCancellationRequested => null,
        BrokenCircuitException open => new RemoteException(RemoteFault.Away, $"{title} has failed several times in a row, so it is left alone for a while.", CircuitRest, e),
        TimeoutRejectedException or OperationCanceledException => new RemoteException(RemoteFault.Unclear, $"{title} did not answer in time.", null, e),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } =>
            new RemoteException(RemoteFault.Away, $"{title} can not be reached.", null, e),
        HttpRequestException or IOException => new RemoteException(RemoteFault.Unclear, $"The connection to {title} broke off.", null, e),
        _ => null,
    };

    /// <summary>What the other side said, for an administrator: short, on one line, and without what must not be seen.</summary>
    private string Quote(string text)
    {
        var quote = secrets.Where(secret => secret.Length > 0).Aggregate(text, (quoted, secret) => quoted.Replace(secret, "***", StringComparison.Ordinal));
        var line = string.Join(' ', quote.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? "(nothing)" : line.Length <= LongestQuote ? line : line[..LongestQuote] + "…";
    }
}
