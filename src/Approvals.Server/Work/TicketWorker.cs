using Approvals.App.Tickets;

namespace Approvals.Server.Work;

/// <summary>Raises tickets that waited for their system, every few seconds, and looks at those that were raised, every few minutes.</summary>
internal sealed class TicketWorker(TicketDrain drain, TicketWatch watch, TimeProvider clock, ILogger<TicketWorker> log) : BackgroundService
{
    private static readonly TimeSpan DrainEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        EveryAsync(DrainEvery, drain.DrainAsync, stoppingToken), EveryAsync(LookEvery, watch.SweepAsync, stoppingToken));

    private async Task EveryAsync(TimeSpan every, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(every, clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await work(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.TicketsFailed(e);
            }
        }
    }
}
