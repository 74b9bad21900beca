using Approvals.Adapters.Channels;
using Approvals.Adapters.Mime;
using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Yaml;
using Approvals.App;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Requests;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Tests.Graph;

/// <summary>The identity of the host, as Graph's stand-in knows it.</summary>
internal sealed class RightCredential : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GraphStandIn.Token, DateTimeOffset.MaxValue);

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
}

/// <summary>All of the product but its hosts, with its mail at the stand-in: started anew on the same data as often as wanted.</summary>
internal sealed class Reading : IAsyncDisposable
{
    public const string Mailbox = "approvals@example.com", Second = "approvals2@example.com";
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-graph-").FullName;
    private ServiceProvider services = null!;

    private Reading() => Graph = new GraphStandIn(Clock);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    public GraphStandIn Graph { get; }
    public IMailIntake Intake => services.GetRequiredService<IMailIntake>();
    public IMailNotices Notices => services.GetRequiredService<IMailNotices>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Reading> StartAsync(bool notifications = false)
    {
        var reading = new Reading();
        await reading.Graph.StartAsync();
        await reading.RestartAsync(notifications: notifications);
        return reading;
    }

    public async Task RestartAsync(Life? life = null, bool notifications = false)
    {
        if (services is not null)
        {
            await services.DisposeAsync();
        }

        var collection = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<TokenCredential, RightCredential>()
            .AddSingleton(new MailOptions(EmailAddress.Parse(Mailbox), "mx.approvals.test", new Uri("https://approvals.example.com")))
            .AddSingleton(new StateCache(100))
            .AddSqliteStores(new SqliteOptions { DataPath = folder })
            .AddEmbeddedDesk()
            .AddMailChannel(new MailChannel.Graph(Graph.Url, null, [EmailAddress.Parse(Second)], notifications))
            .AddMimeReader()
            .AddCatalogue(CatalogueFolder.Load(Catalogue(), Clock.GetUtcNow()))
            .AddSingleton<IWake, NoWake>()
            .AddApprovalsApp("desk");
        if (life is not null)
        {
            var notes = collection.Last(service => service.ServiceType == typeof(INoteStore)).ImplementationType!;
            collection.AddSingleton<INoteStore>(provider => new MortalNotes((INoteStore)ActivatorUtilities.CreateInstance(provider, notes), life));
        }

        services = collection.BuildServiceProvider();
    }

    /// <summary>The subjects of what came in, sorted.</summary>
    public async Task<string[]> ReceivedAsync() =>
        [.. (await services.GetRequiredService<IReceivedMails>().ListAsync(null, 200, Ct)).Items.Select(mail => mail.Subject).Order(StringComparer.Ordinal)];

    public void Receive(string subject, string mailbox = Mailbox, DateTimeOffset? at = null) => Graph.Mails.Receive(
        mailbox, $"From: Someone <someone@elsewhere.example>\nTo: {mailbox}\nSubject: {subject}\nMessage-ID: <{subject}@elsewhere.example>\nContent-Type: text/plain\n\nHello\n", at);

    public int Downloads => Graph.Calls.Count(call => call.Path.EndsWith("/$value", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Graph.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Catalogue()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "catalogue", "people.yaml")))
            {
                return Path.Combine(above.FullName, "catalogue");
            }
        }

        throw new InvalidOperationException("There is no catalogue above the tests.");
    }

    private sealed class NoWake : IWake
    {
        public void Wake(RequestId id)
        {
        }
    }
}
