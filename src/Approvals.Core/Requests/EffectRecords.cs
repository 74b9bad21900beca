using Approvals.Core.Effects;
using static Approvals.Core.Requests.Decider;

namespace Approvals.Core.Requests;

/// <summary>What came of effects. The same result twice changes nothing, and a template never has two tickets.</summary>
internal static class EffectRecords
{
    public static Outcome Record(Turn turn, Command.RecordEffect c)
    {
        if (turn.Request.Settled.Contains(c.Effect))
        {
            return Outcome.NoChange;
        }

        RequestEvent result = (c.Result, c.Job) switch
        {
            (EffectResult.Ticketed r, Effect.OpenTicket job) => turn.Request.Tickets.Any(ticket => ticket.Template == job.Template)
                ? new RequestEvent.EffectDropped(c.Effect, $"The ticket '{job.Template}' is there already.")
                : new RequestEvent.TicketRaised(c.Effect, job.Template, r.System, r.Key, r.Url),
            (EffectResult.Mailed r, Effect.SendMail job) => new RequestEvent.MailSent(c.Effect, job.Kind, job.To, r.MessageId),
            (EffectResult.Dropped r, _) => new RequestEvent.EffectDropped(c.Effect, r.Reason),
            (EffectResult.Failed r, _) => new RequestEvent.EffectFailed(c.Effect, c.Job, r.Attempt, r.NotBeforeUtc, r.Error),
            (EffectResult.Abandoned r, _) => new RequestEvent.EffectAbandoned(c.Effect, c.Job, r.Attempt, r.Error),
            _ => throw new System.Diagnostics.UnreachableException($"{c.Result.GetType().Name} / {c.Job.GetType().Name}"),
        };
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

        turn.Emit(new RequestEvent.EffectRetried(c.Effect, abandoned.Job).Of(c));
        return turn.Done();
    }
}
