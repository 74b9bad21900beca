using Approvals.App.Advance;
using Approvals.App.Audit;
using Approvals.App.Ports;
using Approvals.App.Tickets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Approvals.Functions.Alarm;

/// <summary>
/// What the calendar asks for, in one instance at a time. Reminders, escalations, digests and retries have no timer of their own: they are due times of their request.
/// No timer notes when it ran last: each finds in the store what was missed.
/// </summary>
internal sealed class Timers(Sweeper sweeper, TicketDrain drain, TicketWatch watch, AnchorJob anchors, DurableWake wake, IMailIntake? intake = null)
{
    private const int MostAtOnce = 10_000;

    /// <summary>Wakes every request whose time has come: it heals lost nudges, killed hosts and orchestrations that failed.</summary>
    [Function("Sweep")]
    public Task SweepAsync([TimerTrigger("0 */5 * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken ct) =>
        wake.NudgeAsync(durable, () => sweeper.SweepAsync(MostAtOnce, ct));

    /// <summary>Raises tickets that waited for their system.</summary>
    [Function("RaiseTickets")]
    public Task RaiseTicketsAsync([TimerTrigger("20 * * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken ct) =>
        wake.NudgeAsync(durable, () => drain.DrainAsync(ct));

    /// <summary>Looks how raised tickets stand in their systems.</summary>
    [Function("LookAtTickets")]
    public Task LookAtTicketsAsync([TimerTrigger("40 2-59/5 * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken ct) =>
        wake.NudgeAsync(durable, () => watch.SweepAsync(ct));

    /// <summary>Takes in mail, where the channel has a mailbox to be read.</summary>
    [Function("CollectMail")]
    public Task CollectMailAsync([TimerTrigger("0 * * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken ct) =>
        intake is null ? Task.CompletedTask : wake.NudgeAsync(durable, () => intake.CollectAsync(ct));

    /// <summary>Writes the anchors that are due, once a day, after the day in UTC is over. One that was missed is written with the next.</summary>
    [Function("Anchor")]
    public Task AnchorAsync([TimerTrigger("0 15 0 * * *", UseMonitor = false)] TimerInfo timer, CancellationToken ct) => anchors.RunDueAsync(ct);
}
