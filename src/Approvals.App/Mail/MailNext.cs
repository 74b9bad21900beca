using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>Tells those who are asked what their answer leads to, and how to give it by mail.</summary>
internal static class MailNext
{
    public static IEnumerable<string> After(MailContext context, StepState step)
    {
        yield return $"If you approve: {IfApproved(context.Request, step)}";
        yield return $"If you reject: the request ends here, and {context.NameOf(context.Request.Requester)} is told why.";
        yield return $"If you return it: {context.NameOf(context.Request.Requester)} can change it and submit it again.";
    }

    public static IEnumerable<string> ByMail(Policy policy)
    {
        if (!policy.DecisionsByMail)
        {
            yield return "Decisions on this request are made on its page: please follow the link and sign in. An answer to this mail decides nothing.";
            yield break;
        }

        yield return "Answer this mail with one word alone on the first line: APPROVE, REJECT or RETURN. What you write below it becomes your comment.";
        var needed = (policy.RejectNeedsComment, policy.ReturnNeedsComment) switch
        {
            (true, true) => "REJECT and RETURN need a comment.",
            (true, false) => "REJECT needs a comment.",
            (false, true) => "RETURN needs a comment.",
            (false, false) => "",
        };
        yield return $"{needed} Answer from the address that received this mail.".TrimStart();
    }

    private static string IfApproved(Request request, StepState step)
    {
        var alone = step.Needed - step.Assignments.Count(a => a.Status == AssignmentStatus.Approved) <= 1;
        var parallel = request.Steps.Any(other => other.Plan.Stage == step.Plan.Stage && other.Plan.Number != step.Plan.Number && other.Status == StepStatus.Open);
        if (!alone || parallel)
        {
            return "the request goes on when the others who are asked now have answered too.";
        }

        var next = request.Steps.Where(other => other.Status == StepStatus.Waiting && other.Plan.Stage > step.Plan.Stage).ToList();
        if (next.Count > 0)
        {
            var stage = next.Min(other => other.Plan.Stage);
            return $"{string.Join(" and ", next.Where(other => other.Plan.Stage == stage).Select(other => other.Plan.Name))} will be asked next.";
        }

        return request.Policy.Tickets.IsEmpty ? "the request is approved." : "the request is approved, and a ticket with your approval in it is raised.";
    }
}
