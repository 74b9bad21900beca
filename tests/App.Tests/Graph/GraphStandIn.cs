using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace App.Tests.Graph;

/// <summary>One user of the tenant, with what the stand-in answers of them.</summary>
internal sealed class Account(string mail)
{
    public string Id { get; } = Guid.NewGuid().ToString();
    public string Mail { get; } = mail;
    public string SignInName { get; init; } = mail;
    public string[] Aliases { get; init; } = [];
    public string Name { get; init; } = mail.Split('@')[0];
    public string UserType { get; init; } = "Member";
    public string? Country { get; init; }
    public string? Extension1 { get; init; }
    public bool IsEnabled { get; set; } = true;
    public Account? Manager { get; set; }

    /// <summary>As <c>GET /users/ID/mailboxSettings</c> answers; null: 404, without a mailbox.</summary>
    public string? Mailbox { get; set; }
}

/// <summary>
/// Answers like Microsoft Graph, as its answers were recorded: lists in pages with <c>@odata.nextLink</c>, errors with code and message, batches of at most twenty whose answers come in another order.
/// Real HTTP on loopback; faults on demand.
/// </summary>
internal sealed class GraphStandIn : IAsyncDisposable
{
    /// <summary>A status for <see cref="Fault"/>: the caller waits until it gives up.</summary>
    public const int NoAnswer = 0;
    private WebApplication? app;

    public Uri Url { get; private set; } = null!;
    public List<Account> Accounts { get; } = [];

    /// <summary>By object id: users and groups within.</summary>
    public Dictionary<string, (List<Account> Users, List<string> Groups)> Groups { get; } = [];
    public int PageSize { get; set; } = 999;

    /// <summary>Every call from outside, and (with a leading space) every call within a batch.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();
    public ConcurrentQueue<string?> Tokens { get; } = new();

    /// <summary>Asked for each path, also within batches: an answer instead of the true one, or null.</summary>
    public Func<string, (int Status, string? RetryAfter, string? Body)?> Fault { get; set; } = _ => null;

    /// <summary>Where the next page is said to be.</summary>
    public Uri? NextPageAt { get; set; }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Url = new Uri($"{address}/v1.0/");
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!["/v1.0/".Length..] + context.Request.QueryString.Value;
        Calls.Enqueue(path);
        Tokens.Enqueue(context.Request.Headers.Authorization);
        var body = context.Request.ContentLength > 0 ? await JsonNode.ParseAsync(context.Request.Body) : null;
        var (status, retryAfter, answer) = One(path, body);
        if (status == NoAnswer)
        {
            var gone = new TaskCompletionSource();
            await using var _ = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
            return;
        }

        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer ?? "");
    }

    private (int Status, string? RetryAfter, string? Body) Batch(JsonNode body)
    {
        var requests = body["requests"]!.AsArray();
        if (requests.Count > 20)
        {
            return (400, null, Error("BadRequest", "Number of batch request steps exceeds the maximum value of 20."));
        }

        var responses = requests.Select(request =>
        {
            var path = request!["url"]!.GetValue<string>().TrimStart('/');
            Calls.Enqueue(" " + path);
            var (status, retryAfter, answer) = One(path, request["body"]);
            var headers = new JsonObject { ["Content-Type"] = "application/json" };
            if (retryAfter is not null)
            {
                headers["Retry-After"] = retryAfter;
            }

            return new JsonObject { ["id"] = request["id"]!.GetValue<string>(), ["status"] = status, ["headers"] = headers, ["body"] = answer is null ? null : JsonNode.Parse(answer) };
        });
        // The order of answers is no promise.
        return (200, null, new JsonObject { ["responses"] = new JsonArray([.. responses.Reverse()]) }.ToJsonString());
    }

    private (int Status, string? RetryAfter, string? Body) One(string path, JsonNode? body)
    {
        if (Fault(path) is { } fault)
        {
            return fault;
        }

        var parts = path.Split('?')[0].Split('/');
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(path.Contains('?', StringComparison.Ordinal) ? path[path.IndexOf('?', StringComparison.Ordinal)..] : "");
        return parts switch
        {
            ["$batch"] => Batch(body!),
            ["users"] => (200, null, Listed(Accounts.Where(account => Matches(account, query["$filter"].Single()!)).Select(User))),
            ["users", var id, "manager"] when Find(id) is { } account => account.Manager is { } manager
                ? (200, null, User(manager).ToJsonString())
                : (404, null, Error("Request_ResourceNotFound", "Resource 'manager' does not exist or one of its queried reference-property objects are not present.")),
            ["users", var id, "mailboxSettings"] when Find(id) is { } account => account.Mailbox is { } mailbox
                ? (200, null, mailbox)
                : (404, null, Error("MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.")),
            ["users", var id, "checkMemberGroups"] when Find(id) is { } account => body!["groupIds"]!.AsArray().Count > 20
                ? (400, null, Error("Request_BadRequest", "Too many group ids."))
                : (200, null, Listed(body["groupIds"]!.AsArray().Select(group => group!.GetValue<string>()).Where(group => Members(group).Contains(account)).Select(group => (JsonNode)group))),
            ["groups", var id, "transitiveMembers", "microsoft.graph.user"] when Groups.ContainsKey(id) => (200, null, Page(id, int.Parse(query.GetValueOrDefault("$skiptoken").SingleOrDefault() ?? "0", CultureInfo.InvariantCulture))),
            _ => (404, null, Error("Request_ResourceNotFound", $"Resource '{parts.ElementAtOrDefault(1)}' does not exist or one of its queried reference-property objects are not present.")),
        };
    }

    private Account? Find(string id) => Accounts.FirstOrDefault(account => account.Id == id);

    private static bool Matches(Account account, string filter) => new[]
    {
        $"mail eq '{account.Mail}'", $"userPrincipalName eq '{account.SignInName}'",
    }.Concat(account.Aliases.Select(alias => $"(p:p eq 'smtp:{alias}')")).Any(part => filter.Contains(part.Replace("o'", "o''", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    private List<Account> Members(string group) =>
        Groups.TryGetValue(group, out var found) ? [.. found.Users.Concat(found.Groups.SelectMany(Members)).Distinct()] : [];

    private string Page(string group, int from)
    {
        var members = Members(group);
        var page = new JsonObject { ["@odata.context"] = $"{Url}$metadata#users", ["@odata.count"] = members.Count };
        if (members.Count > from + PageSize)
        {
            page["@odata.nextLink"] = $"{NextPageAt ?? Url}groups/{group}/transitiveMembers/microsoft.graph.user?$select=id,mail,userPrincipalName&$count=true&$top=999&$skiptoken={from + PageSize}";
        }

        page["value"] = new JsonArray([.. members.Skip(from).Take(PageSize).Select(User)]);
        return page.ToJsonString();
    }

    private static string Listed(IEnumerable<JsonNode> items) => new JsonObject { ["@odata.context"] = "https://graph.microsoft.com/v1.0/$metadata#users", ["value"] = new JsonArray([.. items]) }.ToJsonString();

    private static JsonObject User(Account account) => new()
    {
        ["@odata.type"] = "#microsoft.graph.user",
        ["id"] = account.Id,
        ["displayName"] = account.Name,
        ["mail"] = account.Mail.Length == 0 ? null : account.Mail,
        ["userPrincipalName"] = account.SignInName,
        ["proxyAddresses"] = new JsonArray([.. Proxies(account).Select(address => (JsonNode)address)]),
        ["jobTitle"] = null,
        ["accountEnabled"] = account.IsEnabled,
        ["userType"] = account.UserType,
        ["country"] = account.Country,
        ["onPremisesExtensionAttributes"] = new JsonObject { ["extensionAttribute1"] = account.Extension1, ["extensionAttribute2"] = null },
    };

    private static IEnumerable<string> Proxies(Account account) => account.Mail.Length == 0 ? []
        : [$"SMTP:{account.Mail}", $"sip:{account.SignInName}", "x500:/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=1", .. account.Aliases.Select(alias => $"smtp:{alias}")];

    private static string Error(string code, string message) => new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["code"] = code,
            ["message"] = message,
            ["innerError"] = new JsonObject { ["date"] = "2026-11-24T09:00:00", ["request-id"] = "4cb8c1f4-8c0a-4d52-9f4c-f1d1c7a0c001", ["client-request-id"] = "4cb8c1f4-8c0a-4d52-9f4c-f1d1c7a0c001" },
        },
    }.ToJsonString();
}
