using Approvals.Core.Effects;
using static Approvals.Core.Requests.Decider;

namespace Approvals.Core.Requests;

/// <summary>What an administrator decides about effects that do not get done: on the record, with a reason, and the request goes on.</summary>
internal static class EffectOrders
{
    public static Outcome Skip(Turn turn, Command.SkipEffect c)
    {
        if (turn.Request.Skipped.Contains(c.Effect))
        {
            return Outcome.NoChange;
        }

        if (Problem(turn, c.Effect, c.Reason) is { } refusal)
        {
            return Refuse(refusal);
        }

        turn.Emit(new RequestEvent.EffectSkipped(c.Effect, JobOf(turn.Request, c.Effect)!, c.Reason).Of(c));
        Chain.CompleteWhenTicketed(turn);
        return turn.Done();
    }

    public static Outcome HandOver(Turn turn, Command.HandOverTicket c)
    {
        if (turn.Request.Tickets.Any(ticket => ticket.System == c.System && ticket.Key == c.Key) && turn.Request.Settled.Contains(c.Effect))
        {
            return Outcome.NoChange;
        }

        if (Problem(turn, c.Effect, c.Reason) is { } refusal)
        {
            return Refuse(refusal);
        }

        if (JobOf(turn.Request, c.Effect) is not Effect.OpenTicket job || string.IsNullOrWhiteSpace(c.Key))
        {
            return Refuse(new Refusal.UnknownEffect());
        }

        turn.Emit(new RequestEvent.TicketHandedOver(c.Effect, job.Template, c.System, c.Key, c.Url, c.Reason).Of(c));
        Chain.CompleteWhenTicketed(turn);
        return turn.Done();
    }

    private static Refusal? Problem(Turn turn, EffectId effect, string reason) => turn.Command switch
    {
        { ByAdministrator: false } => new Refusal.NotAllowed("an administrator"),
        _ when turn.Request.Settled.Contains(effect) || JobOf(turn.Request, effect) is null => new Refusal.UnknownEffect(),
        _ when string.IsNullOrWhiteSpace(reason) => new Refusal.CommentRequired("take over"),
        _ => null,
    };

    // A ticket can be taken over while it is still tried; a mail once it was given up.
    private static Effect? JobOf(Request request, EffectId effect) =>
        request.Abandoned.TryGetValue(effect, out var abandoned) ? abandoned.Job
        : request.Ordered.FirstOrDefault(order => order.Effect == effect) is { } order ? new Effect.OpenTicket(order.Template, order.System)
        : null;
}
