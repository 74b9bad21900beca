using Approvals.App.Advance;
using Approvals.App.Audit;
using Approvals.App.Ports;
using Approvals.App.Tickets;
using Approvals.Core.Requests;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Approvals.Functions.Alarm;

/// <summary>
/// What the calendar asks for, in one instance at a time. Reminders, escalations and retries have no timer: they are due times of their request. Few functions, because each timer
/// holds a lease that costs operations all day; and none notes when it ran last, because each finds in the store what was missed.
/// </summary>
internal sealed class Timers(
    Sweeper sweeper, Advancer advancer, TicketDrain drain, TicketWatch watch, AnchorJob anchors, DurableWake wake, ILogger<Timers> log, IMailIntake? intake = null)
{
    private const int MostAtOnce = 10_000;

    /// <summary>
    /// Wakes every request whose time has come, which heals lost nudges, killed hosts and orchestrations that failed; raises tickets that waited for their system, and looks how raised ones
    /// stand; writes the anchors that are due. One that fails keeps none of the others.
    /// </summary>
    [Function("Sweep")]
    public Task SweepAsync([TimerTrigger("0 */5 * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken ct) => wake.NudgeAsync(
        durable,
        () => Task.WhenAll(sweeper.SweepAsync(MostAtOnce, IsToWakeAsync, ct), drain.DrainAsync(ct), watch.SweepAsync(ct), anchors.RunDueAsync(ct)));

    /// <summary>Takes in mail, where the channel has a mailbox to be read.</summary>
    [Function("CollectMail")]
    public Task CollectMailAsync([TimerTrigger("30 * * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken ct) =>
        intake is null ? Task.CompletedTask : wake.NudgeAsync(durable, () => intake.CollectAsync(ct));

    private async Task<bool> IsToWakeAsync(RequestId id, CancellationToken ct)
    {
        try
        {
            return await advancer.LookAsync(id, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Its own orchestration fails of it then, where it can be seen; the others go on.
            log.LookFailed(e, id);
            return true;
        }
    }
}
