using static Approvals.Core.Requests.Decider;

namespace Approvals.Core.Requests;

/// <summary>What the systems of tickets say of them. It is noted whatever has become of the request; old news, and news of before, change nothing.</summary>
internal static class TicketNotes
{
    public static Outcome Note(Turn turn, Command.NoteTicket c)
    {
        if (Find(turn, c.Template, c.Key) is not { } ticket)
        {
            return Refuse(new Refusal.UnknownTicket());
        }

        if (c.Phase == ticket.Phase || c.SeenAtUtc < ticket.SeenAtUtc)
        {
            return Outcome.NoChange;
        }

        if (c.Phase == TicketPhase.Closed && ticket.Phase == TicketPhase.Open)
        {
            // Solved and closed between two looks: people are told of the first.
            turn.Emit(new RequestEvent.TicketMoved(c.Template, c.Key, TicketPhase.Solved, c.SeenAtUtc).BySystem(c));
        }

        turn.Emit(new RequestEvent.TicketMoved(c.Template, c.Key, c.Phase, c.SeenAtUtc).BySystem(c));
        return turn.Done();
    }

    public static Outcome Note(Turn turn, Command.NoteRemark c)
    {
        if (Find(turn, c.Template, c.Key) is null)
        {
            return Refuse(new Refusal.UnknownTicket());
        }

        turn.Emit(new RequestEvent.TicketRemarked(c.Template, c.Key, c.Remark, c.Author, c.Text, c.SaidAtUtc).BySystem(c));
        return turn.Done();
    }

    // Only the product brings news: a person has the ticket's own system to act in.
    private static RaisedTicket? Find(Turn turn, string template, string key) =>
        turn.Command.By.IsSystem ? turn.Request.Tickets.FirstOrDefault(ticket => ticket.Template == template && ticket.Key == key) : null;
}
