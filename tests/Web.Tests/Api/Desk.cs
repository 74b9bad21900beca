using System.Text.Json.Nodes;
using Approvals.Adapters.Files;
using Approvals.Adapters.Memory;
using Approvals.Adapters.Mime;
using Approvals.Adapters.Yaml;
using Approvals.App;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Approvals.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Web.Tests.Api;

/// <summary>The product over real HTTP on a free port, with a store in memory and time that stands still.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<CatalogueFolder> Expenses = new(() => CatalogueFolder.Load(SampleDesk.Path, Start));
    private readonly WebApplication app;

    private Desk(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public IServiceProvider Services => app.Services;

    public OutsideWorld Outside => Services.GetRequiredService<OutsideWorld>();

    public LogLines Log => Services.GetRequiredService<LogLines>();

    public FakeTimeProvider Machine => Services.GetRequiredService<FakeTimeProvider>();

    public static async Task<Desk> StartAsync(WebOptions? options = null, string environment = "Development", Action<IServiceCollection>? change = null, string url = "http://127.0.0.1:0", Action<WebApplication>? mount = null)
    {
        var app = Build(options, environment, change, url, mount);
        await app.StartAsync();
        return new Desk(app);
    }

    public static WebApplication Build(WebOptions? options, string environment, Action<IServiceCollection>? change, string url, Action<WebApplication>? mount = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, Args = [$"--urls={url}"] });
        var log = new LogLines();
        builder.Logging.ClearProviders().AddProvider(log);
        var services = builder.Services;
        services.AddSingleton(log);
        services.AddApprovalsWeb(options ?? new WebOptions(), builder.Environment);
        AddProduct(services);
        change?.Invoke(services);
        var app = builder.Build();
        (mount ?? (it => it.UseApprovalsWeb()))(app);
        return app;
    }

    public HttpClient As(string? mail)
    {
        var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        if (mail is not null)
        {
            client.DefaultRequestHeaders.Add("X-Dev-User", mail);
        }

        return client;
    }

    public static object Form(int days = 75, string account = "Acme", string? note = null) =>
        new { topic = "terms", fields = note is null ? (object)new { account, days } : new { account, days, note } };

    /// <summary>Submits as ann and returns the view.</summary>
    public async Task<JsonObject> SubmitAsync(int days = 75, string? key = null)
    {
        using var ann = As(World.Ann);
        var answer = await ann.PostAsync("/api/requests", Form(days), key);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        return await answer.JsonAsync();
    }

    public Task DrainAsync() => Services.GetRequiredService<IAdvanceControl>().DrainAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static void AddProduct(IServiceCollection services)
    {
        services.AddSingleton(new FakeTimeProvider(Start));
        services.AddSingleton(provider => new OffsetTimeProvider(provider.GetRequiredService<FakeTimeProvider>(), null));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<OffsetTimeProvider>());
        services.AddSingleton<MemoryStore>();
        services.AddSingleton<IRequestStore>(provider => provider.GetRequiredService<MemoryStore>());
        services.AddSingleton<IIndexStore>(provider => provider.GetRequiredService<MemoryStore>());
        services.AddSingleton<IAuditSource>(provider => provider.GetRequiredService<MemoryStore>());
        services.AddSingleton<IClaimStore, MemoryClaims>().AddSingleton<IAttachmentStore, MemoryAttachments>();
        services.AddSingleton<IDelegationStore, MemoryDelegations>().AddSingleton<ISecretStore, MemorySecrets>().AddSingleton<INoteStore, MemoryNotes>();
        // The pages of the catalogue's owners look at a real one; what the desk works with is the world's.
        services.AddSingleton<ITopicArchive, MemoryTopicArchive>().AddCatalogue(Expenses.Value);
        services.AddSingleton<World>();
        services.AddSingleton<ICatalogue>(provider => provider.GetRequiredService<World>());
        services.AddSingleton<IDirectory>(provider => provider.GetRequiredService<World>());
        services.AddSingleton<IRoleSource>(provider => provider.GetRequiredService<World>());
        services.AddSingleton<OutsideWorld>();
        services.AddSingleton<IMailer>(provider => provider.GetRequiredService<OutsideWorld>());
        services.AddSingleton<IMailbox>(provider => provider.GetRequiredService<OutsideWorld>());
        services.AddSingleton<IReceivedMails>(provider => provider.GetRequiredService<OutsideWorld>());
        services.AddSingleton<IMailReader, MimeMailReader>();
        services.AddSingleton<ITicketBook>(provider => provider.GetRequiredService<OutsideWorld>());
        services.AddSingleton<ITicketDesk>(provider => provider.GetRequiredService<OutsideWorld>());
        // Nothing writes an anchor here: no worker runs.
        services.AddAnchorFiles(Path.GetTempPath());
        services.AddSingleton(new MailOptions(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("http://localhost:7071")));
        // Last wins: keys that do not change, and a schedule of one repeat.
        services.AddApprovalsApp("desk").AddSingleton(new DecisionTokens(new byte[32])).AddSingleton(new RetrySchedule([TimeSpan.FromMinutes(1)])).AddSingleton(new StateCache(100));
        services.AddSingleton<Worker>();
        services.AddSingleton<IWake, NoWake>();
        services.AddSingleton<IAdvanceControl>(provider => provider.GetRequiredService<Worker>());
    }

    private sealed class NoWake : IWake
    {
        public void Wake(RequestId id)
        {
        }
    }
}
