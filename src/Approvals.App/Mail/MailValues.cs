using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>The values of the placeholders that texts of mails may use.</summary>
internal static class MailValues
{
    public static Dictionary<string, string> Of(MailContext context, StepState? step, AssignmentState? assignment, string url, MailOptions options)
    {
        var values = RequestValues.Of(context.Request, context.Topic, options);
        var (decision, comment) = Told(context.About);
        values[PlaceholderNames.RequesterName] = context.NameOf(context.Request.Requester);
        values[PlaceholderNames.StepName] = step?.Plan.Name ?? "";
        values[PlaceholderNames.Assignee] = context.NameOf(context.Mail.To);
        values[PlaceholderNames.DecisionUrl] = url;
        values[PlaceholderNames.DueAt] = (assignment?.Assignment.Clock.DueAtUtc ?? FirstDue(step)) is { } due ? context.Time(due) : "";
        values[PlaceholderNames.Decision] = decision;
        values[PlaceholderNames.Comment] = comment ?? "";
        values[PlaceholderNames.DecidedBy] = context.About is { } about ? context.NameOf(about.By) : "";
        if (context.About is RequestEvent.StepEscalated up)
        {
            values[PlaceholderNames.AskedBefore] = context.NameOf(up.From);
            values[PlaceholderNames.Why] = Why(up.Why);
        }

        if (TicketOf(context.Request, context.About) is { } ticket)
        {
            values[PlaceholderNames.TicketKey] = ticket.Key;
            values[PlaceholderNames.TicketUrl] = ticket.Url ?? "";
        }

        values[PlaceholderNames.Approvals] = string.Join('\n', MailFacts.Approvals(context).Select(fact => $"{fact.Label}: {fact.Text}"));
        values[PlaceholderNames.LastEventHash] = context.LastEventHash;
        values[PlaceholderNames.Changes] = string.Join('\n', MailFacts.Changes(context).Select(fact => $"{fact.Label}: {fact.Text}"));
        return values;
    }

    /// <summary>The step that an event is about.</summary>
    public static int? StepOf(RequestEvent? about) => about switch
    {
        RequestEvent.StepApproved e => e.Step,
        RequestEvent.StepRejected e => e.Step,
        RequestEvent.StepReturned e => e.Step,
        RequestEvent.StepOverridden e => e.Step,
        RequestEvent.StepExpired e => e.Step,
        _ => null,
    };

    private static DateTimeOffset? FirstDue(StepState? step) =>
        step?.Assignments.Where(a => a.IsOpen).Select(a => (DateTimeOffset?)a.Assignment.Clock.DueAtUtc).Min();

    private static string Why(EscalationReason why) => why switch
    {
        EscalationReason.Late => "has not answered in time",
        EscalationReason.Left => "does not work here any more",
        EscalationReason.Barred => "may not decide this request",
        EscalationReason.Away => "is out of office",
        EscalationReason.Unreached => "could not be reached by mail",
        _ => throw new System.Diagnostics.UnreachableException(why.ToString()),
    };

    private static string Moved(TicketPhase phase) => phase switch
    {
        TicketPhase.Open => "opened again",
        TicketPhase.Solved => "solved",
        TicketPhase.Closed => "closed",
        TicketPhase.Gone => "deleted",
        _ => throw new System.Diagnostics.UnreachableException(phase.ToString()),
    };

    /// <summary>The ticket that an event brings news of.</summary>
    private static RaisedTicket? TicketOf(Request request, RequestEvent? about) => about switch
    {
        RequestEvent.TicketMoved e => request.Tickets.FirstOrDefault(ticket => ticket.Template == e.Template && ticket.Key == e.Key),
        RequestEvent.TicketRemarked e => request.Tickets.FirstOrDefault(ticket => ticket.Template == e.Template && ticket.Key == e.Key),
        _ => null,
    };

    private static (string Decision, string? Comment) Told(RequestEvent? about) => about switch
    {
        RequestEvent.StepApproved e => ("approved", e.Comment),
        RequestEvent.StepCompleted => ("approved", null),
        RequestEvent.StepRejected e => ("rejected", e.Comment),
        RequestEvent.StepReturned e => ("returned", e.Comment),
        RequestEvent.StepOverridden { Decision: OverrideDecision.Approve } e => ("approved (override)", e.Reason),
        RequestEvent.StepOverridden e => ("rejected (override)", e.Reason),
        RequestEvent.Approved e => ("approved", e.ByPolicy),
        RequestEvent.StepExpired => ("expired", null),
        RequestEvent.Recalled e => ("recalled", e.Reason),
        RequestEvent.Cancelled e => ("cancelled", e.Reason),
        RequestEvent.Reassigned e => ("reassigned", e.Reason),
        RequestEvent.ApproverAdded e => ("", e.Reason),
        RequestEvent.Commented e => ("", e.Text),
        RequestEvent.TicketRemarked e => ($"{e.Author} wrote", e.Text),
        RequestEvent.TicketMoved e => (Moved(e.Phase), null),
        _ => ("", null),
    };
}
