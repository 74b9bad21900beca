using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.App.Tickets;
using Approvals.Core.Requests;
using Approvals.Server.Hosting;
using Approvals.Web.Development;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tickets.Tests.StandIns;
using Web.Tests.Api;

namespace Web.Tests.Outside;

/// <summary>The real server with the desk of the expenses, whose tickets go to one system outside: a stand-in of it, reached over HTTP.</summary>
internal sealed class OutsideDesk : IAsyncDisposable
{
    public const string Eve = "eve@expenses.example", Liam = "liam@expenses.example", Olive = "olive@expenses.example", Customer = "customer@acme.example";
    public const string Secret = "hook-secret-of-tests", Token = "very-secret-token";
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-outside-").FullName;
    private readonly LateClock late = new();
    private readonly LogLines logs = new();
    private WebApplication app = null!;

    private OutsideDesk(string system) => System = system;

    public string System { get; }
    public StandIn StandIn { get; private set; } = null!;
    public HttpClient Http { get; private set; } = null!;
    public IServiceProvider Services => app.Services;
    public string Url => app.Urls.First();
    public IEnumerable<string> Logged => logs.Lines.Select(line => line.Text);
    public DateTimeOffset Now => late.GetUtcNow();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<OutsideDesk> OpenAsync(string system, params string[] settings)
    {
        var desk = new OutsideDesk(system);
        desk.StandIn = system switch
        {
            "servicenow" => new ServiceNowStandIn(desk.late),
            "jira" => new JiraStandIn(desk.late),
            "gitlab" => new GitLabStandIn(desk.late),
            _ => new ZendeskStandIn(desk.late),
        };
        await desk.StandIn.StartAsync();
        await desk.StartAsync(settings);
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        await StandIn.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Submits an expense and lets the team lead approve it.</summary>
    public async Task<RequestId> ApprovedAsync()
    {
        var id = await SubmittedAsync();
        var seen = (long)(await AskAsync(Liam, HttpMethod.Get, $"/api/requests/{id}"))["version"]!;
        await AskAsync(Liam, HttpMethod.Post, $"/api/requests/{id}/decisions", new JsonObject { ["decision"] = "approve", ["round"] = 1, ["step"] = 1, ["seenVersion"] = seen });
        await DrainAsync();
        return id;
    }

    public async Task<RequestId> SubmittedAsync()
    {
        var form = new JsonObject
        {
            ["topic"] = "expense",
            ["fields"] = new JsonObject { ["purpose"] = $"Lunch with {Customer}", ["team"] = "Engineering", ["category"] = "Travel", ["amount"] = 120, ["spentOn"] = Now.AddDays(-2).ToString("yyyy-MM-dd", null) },
        };
        var id = RequestId.Parse((string)(await AskAsync(Eve, HttpMethod.Post, "/api/requests", form))["id"]!);
        await DrainAsync();
        return id;
    }

    public async Task<JsonNode> AskAsync(string by, HttpMethod method, string path, JsonObject? body = null)
    {
        using var message = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        message.Headers.Add("X-Dev-User", by);
        using var answer = await Http.SendAsync(message, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>A call of the system, as it signs it.</summary>
    public async Task<int> HookAsync(string system, string body, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/api/hooks/tickets/{system}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await Http.SendAsync(message, Ct);
        await DrainAsync();
        return (int)answer.StatusCode;
    }

    public async Task LaterAsync(TimeSpan by)
    {
        await Services.GetRequiredService<ClockHand>().AdvanceAsync(by, Ct);
        await DrainAsync();
    }

    /// <summary>The look at all tickets that the server takes every few minutes.</summary>
    public async Task LookAsync()
    {
        await Services.GetRequiredService<TicketWatch>().SweepAsync(Ct);
        await DrainAsync();
    }

    public async Task RaiseAsync()
    {
        await Services.GetRequiredService<TicketDrain>().DrainAsync(Ct);
        await DrainAsync();
    }

    public async Task<Request> RequestAsync(RequestId id) => (await Services.GetRequiredService<RequestQueries>().FindAsync(id, Ct))!.Facts!;

    public async Task<IReadOnlyList<KeptMail>> MailsAsync(string to) => (await Services.GetRequiredService<IMailbox>().ListAsync(EmailAddress.Parse(to), null, 200, Ct)).Items;

    public Task DrainAsync() => Services.GetRequiredService<IAdvanceControl>().DrainAsync(Ct);

    private async Task StartAsync(string[] settings)
    {
        var catalogue = Path.Combine(folder, "catalogue");
        SampleDesk.CopyTo(catalogue);
        var file = Path.Combine(catalogue, "topics", "expense.yaml");
        var text = await File.ReadAllTextAsync(file, Ct);
        await File.WriteAllTextAsync(file, text.Replace("    priority: Normal\n    queue: Bookkeeping\n", Template(), StringComparison.Ordinal), Ct);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Development",
            Args = [.. Settings(), .. settings, "--urls=http://127.0.0.1:0", $"--Approvals:DataPath={Path.Combine(folder, "data")}", $"--Approvals:CataloguePath={catalogue}", "--Approvals:Limits:Burst=100000"],
        });
        builder.Logging.ClearProviders().AddProvider(logs);
        app = ApprovalsServer.Build(builder);
        late.Real = app.Services.GetRequiredService<TimeProvider>();
        await app.StartAsync(Ct);
        Http = new HttpClient { BaseAddress = new Uri(Url) };
    }

    private string Template() => System switch
    {
        "zendesk" => """
                system: zendesk
                form: "7"
                requester: desk@expenses.example
                priority: High
                queue: License & Renewals
                category: Self-Managed > Exemption
                tags: [expense]
                fields: { GitLab Version: "17.5" }

            """,
        "servicenow" => """
                system: servicenow
                requester: desk@expenses.example
                priority: High
                queue: Deal Desk
                fields: { u_purpose: "{{purpose}}" }

            """,
        "jira" => """
                system: jira
                form: "42"
                requester: desk@expenses.example
                priority: High
                tags: [expense]
                fields: { Region: EMEA }

            """,
        "gitlab" => """
                system: gitlab
                priority: High
                tags: [expense]

            """,
        "mail" => """
                system: mail
                priority: High
                queue: queue@support.example
                fields: { Purpose: "{{purpose}}" }

            """,
        _ => """
                system: webhook
                priority: High
                queue: Bookkeeping
                fields: { Purpose: "{{purpose}}" }

            """,
    };

    private IEnumerable<string> Settings()
    {
        (string Name, string Value)[] settings = System switch
        {
            "zendesk" => [("Zendesk:Url", $"{StandIn.Url}"), ("Zendesk:Email", "desk@example.com"), ("Zendesk:Token", Token), ("Zendesk:HookSecret", Secret)],
            "servicenow" => [("ServiceNow:Url", $"{StandIn.Url}"), ("ServiceNow:User", "approvals"), ("ServiceNow:Password", Token), ("ServiceNow:HookSecret", Secret)],
            "jira" => [("Jira:Url", $"{StandIn.Url}"), ("Jira:Email", "desk@example.com"), ("Jira:Token", Token), ("Jira:ServiceDesk", "3"), ("Jira:HookSecret", Secret)],
            "gitlab" => [("GitLab:Url", $"{StandIn.Url}"), ("GitLab:Token", Token), ("GitLab:Project", "legal/compliance"), ("GitLab:HookSecret", Secret)],
            "mail" => [("Mail:To", "queue@support.example")],
            _ => [],
        };
        return settings.Select(setting => $"--Approvals:Tickets:{setting.Name}={setting.Value}");
    }

    // The stand-in is there before the server, and goes by the server's clock.
    private sealed class LateClock : TimeProvider
    {
        public TimeProvider Real { get; set; } = TimeProvider.System;

        public override DateTimeOffset GetUtcNow() => Real.GetUtcNow();
    }
}
