using Approvals.App.Advance;
using Approvals.App.Ports;

namespace Approvals.Server.Work;

/// <summary>Looks every few seconds for requests whose time has come: reminders, retries, and whatever a crash or a full queue left behind.</summary>
internal sealed class SweepWorker(Sweeper sweeper, WorkQueue queue, IRequestStore store, SweepPace pace, TimeProvider clock, ILogger<SweepWorker> log) : BackgroundService, IAdvanceControl
{
    private const int MostAtOnce = 10_000;

    public async Task DrainAsync(CancellationToken ct)
    {
        DueRequest? before = null;
        while (true)
        {
            await queue.IdleAsync(ct);
            var due = await store.ListDueAsync(clock.GetUtcNow(), null, 1, ct);
            // What is still due after it was worked on waits for the storage or for a person: waiting longer here changes nothing.
            if (due.Items.IsEmpty || due.Items[0] == before)
            {
                return;
            }

            before = due.Items[0];
            await sweeper.SweepAsync(MostAtOnce, ct);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pace.Every, clock);
        do
        {
            try
            {
                await sweeper.SweepAsync(MostAtOnce, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Also what a storage calls cancelled when it only took too long: a sweep that ended for good would leave everything undone.
                log.SweepFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

internal sealed record SweepPace(TimeSpan Every);
