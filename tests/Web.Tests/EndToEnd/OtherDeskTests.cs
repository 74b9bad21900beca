using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Web.Tests.Api;

namespace Web.Tests.EndToEnd;

/// <summary>A desk of another kind from the same program: nothing of the desk that ships lives in code.</summary>
public sealed class OtherDeskTests : IDisposable
{
    private const string Eve = "eve@expenses.example", Liam = "liam@expenses.example", Finn = "finn@expenses.example";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-other-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Expenses_run_from_the_form_to_the_ticket_and_a_changed_rule_counts_without_a_restart()
    {
        var catalogue = Path.Combine(folder, "catalogue");
        SampleDesk.CopyTo(catalogue);
        await using var server = ChildServer.Start(Path.Combine(folder, "data"), ("Approvals__CataloguePath", catalogue));
        using var http = new HttpClient { BaseAddress = await server.AddressAsync() };
        Assert.Equal(["expense", "receipt"], (await AskAsync(http, Eve, HttpMethod.Get, "/api/topics"))["items"]!.AsArray().Select(topic => (string)topic!["id"]!).Order());

        var id = (string)(await SubmitAsync(http, 700))["id"]!;
        await DecideAsync(http, Liam, id, 1);
        await DecideAsync(http, Finn, id, 2);
        await UntilAsync(async () => (string)(await AskAsync(http, Eve, HttpMethod.Get, $"/api/requests/{id}"))["status"]! == "completed");

        // Bookkeeping is asked from 800 GBP on now; the request above keeps what it was submitted under.
        var file = Path.Combine(catalogue, "topics", "expense.yaml");
        var text = await File.ReadAllTextAsync(file, Ct);
        await File.WriteAllTextAsync(file, text.Replace("(50..500)", "(50..800)", StringComparison.Ordinal).Replace("[500..5000]", "[800..5000]", StringComparison.Ordinal), Ct);
        await UntilAsync(async () => (int)(await AskAsync(http, Eve, HttpMethod.Get, "/api/topics/expense"))["version"]! == 2);
        var second = (string)(await SubmitAsync(http, 700))["id"]!;
        Assert.Single((await AskAsync(http, Eve, HttpMethod.Get, $"/api/requests/{second}"))["steps"]!.AsArray());
        Assert.Equal(2, (await AskAsync(http, Eve, HttpMethod.Get, $"/api/requests/{id}"))["steps"]!.AsArray().Count);

        // What is broken changes nothing, and the log says why.
        await File.WriteAllTextAsync(file, text.Replace("kind: request", "kind: wish", StringComparison.Ordinal), Ct);
        await UntilAsync(() => Task.FromResult(server.Output.Contains("topics/expense.yaml:2", StringComparison.Ordinal)));
        Assert.Equal(2, (int)(await AskAsync(http, Eve, HttpMethod.Get, "/api/topics/expense"))["version"]!);
    }

    private static Task<JsonNode> SubmitAsync(HttpClient http, decimal amount) => AskAsync(http, Eve, HttpMethod.Post, "/api/requests", new JsonObject
    {
        ["topic"] = "expense",
        ["fields"] = new JsonObject { ["purpose"] = "Train to Leeds", ["team"] = "Engineering", ["category"] = "Travel", ["amount"] = amount, ["spentOn"] = DateTime.UtcNow.AddDays(-2).ToString("yyyy-MM-dd") },
    });

    private static async Task DecideAsync(HttpClient http, string by, string id, int step)
    {
        var seen = (long)(await AskAsync(http, by, HttpMethod.Get, $"/api/requests/{id}"))["version"]!;
        await AskAsync(http, by, HttpMethod.Post, $"/api/requests/{id}/decisions", new JsonObject { ["decision"] = "approve", ["round"] = 1, ["step"] = step, ["seenVersion"] = seen });
    }

    private static async Task<JsonNode> AskAsync(HttpClient http, string by, HttpMethod method, string path, JsonObject? body = null)
    {
        using var message = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        message.Headers.Add("X-Dev-User", by);
        using var answer = await http.SendAsync(message, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    // The server works by its own clock: it is asked again until it has come so far.
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await isSo())
        {
            await pace.WaitForNextTickAsync(patience.Token);
        }
    }
}
