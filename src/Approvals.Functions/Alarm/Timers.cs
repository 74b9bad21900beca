using Approvals.App.Advance;
using Approvals.App.Audit;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Approvals.Functions.Alarm;

/// <summary>What the calendar asks for. Reminders, escalations and retries have no timer of their own: they are due times of their request.</summary>
internal sealed class Timers(Sweeper sweeper, AnchorJob anchors, DurableWake wake)
{
    private const int MostAtOnce = 10_000;

    /// <summary>Wakes every request whose time has come: it heals lost nudges, killed hosts and orchestrations that failed.</summary>
    [Function("Sweep")]
    public async Task SweepAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken ct)
    {
        var woken = wake.Collect();
        await sweeper.SweepAsync(MostAtOnce, ct);
        await wake.SendAsync(durable, woken);
    }

    /// <summary>Writes the anchors that are due, once a day, after the day in UTC is over. One that was missed is written with the next.</summary>
    [Function("Anchor")]
    public Task AnchorAsync([TimerTrigger("0 15 0 * * *")] TimerInfo timer, CancellationToken ct) => anchors.RunDueAsync(ct);
}
