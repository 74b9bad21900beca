using Approvals.App.Audit;

namespace Approvals.Server.Work;

/// <summary>Writes the anchors that are due: at start, and then every few minutes.</summary>
internal sealed class AnchorWorker(AnchorJob job, TimeProvider clock, ILogger<AnchorWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await job.RunDueAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.AnchorFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
