using Approvals.App.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Approvals.Hosting;

/// <summary>Looks every two seconds whether the files of the catalogue have changed. It reads them: what tells of changes by itself misses some on network drives and in containers.</summary>
internal sealed class CatalogueWorker(ICatalogueControl catalogue, TimeProvider clock, ILogger<CatalogueWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await catalogue.RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.CatalogueFailed(e);
            }
        }
    }
}
