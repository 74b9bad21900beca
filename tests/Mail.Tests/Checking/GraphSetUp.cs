using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Approvals.Adapters.Channels;
using Approvals.Adapters.Mime;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Azure.Core;
using Azure.Identity;
using Mail.Tests.Graph;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Tests.Checking;

/// <summary>A desk at Graph's stand-in that is set up as it should be; each test breaks one thing.</summary>
internal sealed class GraphSetUp : IAsyncDisposable
{
    public const string Mailbox = "approvals@example.com", Other = "ceo@example.com", App = "11111111-aaaa", Principal = "22222222-bbbb";
    public const string Good = "Authentication-Results: mx.approvals.test; spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com; dmarc=pass header.from=example.com\n";

    private GraphSetUp() => Graph = new GraphStandIn(Clock);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    public GraphStandIn Graph { get; }
    public bool Notifications { get; set; } = true;
    public TokenCredential? Credential { get; set; }
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(2);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<GraphSetUp> StartAsync()
    {
        var desk = new GraphSetUp();
        await desk.Graph.StartAsync();
        desk.HasRoles("User.Read.All", "MailboxSettings.Read");
        desk.Graph.Mails.Allows = mailbox => mailbox == Mailbox;
        desk.Graph.Mails.Boundary = Good;
        desk.Subscribe(TimeSpan.FromDays(2.5));
        return desk;
    }

    /// <summary>The permissions of the whole tenant.</summary>
    public void HasRoles(params string[] roles)
    {
        var claims = new JsonObject { ["appid"] = App, ["oid"] = Principal, ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]) };
        Graph.Accepts = $"{Part(new JsonObject { ["alg"] = "none" })}.{Part(claims)}.signature";
        Credential = new Given(Graph.Accepts);
    }

    public void Subscribe(TimeSpan left) => Graph.Subscribers.Add(new Subscription
    {
        Id = "sub",
        Url = "https://approvals.example.com/api/graph/notifications",
        LifecycleUrl = "https://approvals.example.com/api/graph/notifications",
        Resource = $"users/{Mailbox}/mailFolders('inbox')/messages",
        ClientState = "state",
        ExpiresAtUtc = Clock.GetUtcNow() + left,
    });

    public async Task<List<MailFinding>> CheckAsync(string? other = Other)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Credential!)
            .AddSingleton(new MailOptions(EmailAddress.Parse(Mailbox), "mx.approvals.test", new Uri("https://approvals.example.com")))
            .AddMimeReader()
            .AddMailCheck(new MailChannel.Graph(Graph.Url, null, [], Notifications))
            .BuildServiceProvider();
        var findings = new List<MailFinding>();
        await foreach (var finding in services.GetRequiredService<IMailCheck>().CheckAsync(new MailCheckOptions(other is null ? null : EmailAddress.Parse(other), Patience), Ct))
        {
            findings.Add(finding);
        }

        Assert.All(findings, finding => Assert.DoesNotContain(Graph.Accepts, finding.Text + finding.Mend, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.DoesNotContain('\n', finding.Text + finding.Mend));
        return findings;
    }

    public ValueTask DisposeAsync() => Graph.DisposeAsync();

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private sealed class Given(string token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>A host without an identity.</summary>
    internal sealed class Nobody : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException("No identity here.");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
