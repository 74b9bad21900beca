using Approvals.Core.Effects;
using static Approvals.Core.Requests.Decider;

namespace Approvals.Core.Requests;

/// <summary>What came of effects. The same result twice changes nothing, and a template never has two tickets.</summary>
internal static class EffectRecords
{
    public static Outcome Record(Turn turn, Command.RecordEffect c)
    {
        // A ticket that was raised while somebody skipped it is there all the same, and the record says so.
        if (turn.Request.Settled.Contains(c.Effect) && !(c.Result is EffectResult.Ticketed && turn.Request.Skipped.Contains(c.Effect) && IsNew(turn.Request, c.Job)))
        {
            return Outcome.NoChange;
        }

        if (!CanBePlanned(turn.Request, c.Effect, c.Job) || Event(turn, c) is not { } result)
        {
            return Refuse(new Refusal.UnknownEffect());
        }

        turn.Emit(result.BySystem(c));
        Chain.CompleteWhenTicketed(turn);
        return turn.Done();
    }

    public static Outcome Retry(Turn turn, Command.RetryEffect c)
    {
        if (!c.ByAdministrator)
        {
            return Refuse(new Refusal.NotAllowed("an administrator"));
        }

        if (!turn.Request.Abandoned.TryGetValue(c.Effect, out var abandoned))
        {
            return turn.Request.Settled.Contains(c.Effect) ? Outcome.NoChange : Refuse(new Refusal.UnknownEffect());
        }

        // The end is the end: after it people are told, and nothing else happens outside.
        if (turn.State is RequestState.Closed closed && abandoned.Job is Effect.OpenTicket)
        {
            return Refuse(new Refusal.AlreadyClosed(closed.Status, closed.By.ToString(), closed.AtUtc));
        }

        turn.Emit(new RequestEvent.EffectRetried(c.Effect, abandoned.Job).Of(c));
        return turn.Done();
    }

    // A ticket only under the id it was ordered with, so that no template gets a second one; a mail under any id of this request.
    private static bool CanBePlanned(Request request, EffectId id, Effect job) => job is Effect.OpenTicket ticket
        ? request.Ordered.Any(order => order.Effect == id && order.Template == ticket.Template)
        : id.Request == request.Id && id.Version <= request.Version;

    private static bool IsNew(Request request, Effect job) => job is Effect.OpenTicket ticket && request.Tickets.All(known => known.Template != ticket.Template);

    /// <summary>Null when the result is none that this job can have.</summary>
    private static RequestEvent? Event(Turn turn, Command.RecordEffect c) => (c.Result, c.Job) switch
    {
        (EffectResult.Ticketed r, Effect.OpenTicket job) => new RequestEvent.TicketRaised(c.Effect, job.Template, r.System, r.Key, r.Url),
        (EffectResult.Mailed r, Effect.SendMail job) => new RequestEvent.MailSent(c.Effect, job.Kind, job.To, r.MessageId),
        (EffectResult.Told, Effect.RemarkTicket job) => new RequestEvent.TicketTold(c.Effect, job.Template),
        // A ticket was promised: while the request lives nobody drops it in silence. An administrator sees it and can try again.
        (EffectResult.Dropped r, Effect.OpenTicket) when turn.State is not RequestState.Closed => new RequestEvent.EffectAbandoned(c.Effect, c.Job, 1, r.Reason),
        (EffectResult.Undeliverable r, Effect.SendMail job) => new RequestEvent.MailUndeliverable(c.Effect, job.Kind, job.To, r.Reason),
        (EffectResult.Dropped r, _) => new RequestEvent.EffectDropped(c.Effect, r.Reason),
        (EffectResult.Failed r, _) => new RequestEvent.EffectFailed(c.Effect, c.Job, r.Attempt, r.NotBeforeUtc, r.Error),
        (EffectResult.Abandoned r, _) => new RequestEvent.EffectAbandoned(c.Effect, c.Job, r.Attempt, r.Error),
        (EffectResult.Ticketed or EffectResult.Mailed or EffectResult.Undeliverable or EffectResult.Told, _) => null,
        _ => throw new System.Diagnostics.UnreachableException(c.Result.GetType().Name),
    };
}
