using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>The values of the placeholders that texts of mails may use.</summary>
internal static class MailValues
{
    public static ImmutableDictionary<string, string> Of(MailContext context, StepState? step, AssignmentState? assignment, string url, MailOptions options)
    {
        var values = RequestValues.Of(context.Request, context.Topic, options);
        var (decision, comment) = Told(context.About);
        values["request.requesterName"] = context.NameOf(context.Request.Requester);
        values["step.name"] = step?.Plan.Name ?? "";
        values["assignee"] = Assignee(context, step, assignment);
        values["decisionUrl"] = url;
        values["dueAt"] = (assignment?.Assignment.Clock.DueAtUtc ?? FirstDue(step)) is { } due ? context.Time(due) : "";
        values["decision"] = decision;
        values["comment"] = comment ?? "";
        values["decidedBy"] = context.About is { } about ? context.NameOf(about.By) : "";
        values["approvals"] = string.Join('\n', MailFacts.Approvals(context).Select(fact => $"{fact.Label}: {fact.Text}"));
        values["lastEventHash"] = context.LastEventHash;
        values["changes"] = string.Join('\n', MailFacts.Changes(context).Select(fact => $"{fact.Label}: {fact.Text}"));
        return values.ToImmutable();
    }

    private static string Assignee(MailContext context, StepState? step, AssignmentState? assignment) => assignment is not null
        ? context.NameOf(assignment.Assignee)
        : string.Join(", ", step?.Assignments.Where(a => a.IsOpen).Select(a => context.NameOf(a.Assignee)) ?? []);

    private static DateTimeOffset? FirstDue(StepState? step) =>
        step?.Assignments.Where(a => a.IsOpen).Select(a => (DateTimeOffset?)a.Assignment.Clock.DueAtUtc).Min();

    private static (string Decision, string? Comment) Told(RequestEvent? about) => about switch
    {
        RequestEvent.StepApproved e => ("approved", e.Comment),
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
        _ => ("", null),
    };
}
