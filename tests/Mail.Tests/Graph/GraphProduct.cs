using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Approvals.App.Ports;
using Approvals.Server.Hosting;
using Azure.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mail.Tests.Graph;

/// <summary>The whole server, with its mail at Graph's stand-in, which calls it as Graph does.</summary>
internal sealed class GraphProduct : IAsyncDisposable
{
    public const string Seller = "seller@example.com", Vp = "vp.emea@example.com", Admin = "admin@example.com";
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-graph-").FullName;
    private readonly WebApplication app;

    private GraphProduct(GraphStandIn graph)
    {
        Graph = graph;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", Args = Settings(graph.Url, folder) });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TokenCredential, RightCredential>();
        app = ApprovalsServer.Build(builder);
    }

    public GraphStandIn Graph { get; }
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseCookies = false });
    public IServiceProvider Services => app.Services;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<GraphProduct> StartAsync()
    {
        var graph = new GraphStandIn(TimeProvider.System);
        await graph.StartAsync();
        var product = new GraphProduct(graph);
        await product.app.StartAsync(Ct);
        product.Http.BaseAddress = new Uri(product.app.Urls.First());
        graph.Subscribers.Host.SetResult(product.Http.BaseAddress);
        await graph.Subscribers.First.Task.WaitAsync(Ct);
        // Behind the look that made it: then it is noted.
        await product.Services.GetRequiredService<IMailIntake>().CollectAsync(Ct);
        return product;
    }

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, string by, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "X-Dev-User", by } }, Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    public async Task<string> SubmitAsync(string account)
    {
        var form = Web.Tests.Browser.Forms.OfflineLicense(account).ToDictionary(field => field.Key, field => (object)field.Value);
        form["accessLost"] = false;
        return (string)(await SendAsync(HttpMethod.Post, "/api/requests", Seller, new { topic = "offline-license-post-sale", fields = form }))["id"]!;
    }

    public async Task<JsonNode> BecomesAsync(string id, string status)
    {
        JsonNode? view = null;
        await UntilAsync($"request {id} is {status}", async () => (string)(view = await SendAsync(HttpMethod.Get, $"/api/requests/{id}", Admin))["status"]! == status);
        return view!;
    }

    public async Task<MimeKit.MimeMessage> DeliversAsync(string to)
    {
        MimeKit.MimeMessage? found = null;
        await UntilAsync($"a mail to {to}", () =>
        {
            found = Graph.Mails.Delivered.Select(sent => sent.Mail).FirstOrDefault(mail => mail.To.Mailboxes.Any(address => address.Address == to));
            return Task.FromResult(found is not null);
        });
        return found!;
    }

    /// <summary>The product works by its own clock: it is asked again until it has come so far, for a minute at most.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isSo())
        {
            try
            {
                await pace.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!Ct.IsCancellationRequested)
            {
                throw new TimeoutException($"Not in a minute: {what}.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        await Graph.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string[] Settings(Uri graph, string folder) =>
    [
        "--urls=http://127.0.0.1:0", $"--Approvals:DataPath={folder}", "--Approvals:PublicUrl=https://approvals.example.com", "--Approvals:Mail:Channel=graph",
        "--Approvals:Mail:Mailbox=approvals@example.com", "--Approvals:Mail:AuthservId=mx.approvals.test", $"--Approvals:Mail:Graph:BaseUrl={graph}",
        "--Approvals:Limits:Burst=1000000", "--Approvals:Limits:RequestsPerSecond=1000000",
    ];
}
