using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.App.Mail;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Approvals.Adapters.GraphMail;

/// <summary>Graph over HTTP. It repeats nothing by itself: whether a call may be made twice is known by those who make it.</summary>
internal sealed class GraphClient(HttpClient http)
{
    private const int LongestAnswer = 4 * 1024 * 1024;

    /// <summary>Whatever it asks for, it is asked again after this.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    /// <summary>How long an open circuit lets nothing through.</summary>
    public static readonly TimeSpan CircuitRest = TimeSpan.FromSeconds(30);

    /// <param name="path">Below the base address, or a whole address that Graph gave.</param>
    /// <param name="longest">In bytes: what is longer is cut off.</param>
    /// <param name="prefer">Beside ids that stay the same when a mail is moved.</param>
    public async Task<GraphAnswer> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken ct, int longest = LongestAnswer, string? prefer = null)
    {
        var address = new Uri(http.BaseAddress!, path);
        if (address.GetLeftPart(UriPartial.Authority) != http.BaseAddress!.GetLeftPart(UriPartial.Authority))
        {
            throw new GraphException(GraphFault.Refused, $"A link leads away from Graph, to {address.Host}. The token is not sent there.");
        }

        using var request = new HttpRequestMessage(method, address) { Content = body };
        request.Headers.Add("Prefer", "IdType=\"ImmutableId\"");
        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var bytes = await ReadAsync(response, longest, ct);
            return response.IsSuccessStatusCode ? new GraphAnswer(bytes, Wait(response)) : throw Refusal(response, bytes);
        }
        catch (Exception e) when (Fault(e, ct) is { } fault)
        {
            throw fault;
        }
    }

    public Task<GraphAnswer> SendAsync(HttpMethod method, string path, JsonNode body, CancellationToken ct) =>
        SendAsync(method, path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), ct);

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, int longest, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var read = 1; read > 0 && kept.Length < longest;)
        {
            read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, longest - kept.Length)), ct);
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static TimeSpan? Wait(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when response.Headers.Date is { } sent => date > sent ? date - sent : TimeSpan.Zero,
            _ => default(TimeSpan?),
        };
        return asked < LongestRest ? asked : asked is null ? null : LongestRest;
    }

    private static GraphException Refusal(HttpResponseMessage response, byte[] body)
    {
        var (code, message) = Error(body);
        var fault = response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => GraphFault.Busy,
            // The mailbox is full.
            HttpStatusCode.InsufficientStorage => GraphFault.Refused,
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => GraphFault.Unclear,
            _ => GraphFault.Refused,
        };
        var said = string.Join(": ", new[] { code, CleanText.Line(message, 300) }.Where(part => !string.IsNullOrEmpty(part)));
        return new GraphException(
            fault, $"Graph answered {((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)}: {(said.Length == 0 ? "(nothing)" : said)}", response.StatusCode, code, Wait(response));
    }

    private static (string? Code, string Message) Error(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject answer && answer["error"] is JsonObject error ? ((string?)error["code"], (string?)error["message"] ?? "") : (null, "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A page of a proxy, most likely.
            return (null, Encoding.UTF8.GetString(body));
        }
    }

    private static GraphException? Fault(Exception e, CancellationToken ct) => e switch
    {
        OperationCanceledException when ct.IsCancellationRequested => null,
        BrokenCircuitException => new GraphException(GraphFault.Away, "Graph has failed several times in a row, so it is left alone for a while.", wait: CircuitRest, inner: e),
        TimeoutRejectedException or OperationCanceledException => new GraphException(GraphFault.Unclear, "Graph did not answer in time.", inner: e),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } =>
            new GraphException(GraphFault.Away, "Graph can not be reached. Check the network and Approvals:Mail:Graph:BaseUrl.", inner: e),
        HttpRequestException or IOException => new GraphException(GraphFault.Unclear, "The connection to Graph broke off.", inner: e),
        _ => null,
    };
}

/// <param name="RetryAfter">Graph takes the call, and asks for a rest before the next one.</param>
internal sealed record GraphAnswer(byte[] Body, TimeSpan? RetryAfter)
{
    public JsonObject Json()
    {
        try
        {
            return JsonNode.Parse(Body) as JsonObject ?? throw new JsonException("It is no object.");
        }
        catch (JsonException e)
        {
            throw new GraphException(GraphFault.Unclear, "Graph answered with something that is not JSON.", inner: e);
        }
    }
}
