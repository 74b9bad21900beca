using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Mail.Tests.Graph;

internal sealed class Subscription
{
    public required string Id { get; init; }
    public required string Url { get; init; }
    public required string LifecycleUrl { get; init; }
    public required string Resource { get; init; }
    public required string ClientState { get; init; }
    public DateTimeOffset ExpiresAtUtc { get; set; }
}

/// <summary>The subscriptions, and the calls to those who made them. Whoever does not give the token back gets none.</summary>
internal sealed class GraphSubscribers : IDisposable
{
    private readonly HttpClient http = new();
    private readonly List<Subscription> all = [];
    private int last;

    /// <summary>Where the public address leads in this test. Until that is known, Graph waits.</summary>
    public TaskCompletionSource<Uri> Host { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public TaskCompletionSource First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public IReadOnlyList<Subscription> All => [.. all];

    public void Add(Subscription subscription) => all.Add(subscription);

    public void Forget(string id) => all.RemoveAll(subscription => subscription.Id == id);

    public async Task<Reply> AnswerAsync(Call call)
    {
        var body = call.Body.Length == 0 ? null : JsonNode.Parse(call.Body);
        var id = call.Path.Split('/').ElementAtOrDefault(1);
        var known = all.FirstOrDefault(subscription => subscription.Id == id);
        switch (call.Method)
        {
            case "GET":
                return new Reply(200, new JsonObject { ["value"] = new JsonArray([.. all.Select(Json)]) });
            case "POST":
                foreach (var url in new[] { "notificationUrl", "lifecycleNotificationUrl" })
                {
                    if (!await IsValidAsync((string)body![url]!))
                    {
                        return new Reply(400, GraphStandIn.Error("ValidationError", $"Subscription validation request failed: {url}."));
                    }
                }

                var made = new Subscription
                {
                    Id = $"s{++last}",
                    Url = (string)body!["notificationUrl"]!,
                    LifecycleUrl = (string)body["lifecycleNotificationUrl"]!,
                    Resource = (string)body["resource"]!,
                    ClientState = (string)body["clientState"]!,
                    ExpiresAtUtc = Time(body),
                };
                all.Add(made);
                First.TrySetResult();
                return new Reply(201, Json(made));
            case "PATCH" when known is not null:
                known.ExpiresAtUtc = Time(body!);
                return new Reply(200, Json(known));
            case "DELETE" when known is not null:
                all.Remove(known);
                return new Reply(204);
            default:
                return new Reply(404, GraphStandIn.Error("ResourceNotFound", "The object was not found."));
        }
    }

    /// <summary>Returns the status that the subscriber answered.</summary>
    public async Task<int> TellAsync(params (Subscription Subscription, string? Lifecycle)[] notices)
    {
        var value = new JsonArray([.. notices.Select(notice => (JsonNode)new JsonObject
        {
            ["subscriptionId"] = notice.Subscription.Id,
            ["clientState"] = notice.Subscription.ClientState,
            [notice.Lifecycle is null ? "changeType" : "lifecycleEvent"] = notice.Lifecycle ?? "created",
            ["resourceData"] = new JsonObject { ["id"] = "not to be believed" },
        })]);
        return await TellAsync(notices[0].Subscription.Url, new JsonObject { ["value"] = value });
    }

    public async Task<int> TellAsync(string url, JsonNode body)
    {
        using var answer = await http.PostAsJsonAsync(await ReachAsync(url), body);
        return (int)answer.StatusCode;
    }

    public void Dispose() => http.Dispose();

    private async Task<bool> IsValidAsync(string url)
    {
        const string Token = "Validation: Testing client application reachability for subscription Request-Id: 5 & <b>+%";
        using var answer = await http.PostAsync($"{await ReachAsync(url)}?validationToken={Uri.EscapeDataString(Token)}", null);
        return answer is { IsSuccessStatusCode: true, Content.Headers.ContentType.MediaType: "text/plain" } && await answer.Content.ReadAsStringAsync() == Token;
    }

    private async Task<Uri> ReachAsync(string url) => new(await Host.Task, new Uri(url).PathAndQuery);

    private static DateTimeOffset Time(JsonNode body) => DateTimeOffset.Parse((string)body["expirationDateTime"]!, CultureInfo.InvariantCulture);

    // Never with the secret.
    private static JsonNode Json(Subscription subscription) => new JsonObject
    {
        ["id"] = subscription.Id,
        ["notificationUrl"] = subscription.Url,
        ["resource"] = subscription.Resource,
        ["expirationDateTime"] = subscription.ExpiresAtUtc.ToString("o"),
        ["clientState"] = null,
    };
}
