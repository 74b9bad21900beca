using Approvals.App;
using Approvals.App.Ports;
using Approvals.Hosting;
using Approvals.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Architecture.Tests;

/// <summary>The hosts are one product: what one of them has and the other forgets would be missing in silence.</summary>
public sealed class HostTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-").FullName;

    [Fact]
    public void A_host_adds_its_alarm_clock_and_nothing_else_to_what_both_share()
    {
        var shared = Host.CreateEmptyApplicationBuilder(null);
        shared.Environment.EnvironmentName = Environments.Development;
        shared.Configuration.AddInMemoryCollection(Settings);
        shared.AddApprovals(HostSettings.Read(shared.Configuration, Repository.Root, ApprovalsServer.DefaultUrl));

        var server = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development, ContentRootPath = Repository.Root });
        server.Configuration.AddInMemoryCollection(Settings);
        var app = ApprovalsServer.Build(server);
        ((IDisposable)app).Dispose();

        var own = Product(server.Services).Except(Product(shared.Services)).Where(type => type.Assembly != typeof(ApprovalsServer).Assembly);
        Assert.Equal([typeof(IAdvanceControl), typeof(IWake)], own.OrderBy(type => type.Name));
        Assert.Empty(Product(shared.Services).Except(Product(server.Services)));
    }

    // By its sources: its packages are not on every registry, so it is not built everywhere.
    [Fact]
    public void Work_that_the_server_does_by_the_clock_the_Functions_app_does_too()
    {
        var sources = FunctionsSources();
        var work = typeof(ApprovalsServer).Assembly.GetTypes().Where(typeof(BackgroundService).IsAssignableFrom)
            .SelectMany(worker => worker.GetConstructors().Single().GetParameters()).Select(parameter => parameter.ParameterType)
            .Where(type => type.Assembly == typeof(RequestService).Assembly).Distinct().ToList();
        Assert.True(work.Count > 4, "The workers of the server were not found.");
        Assert.All(work, type => Assert.Matches($@"\b{type.Name}\b", sources));
    }

    // They carry a key of the host that can end and rewrite every orchestration.
    [Fact]
    public void Nobody_is_handed_the_management_addresses_of_Durable()
    {
        var sources = FunctionsSources();
        Assert.Contains("DurableTaskClient", sources, StringComparison.Ordinal);
        Assert.DoesNotMatch("CheckStatusResponse|ManagementPayload|WaitForCompletionOrCreate", sources);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string FunctionsSources() => string.Concat(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Approvals.Functions"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    private Dictionary<string, string?> Settings => new() { ["Approvals:DataPath"] = folder, ["urls"] = "http://127.0.0.1:0" };

    private static HashSet<Type> Product(IServiceCollection services) =>
        [.. services.Select(service => service.ServiceType).Where(type => type.Assembly.GetName().Name!.StartsWith("Approvals.", StringComparison.Ordinal))];
}
