using System.Diagnostics;
using static Approvals.Core.Requests.RequestState;

namespace Approvals.Core.Requests;

/// <summary>All rules of a request in one place: what a command leads to, given everything that happened before.</summary>
public static class Decider
{
    /// <summary>Accepted with the events that follow (none: nothing changes), or refused with the reason. Pure.</summary>
    public static Outcome Decide(RequestState state, Command command)
    {
        if (state.Facts?.Heard.Contains(command.CommandId) == true)
        {
            return Outcome.NoChange;
        }

        var turn = new Turn(state, command);
        return (state, command) switch
        {
            (NotSubmitted, Command.Submit c) => Submit(turn, c),
            (NotSubmitted, _) => Refuse(new Refusal.UnknownRequest()),
            (_, Command.Submit) => Outcome.NoChange,

            (_, Command.RecordEffect c) => EffectRecords.Record(turn, c),
            (_, Command.RetryEffect c) => EffectRecords.Retry(turn, c),
            (_, Command.NoteBounce c) => Unreached.Note(turn, c),
            (_, Command.SkipEffect c) => EffectOrders.Skip(turn, c),
            (_, Command.HandOverTicket c) => EffectOrders.HandOver(turn, c),
            (_, Command.NoteTicket c) => TicketNotes.Note(turn, c),
            (_, Command.NoteRemark c) => TicketNotes.Note(turn, c),
            (_, Command.Approve c) => Decisions.Approve(turn, c),
            (_, Command.Reject c) => Decisions.Reject(turn, c),
            (_, Command.Return c) => Decisions.Return(turn, c),

            (Closed { As: ClosedAs.Cancelled }, Command.Cancel) => Outcome.NoChange,
            (Closed, Command.Tick) => Outcome.NoChange,
            (Closed s, _) => Refuse(new Refusal.AlreadyClosed(s.Status, s.By.ToString(), s.AtUtc)),

            (Pending, Command.Tick) => Clockwork.Tick(turn),
            (Editing or Approved, Command.Tick) => Outcome.NoChange,

            (Pending, Command.Recall c) => Recall(turn, c),
            (Editing { Returned: false } s, Command.Recall c) when c.By.Is(s.Request.Requester) => Outcome.NoChange,
            (Editing, Command.Resubmit c) => Resubmit(turn, c),
            // Also once it is approved: as long as a ticket is outstanding, none need be raised.
            (Pending or Editing or Approved, Command.Cancel c) => Cancel(turn, c),
            (Pending, Command.Nudge c) => Reminding.Nudge(turn, c),
            (Pending, Command.Snooze c) => Reminding.Snooze(turn, c),
            (_, Command.Comment c) => Emit(turn, new RequestEvent.Commented(c.Text)),

            (Pending, Command.Reassign c) => Staffing.Reassign(turn, c),
            (Pending, Command.AddApprover c) => Staffing.Add(turn, c),
            (Pending, Command.Override c) => Staffing.Override(turn, c),

            (Pending, Command.Resubmit)
                or (Editing, Command.Recall or Command.Nudge or Command.Snooze or Command.Reassign or Command.AddApprover or Command.Override)
                or (Approved, Command.Recall or Command.Resubmit or Command.Nudge or Command.Snooze or Command.Reassign or Command.AddApprover or Command.Override)
                => Refuse(new Refusal.NotOpen(state.Status)),

            _ => throw new UnreachableException($"{state.GetType().Name} / {command.GetType().Name}"),
        };
    }

    internal static Outcome Refuse(Refusal refusal) => new Outcome.Refused(refusal);

    private static Outcome Emit(Turn turn, RequestEvent e)
    {
        turn.Emit(e.Of(turn.Command));
        return turn.Done();
    }

    private static Outcome Submit(Turn turn, Command.Submit c)
    {
        if (c.By.Person is not { } requester)
        {
            return Refuse(new Refusal.NotAllowed("a person"));
        }

        if (Chain.Problem(c.Draft.Chain, requester, c.Beneficiary, c) is { } problem)
        {
            return Refuse(problem);
        }

        turn.Emit(new RequestEvent.Submitted
        {
            Id = c.Id,
            Topic = c.Topic,
            TopicVersion = c.TopicVersion,
            Title = c.Draft.Title,
            Requester = requester,
            Beneficiary = c.Beneficiary,
            Policy = c.Draft.Policy,
            Content = c.Draft.Content,
            Chain = c.Draft.Chain,
        }.Of(c));
        Chain.Advance(turn);
        return turn.Done();
    }

    private static Outcome Resubmit(Turn turn, Command.Resubmit c)
    {
        var request = turn.Request;
        if (!c.By.Is(request.Requester))
        {
            return Refuse(new Refusal.NotAllowed("the requester"));
        }

        if (Chain.Problem(c.Draft.Chain, request.Requester, request.Beneficiary, c) is { } problem)
        {
            return Refuse(problem);
        }

        turn.Emit(new RequestEvent.Resubmitted(request.Round + 1, c.Draft.Title, c.Draft.Policy, c.Draft.Content, c.Draft.Chain).Of(c));
        Chain.Advance(turn);
        return turn.Done();
    }

    private static Outcome Recall(Turn turn, Command.Recall c) => c.By.Is(turn.Request.Requester)
        ? Emit(turn, new RequestEvent.Recalled(c.Reason))
        : Refuse(new Refusal.NotAllowed("the requester"));

    private static Outcome Cancel(Turn turn, Command.Cancel c) => c.By.Is(turn.Request.Requester) || c.ByAdministrator
        ? Emit(turn, new RequestEvent.Cancelled(c.Reason))
        : Refuse(new Refusal.NotAllowed("the requester or an administrator"));
}
