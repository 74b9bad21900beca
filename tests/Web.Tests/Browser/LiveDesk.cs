using Approvals.App.Ports;
using Approvals.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Web.Tests.Browser;

/// <summary>The real server with SQLite, on a free port, with the catalogue of the repository. Shared: each test makes requests of its own.</summary>
public sealed class LiveDesk : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("approvals-pages-").FullName;
    private WebApplication? app;

    /// <summary>The folder of another catalogue than that of the repository.</summary>
    public string? Catalogue { get; init; }

    public string Url => app!.Urls.First();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Development",
            Args = ["--urls=http://127.0.0.1:0", $"--Approvals:DataPath={data}", .. Catalogue is null ? [] : new[] { $"--Approvals:CataloguePath={Catalogue}" }],
        });
        builder.Logging.ClearProviders();
        app = ApprovalsServer.Build(builder);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        Directory.Delete(data, recursive: true);
    }

    /// <summary>Waits until all that follows from what was done so far is done: mails, tickets, lists.</summary>
    public Task DrainAsync() => app!.Services.GetRequiredService<IAdvanceControl>().DrainAsync(TestContext.Current.CancellationToken);
}
