using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Identity;

namespace Approvals.Adapters.Graph;

/// <summary>One call of a batch. Reading only: it may be sent again.</summary>
internal sealed record GraphCall(HttpMethod Method, string Path, JsonNode? Body = null)
{
    public static GraphCall Get(string path) => new(HttpMethod.Get, path);
}

/// <summary>
/// Reads Microsoft Graph with patience: a short wait that Graph asks for is waited out, up to three tries; a longer one is kept by everybody, and so is a short rest after
/// Graph did not answer at all. A call that used up its time is not repeated: somebody waits for it. While it rests nothing is sent, and every call ends at once with <see cref="GraphAwayException"/>.
/// </summary>
internal sealed class GraphHttp(HttpClient http, TimeProvider clock)
{
    public const int BatchSize = 20;
    public static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan UsualRest = TimeSpan.FromSeconds(15);
    private const int Tries = 3;
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private readonly Lock gate = new();
    private DateTimeOffset restsUntilUtc;

    public Task<GraphAnswer> GetAsync(string path, CancellationToken ct) => SendAsync(GraphCall.Get(path), ct);

    /// <summary>Everything of a list, page by page; null when there is no such list.</summary>
    public async Task<List<JsonElement>?> ListAsync(string path, CancellationToken ct)
    {
        var items = new List<JsonElement>();
        for (var next = path; next is not null;)
        {
            var page = await GetAsync(next, ct);
            if (page.IsMissing)
            {
                return null;
            }

            items.AddRange(Good(page).Items("value"));
            // The token goes with it: nowhere else than to Graph.
            next = page.Body.Text("@odata.nextLink") is not { } link ? null
                : Uri.TryCreate(link, UriKind.Absolute, out var uri) && http.BaseAddress!.IsBaseOf(uri) ? link
                : throw new GraphAwayException("Microsoft Graph continued a list on another server.", UsualRest);
        }

        return items;
    }

    /// <summary>The answers, in the order of the calls. What Graph was too busy for is asked again; the rest is not.</summary>
    public async Task<GraphAnswer[]> BatchAsync(IReadOnlyList<GraphCall> calls, CancellationToken ct)
    {
        var answers = new GraphAnswer[calls.Count];
        foreach (var part in Enumerable.Range(0, calls.Count).Chunk(BatchSize))
        {
            var open = part;
            for (var attempt = 1; open.Length > 0; attempt++)
            {
                var batch = new JsonObject { ["requests"] = new JsonArray([.. open.Select(number => Json(number, calls[number]))]) };
                var answer = Good(await SendAsync(new GraphCall(HttpMethod.Post, "$batch", batch), ct));
                foreach (var response in answer.Items("responses"))
                {
                    if (int.TryParse(response.Text("id"), out var number) && open.Contains(number))
                    {
                        answers[number] = GraphAnswer.OfBatch(response, clock.GetUtcNow());
                    }
                }

                // Status 0: no answer to it came back.
                open = [.. open.Where(number => answers[number].IsBusy || answers[number].Status == 0)];
                if (open.Length > 0)
                {
                    await PauseAsync(attempt, open.Max(number => answers[number].RetryAfter), $"answered {answers[open[0]]}", null, ct);
                }
            }
        }

        return answers;
    }

    private static JsonObject Json(int number, GraphCall call)
    {
        var json = new JsonObject { ["id"] = $"{number}", ["method"] = call.Method.Method, ["url"] = $"/{call.Path}" };
        if (call.Body is { } body)
        {
            json["headers"] = new JsonObject { ["Content-Type"] = "application/json" };
            json["body"] = body.DeepClone();
        }

        return json;
    }

    private async Task<GraphAnswer> SendAsync(GraphCall call, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            ThrowIfResting();
            var (answer, fault) = await TryAsync(call, ct);
            if (fault is null && !answer.IsBusy)
            {
                return answer;
            }

            await PauseAsync(attempt, answer.RetryAfter, fault is null ? $"answered {answer}" : $"did not answer ({fault.GetType().Name})", fault, ct);
        }
    }

    private async Task<(GraphAnswer Answer, Exception? Fault)> TryAsync(GraphCall call, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(call.Method, call.Path);
            // Lists of kinds and counts are served from an index that needs this word.
            request.Headers.Add("ConsistencyLevel", "eventual");
            request.Content = call.Body is null ? null : new StringContent(call.Body.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request, ct);
            var bytes = await response.Content.ReadAsByteArrayAsync(ct);
            var wait = GraphAnswer.Wait(response.Headers.RetryAfter, clock.GetUtcNow());
            return (new GraphAnswer((int)response.StatusCode, Parse(bytes, response.StatusCode), wait), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or AuthenticationFailedException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (default, e);
        }
    }

    // A gateway's page tells nothing that its status does not; a success must be JSON.
    private static JsonElement Parse(byte[] bytes, HttpStatusCode status)
    {
        try
        {
            return bytes.Length == 0 ? default : JsonElement.Parse(bytes);
        }
        catch (JsonException) when ((int)status >= 400)
        {
            return default;
        }
    }

    private JsonElement Good(GraphAnswer answer) => answer switch
    {
        { IsSuccess: true } => answer.Body,
        { IsRefused: true } => throw Rest(UsualRest, $"Microsoft Graph refuses our identity ({answer}). Give it what it needs: infra/graph-grants.", null),
        _ => throw Rest(UsualRest, $"Microsoft Graph answered {answer}.", null),
    };

    private async Task PauseAsync(int attempt, TimeSpan? asked, string what, Exception? fault, CancellationToken ct)
    {
        var wait = asked ?? FirstPause * (1 << attempt) * (0.5 + Random.Shared.NextDouble());
        if (attempt >= Tries || wait > MostPatience || fault is OperationCanceledException)
        {
            throw Rest(asked ?? UsualRest, $"Microsoft Graph {what}.", fault);
        }

        await Task.Delay(wait, clock, ct);
    }

    private GraphAwayException Rest(TimeSpan wait, string what, Exception? fault)
    {
        lock (gate)
        {
            var until = clock.GetUtcNow() + (wait < LongestRest ? wait : LongestRest);
            restsUntilUtc = until > restsUntilUtc ? until : restsUntilUtc;
        }

        return new GraphAwayException(what, wait, fault);
    }

    private void ThrowIfResting()
    {
        lock (gate)
        {
            var left = restsUntilUtc - clock.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                throw new GraphAwayException("Microsoft Graph asked for a rest, or did not answer a moment ago.", left);
            }
        }
    }
}

/// <summary>Graph can not be asked now.</summary>
internal sealed class GraphAwayException(string message, TimeSpan wait, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Before that nothing is asked.</summary>
    public TimeSpan Wait { get; } = wait;
}
