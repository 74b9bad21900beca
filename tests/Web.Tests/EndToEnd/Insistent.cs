using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Web.Tests.EndToEnd;

/// <summary>A client that asks again, with the same key and body, until it has an answer: whatever happens to the server meanwhile.</summary>
internal sealed class Insistent(Func<Task<Uri>> server, Action answered) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = TimeSpan.FromSeconds(60) };

    public int Retries { get; private set; }

    public void Dispose() => http.Dispose();

    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string by, object? body = null, string? key = null)
    {
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(await server(), path)) { Content = body is null ? null : JsonContent.Create(body) };
                request.Headers.Add("X-Dev-User", by);
                if (key is not null)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }

                using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (answer.StatusCode is not HttpStatusCode.ServiceUnavailable)
                {
                    answered();
                    return (answer.StatusCode, JsonNode.Parse(text)!);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Killed under our hands: the next one will know.
            }

            Retries++;
            await Task.Yield();
        }
    }

    public async Task<JsonNode> GetAsync(string path, string by)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, by);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {body}");
        return body;
    }

    public async Task<List<JsonNode>> ListAsync(string path, string by)
    {
        var items = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=200{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", by);
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = (string?)page["next"];
        }
        while (cursor is not null);

        return items;
    }
}
