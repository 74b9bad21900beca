using App.Tests.Advance;
using Approvals.Adapters.Graph;
using Approvals.Adapters.Memory;
using Approvals.Adapters.Yaml;
using Approvals.App;
using Approvals.App.Advance;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Tests.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace App.Tests.Graph;

/// <summary>A desk whose people are those of a tenant: the product's use cases, the small catalogue, and Graph stood in for over HTTP.</summary>
internal sealed class GraphDesk : IAsyncDisposable, IWake
{
    public const string LeadGroup = "5b0c9a5e-6c0e-4b1b-9c55-0d1f6f7d2a01";
    public const string HeadGroup = "5b0c9a5e-6c0e-4b1b-9c55-0d1f6f7d2a02";
    private ServiceProvider services = null!;

    public GraphStandIn Graph { get; } = new();
    public Outside.PromptClock Clock { get; } = new();
    public Logged Log { get; } = new();
    public Queue<RequestId> Woken { get; } = new();
    public IDirectory Directory => services.GetRequiredService<IDirectory>();
    public MemoryMail Mail => services.GetRequiredService<MemoryMail>();

    public static SmallCatalogue Catalogue() => new SmallCatalogue()
        .Change("people.yaml", "holders: [bo@example.com, cy@example.com]", $"group: {LeadGroup}")
        .Change("people.yaml", "holders: { North: [bo@example.com] }", $"groups: {{ North: {HeadGroup} }}")
        .Change("people.yaml", "owners: [ann@example.com]", """
            owners: [ann@example.com]
            ownDomains: [example.com]
            fromGraph:
              region: { attribute: country, values: { Germany: EMEA }, otherwise: AMER }
              calendar: { attribute: extensionAttribute1, values: { de: main }, otherwise: main }
            """);

    public static async Task<GraphDesk> StartAsync(SmallCatalogue? catalogue = null, TokenCredential? credential = null, TimeSpan? callTimeout = null)
    {
        var desk = new GraphDesk();
        await desk.Graph.StartAsync();
        desk.Boot(catalogue ?? Catalogue(), credential, callTimeout ?? TimeSpan.FromSeconds(10));
        return desk;
    }

    private void Boot(SmallCatalogue catalogue, TokenCredential? credential, TimeSpan callTimeout)
    {
        var collection = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddLogging(logging => logging.AddProvider(Log))
            .AddSingleton<ITopicArchive, MemoryTopicArchive>()
            .AddCatalogue(catalogue.Load())
            .AddGraphDirectory(new GraphOptions { Url = Graph.Url, CallTimeout = callTimeout })
            .AddSingleton(new StateCache(10))
            .AddSingleton(new MailOptions(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("https://desk.example.com/")))
            .AddSingleton<MemoryStore>()
            .AddSingleton<IRequestStore>(provider => provider.GetRequiredService<MemoryStore>())
            .AddSingleton<IIndexStore>(provider => provider.GetRequiredService<MemoryStore>())
            .AddSingleton<IDelegationStore, MemoryDelegations>()
            .AddSingleton<IClaimStore, MemoryClaims>()
            .AddSingleton<IAttachmentStore, MemoryAttachments>()
            .AddSingleton<ISecretStore, MemorySecrets>()
            .AddSingleton<MemoryMail>()
            .AddSingleton<IMailer>(provider => provider.GetRequiredService<MemoryMail>())
            .AddSingleton<ITicketDesk, MemoryTicketDesk>()
            .AddSingleton<IWake>(this)
            .AddApprovalsApp("desk", "desk");
        if (credential is not null)
        {
            collection.AddGraph(new GraphOptions { Url = Graph.Url }, credential);
        }

        services = collection.BuildServiceProvider();
    }

    public void Wake(RequestId id) => Woken.Enqueue(id);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Graph.DisposeAsync();
    }

    public Account Add(string mail, Account? manager = null)
    {
        var account = new Account(mail) { Manager = manager, Mailbox = Mailboxes.Plain };
        Graph.Accounts.Add(account);
        return account;
    }

    public async Task<Person?> FindAsync(string mail) => await Directory.FindAsync(EmailAddress.Parse(mail), TestContext.Current.CancellationToken);

    public async Task<string> HoldersAsync(string role, string? scope = null)
    {
        var holders = await Directory.HoldersAsync(new RoleRef(role, scope), TestContext.Current.CancellationToken);
        return $"{string.Join(' ', holders.Holders.Select(person => person.Name))} | {string.Join(' ', holders.Ladder.Select(person => person.Name))}";
    }

    public Task<Answer> SubmitAsync(string by, int days, string? beneficiary = null, string key = "once") => services.GetRequiredService<RequestService>().SubmitAsync(
        new Caller(EmailAddress.Parse(by), Roles.Requester),
        new SubmitForm("leave", System.Collections.Immutable.ImmutableSortedDictionary<string, Approvals.Core.Catalogue.FieldValue>.Empty
            .Add("site", new Approvals.Core.Catalogue.FieldValue.Text("North")).Add("days", new Approvals.Core.Catalogue.FieldValue.Number(days)), beneficiary is null ? null : EmailAddress.Parse(beneficiary)),
        key, TestContext.Current.CancellationToken);

    public async Task<Answer> ApproveAsync(string by, RequestId id)
    {
        var sight = new Sight(1, 1, (await RequestAsync(id)).Steps[0].ChangedAtVersion);
        return await services.GetRequiredService<RequestService>().ExecuteAsync(
            new Caller(EmailAddress.Parse(by), Roles.Approver), id, new Command.Approve(sight, null, Channel.Web) { At = default, CommandId = "", By = default }, null, TestContext.Current.CancellationToken);
    }

    public Task<NextStep> AdvanceAsync(RequestId id) => services.GetRequiredService<Advancer>().AdvanceAsync(id, TestContext.Current.CancellationToken);

    public async Task<Approvals.Core.Requests.Request> RequestAsync(RequestId id) => (await services.GetRequiredService<RequestStreams>().ReloadAsync(id, default))!.State.Facts!;

    /// <summary>Keeps what was logged.</summary>
    internal sealed class Logged : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
            {
                Lines.Add(formatter(state, exception));
            }
        }

        public void Dispose() { }
    }
}
