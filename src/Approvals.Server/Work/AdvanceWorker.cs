using Approvals.App.Advance;
using Approvals.Core.Requests;

namespace Approvals.Server.Work;

/// <summary>Takes requests off the queue and advances them, several at once. On stop it finishes what it has begun; the rest is found again by the sweep.</summary>
internal sealed class AdvanceWorker(WorkQueue queue, Advancer advancer, ILogger<AdvanceWorker> log) : BackgroundService
{
    internal const int Workers = 48;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(stoppingToken), CancellationToken.None)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await AdvanceAsync(await queue.Reader.ReadAsync(stopping));
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task AdvanceAsync(RequestId id)
    {
        queue.Begin(id);
        try
        {
            // Not cancelled by the stop: what has begun is brought to its end.
            await advancer.AdvanceAsync(id, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.AdvanceFailed(e, id);
        }
        finally
        {
            queue.End(id);
        }
    }
}
