using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>What a mail asks of its reader, judged by the state as it is now.</summary>
internal abstract record MailQuestion
{
    private MailQuestion() { }

    /// <summary>The mail only tells.</summary>
    public sealed record None : MailQuestion;

    /// <summary>The mail asks for a decision on an open assignment.</summary>
    public sealed record Open(StepState Step, AssignmentState Assignment) : MailQuestion;

    public sealed record Gone(string Reason) : MailQuestion;

    public static MailQuestion Of(MailContext context) => context.Mail.Kind switch
    {
        MailKind.ApprovalRequested or MailKind.Reminder or MailKind.Delegated => OfAssignee(context, alwaysAsks: true),
        // These also go to people who only need to know.
        MailKind.Escalated or MailKind.Reassigned => OfAssignee(context, alwaysAsks: false),
        MailKind.Held => Held(context),
        MailKind.Returned => Returned(context),
        MailKind.Approved when context.State is RequestState.Closed { As: ClosedAs.Cancelled } => new Gone("the request was cancelled meanwhile"),
        MailKind.Superseded or MailKind.Rejected or MailKind.Approved or MailKind.Recalled or MailKind.Cancelled or MailKind.Expired
            or MailKind.TicketRaised or MailKind.Commented or MailKind.TicketSolved or MailKind.TicketNews => new None(),
        _ => throw new System.Diagnostics.UnreachableException(context.Mail.Kind.ToString()),
    };

    private static MailQuestion OfAssignee(MailContext context, bool alwaysAsks)
    {
        var step = context.Mail.Step is { } number ? context.Request.Step(number) : null;
        var mine = Of(step, context.Mail.To);
        // A stand-in is asked for another's say, whatever became of a question of their own.
        if ((mine.Count == 0 || context.Mail.Kind is MailKind.Delegated or MailKind.Reminder) && context.Mail.OnBehalfOf is { } standsInFor)
        {
            mine = Of(step, standsInFor);
        }

        if (mine.Count == 0 && !alwaysAsks)
        {
            return new None();
        }

        if (context.State is not RequestState.Pending)
        {
            return new Gone($"the request is {context.State.Status}");
        }

        if (context.Request.Round != context.Mail.Round)
        {
            return new Gone($"the request is in round {context.Request.Round}");
        }

        return step is { Status: StepStatus.Open } && mine.Find(assignment => assignment.IsOpen) is { } open
            ? new Open(step, open)
            : new Gone("the question was answered or withdrawn");
    }

    private static List<AssignmentState> Of(StepState? step, EmailAddress person) => step?.Assignments.Where(a => a.Assignee == person).ToList() ?? [];

    private static MailQuestion Held(MailContext context) =>
        context.State is RequestState.Pending && context.Request.Round == context.Mail.Round
        && (context.Mail.Step is not { } step || context.Request.Step(step)?.Status == StepStatus.Open)
            ? new None()
            : new Gone("the step waits no longer");

    private static MailQuestion Returned(MailContext context) =>
        context.State is RequestState.Editing && context.Request.Round == context.Mail.Round ? new None() : new Gone("the request was taken up again");
}
