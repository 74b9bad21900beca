using Approvals.Web.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Approvals.Web.Identity;

/// <summary>Refuses to start with Development sign-in on an address that others can reach: by the settings before it listens, and by what it listens on after.</summary>
internal sealed class LoopbackCheck(IConfiguration configuration, IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (configuration["WEBSITE_INSTANCE_ID"] is { Length: > 0 })
        {
            throw new SettingsException("Approvals:Auth is 'development' on an Azure host. Set it to 'entra', and the environment to Production.");
        }

        foreach (var address in Given() is { Length: > 0 } given ? given : Configured())
        {
            Check(address);
        }

        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var address in Given())
        {
            Check(address);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string[] Given() => [.. services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    // What ASP.NET Core itself reads, in its order: endpoints, addresses, bare ports (which listen everywhere).
    private IEnumerable<string> Configured()
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "").ToArray();
        if (endpoints.Length > 0)
        {
            return endpoints;
        }

        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        return new[] { configuration["http_ports"], configuration["https_ports"] }.OfType<string>().Where(ports => ports.Length > 0).Select(ports => $"http://*:{ports}");
    }

    private static void Check(string address)
    {
        var isLocal = address.StartsWith("http://unix:", StringComparison.OrdinalIgnoreCase);
        try
        {
            isLocal = isLocal || LoopbackOnly.IsLoopbackName(BindingAddress.Parse(address).Host);
        }
        catch (FormatException)
        {
            // Not an address at all: the message below names it.
        }

        if (!isLocal)
        {
            throw new SettingsException(
                $"Approvals:Auth is 'development', which lets anybody be anybody, but the server would listen on '{address}', which others can reach. Listen on http://localhost:7071 (ASPNETCORE_URLS), or set Approvals:Auth to 'entra'.");
        }
    }
}
