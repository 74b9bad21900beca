using System.Text;
using Approvals.App.Attachments;
using Approvals.App.Mail;
using Approvals.Core.Requests;

namespace Approvals.App.Tickets;

/// <summary>Who approved what, when and on which content: what support and an auditor need to trust a ticket without asking anybody.</summary>
internal static class TicketEvidence
{
    public static string Write(Request request, string lastEventHash, MailOptions options)
    {
        var text = new StringBuilder("Evidence of approval\n");
        text.Append($"Request: {options.RequestUrl(request.Id)} ({request.Id}, round {request.Round})\n");
        text.Append($"Requester: {request.Requester}{(request.Beneficiary is { } beneficiary ? $", for {beneficiary}" : "")}\n");
        text.Append($"Content (SHA-256): {request.ContentHash}\n");
        foreach (var file in AttachedFiles.Of(request.Content))
        {
            text.Append($"Attached file: {CleanText.Line(file.ToString(), 400)}\n");
        }

        foreach (var line in Approvals(request))
        {
            text.Append(line).Append('\n');
        }

        return text.Append($"Last event (SHA-256): {lastEventHash}\n").ToString();
    }

    /// <summary>One line for each approval, override and skipped step.</summary>
    public static IEnumerable<string> Approvals(Request request)
    {
        if (request.Steps.All(step => step.Status == StepStatus.SkippedByPolicy) && request.Policy.ApprovedBecause is { } because)
        {
            yield return $"Approved by policy: {CleanText.Line(because, 500)}";
        }

        foreach (var step in request.Steps)
        {
            var name = $"Step {step.Plan.Number}, {CleanText.Line(step.Plan.Name, 200)}";
            foreach (var approval in step.Assignments.Where(a => a is { Status: AssignmentStatus.Approved, DecidedBy: not null, DecidedAtUtc: not null }))
            {
                yield return $"{name}: {Approval(approval)}";
            }

            if (step.OverriddenBy is { } administrator)
            {
                yield return $"{name}: overridden by {administrator} on {ReaderTime.Utc(step.DoneAtUtc)}, because: {CleanText.Line(step.OverrideReason ?? "", 500)}";
            }
            else if (step.Status == StepStatus.SkippedByPolicy)
            {
                yield return $"{name}: skipped by policy, because: {CleanText.Line(step.SkippedBecause ?? "", 500)}";
            }
        }
    }

    private static string Approval(AssignmentState approval)
    {
        var standIn = approval.DecidedBy!.Value.Is(approval.Assignee) ? "" : $" for {approval.Assignee}";
        var channel = approval.Channel is { } by ? $" by {by.ToString().ToLowerInvariant()}" : "";
        var carried = approval.CarriedFromRound is { } round ? $", carried from round {round}" : "";
        var comment = string.IsNullOrWhiteSpace(approval.Comment) ? "" : $", comment: \"{CleanText.Line(approval.Comment, 500)}\"";
        return $"approved by {approval.DecidedBy}{standIn} on {ReaderTime.Utc(approval.DecidedAtUtc!.Value)}{channel}, content {approval.ContentHash}{carried}{comment}";
    }
}
