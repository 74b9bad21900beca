using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Approvals.Server.Hosting;
using Mail.Tests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Mail.Tests.Smtp;

/// <summary>The whole server on a free port, with its mail at these servers and the sample organisation.</summary>
internal sealed class Product : IAsyncDisposable
{
    public const string Seller = "seller@example.com", Vp = "vp.emea@example.com", Admin = "admin@example.com";
    private readonly WebApplication app;
    private readonly HttpClient http;

    private Product(WebApplication app)
    {
        this.app = app;
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public IServiceProvider Services => app.Services;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Product> StartAsync(MailServers servers, string mailbox, string folder, params string[] more)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", Args = [.. Settings(servers, mailbox, folder), .. more] });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var app = ApprovalsServer.Build(builder);
        await app.StartAsync(Ct);
        return new Product(app);
    }

    public async Task<string> SubmitAsync(string account, string region = "EMEA")
    {
        var view = await SendAsync(HttpMethod.Post, "/api/requests", Seller, new { topic = "offline-license-post-sale", fields = Form(account, region) });
        return (string)view["id"]!;
    }

    public Task<JsonNode> ViewAsync(string id) => SendAsync(HttpMethod.Get, $"/api/requests/{id}", Admin);

    /// <summary>Waits, as long as the run may last.</summary>
    public async Task<JsonNode> BecomesAsync(string id, string status)
    {
        while (true)
        {
            var view = await ViewAsync(id);
            if ((string)view["status"]! == status)
            {
                return view;
            }
        }
    }

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, string by, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "X-Dev-User", by } }, Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    private static string[] Settings(MailServers servers, string mailbox, string folder) =>
    [
        "--urls=http://127.0.0.1:0", $"--Approvals:DataPath={folder}", "--Approvals:Mail:Channel=smtp", "--Approvals:Limits:Burst=1000000", "--Approvals:Limits:RequestsPerSecond=1000000",
        "--Approvals:Mail:Smtp:Host=127.0.0.1", $"--Approvals:Mail:Smtp:Port={servers.SmtpPort}", "--Approvals:Mail:Smtp:Security=none", $"--Approvals:Mail:Smtp:User={mailbox}",
        $"--Approvals:Mail:Smtp:Password={Files.Password}", "--Approvals:Mail:Imap:Host=127.0.0.1", $"--Approvals:Mail:Imap:Port={servers.ImapPort}", "--Approvals:Mail:Imap:Security=none",
        $"--Approvals:Mail:Mailbox={mailbox}", $"--Approvals:Mail:Imap:User={mailbox}", $"--Approvals:Mail:Imap:Password={Files.Password}",
    ];

    private static Dictionary<string, object> Form(string account, string region)
    {
        var form = Web.Tests.Browser.Forms.OfflineLicense(account).ToDictionary(field => field.Key, field => (object)field.Value);
        form["accessLost"] = false;
        form["region"] = region;
        return form;
    }
}
