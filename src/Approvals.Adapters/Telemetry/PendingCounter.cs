using Approvals.App.Ports;
using Approvals.App.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Telemetry;

/// <summary>Counts what waits: at start, and then every few minutes.</summary>
internal sealed class PendingCounter(PendingRequests pending, TimeProvider clock, ILogger<PendingCounter> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await pending.CountAsync(stoppingToken);
            }
            catch (StoreUnavailableException e)
            {
                log.NotCounted(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

/// <summary>Event ids 900 to 949.</summary>
internal static partial class Log
{
    [LoggerMessage(900, LogLevel.Warning, "The requests that wait could not be counted; the last numbers stay.")]
    public static partial void NotCounted(this ILogger log, Exception e);
}
