using Approvals.Core.Catalogue;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.Web.Pages.Shared;

/// <summary>The product's words for its own states. A tone names a colour: wait, good, bad, back, calm.</summary>
public static class Words
{
    public static (string Text, string Tone) Status(string status) => status switch
    {
        "pending" => ("Waiting for approval", "wait"),
        "returned" => ("Returned to requester", "back"),
        "recalled" => ("Recalled", "back"),
        "approved" => ("Approved, ticket on its way", "good"),
        "completed" => ("Completed", "good"),
        "rejected" => ("Rejected", "bad"),
        "cancelled" => ("Cancelled", "calm"),
        "expired" => ("Expired", "bad"),
        _ => (status, "calm"),
    };

    public static IReadOnlyList<string> Statuses { get; } = ["pending", "returned", "recalled", "approved", "completed", "rejected", "cancelled", "expired"];

    public static (string Text, string Tone) Step(StepStatus status) => status switch
    {
        StepStatus.Waiting => ("Not asked yet", "calm"),
        StepStatus.Open => ("Asked now", "wait"),
        StepStatus.Approved => ("Approved", "good"),
        StepStatus.Rejected => ("Rejected", "bad"),
        StepStatus.Returned => ("Returned", "back"),
        StepStatus.SkippedByPolicy => ("Skipped by policy", "calm"),
        StepStatus.Closed => ("Closed", "calm"),
        _ => throw new System.Diagnostics.UnreachableException(status.ToString()),
    };

    public static (string Text, string Tone) Kind(TopicKind kind) => kind switch
    {
        TopicKind.Request => ("Request", "accent"),
        TopicKind.Check => ("Check", "back"),
        TopicKind.Guide => ("Guide", "calm"),
        _ => throw new System.Diagnostics.UnreachableException(kind.ToString()),
    };

    /// <summary>A class of <see cref="Approvals.App.Backlogs.Ages"/>.</summary>
    public static string Age(int age) => age switch
    {
        0 => "under 1 day",
        1 => "for 1 to 3 days",
        2 => "for 3 to 7 days",
        _ => "over 7 days",
    };

    public static string By(Channel channel) => channel switch
    {
        Channel.Web => "on the web",
        Channel.Api => "through the API",
        Channel.Mail => "by mail",
        Channel.System => "by the desk itself",
        _ => throw new System.Diagnostics.UnreachableException(channel.ToString()),
    };

    public static string Mail(MailKind kind) => kind switch
    {
        MailKind.ApprovalRequested => "Asked to approve",
        MailKind.Reminder => "Reminder",
        MailKind.Escalated => "Asked as well, from above",
        MailKind.Reassigned => "Asked in place of somebody else",
        MailKind.Superseded => "No longer asked",
        MailKind.Returned => "Returned with a question",
        MailKind.Rejected => "Rejected",
        MailKind.Approved => "Approved",
        MailKind.Recalled => "Recalled",
        MailKind.Cancelled => "Cancelled",
        MailKind.Expired => "Expired",
        MailKind.Held => "Nobody answers",
        MailKind.TicketRaised => "Ticket raised",
        MailKind.Commented => "New comment",
        MailKind.TicketSolved => "Ticket solved",
        MailKind.TicketNews => "News of the ticket",
        MailKind.Delegated => "Asked as a stand-in",
        _ => throw new System.Diagnostics.UnreachableException(kind.ToString()),
    };

    /// <summary>What was given up, by the words of the list that keeps it.</summary>
    public static string Job(string kind) => kind.Split(' ') switch
    {
        ["mail", var name] when Enum.TryParse<MailKind>(name, out var mail) => $"Mail “{Mail(mail)}”",
        ["ticket"] => "Ticket",
        ["ticket", "remark"] => "Note on a ticket",
        _ => kind,
    };

    /// <summary>What came of a mail that came in.</summary>
    public static string Reply(string outcome) => outcome switch
    {
        "approved" => "Approved",
        "rejected" => "Rejected",
        "returned" => "Returned",
        "automatic" => "Written by a machine",
        "undeliverable" => "Came back",
        _ => "Not counted",
    };

    public static string Job(Effect job) => job switch
    {
        Effect.SendMail mail => $"the mail “{Mail(mail.Kind)}” to {mail.To}",
        Effect.OpenTicket ticket => $"the ticket “{ticket.Template}”{(ticket.System is { } system ? $" in {system}" : "")}",
        Effect.RemarkTicket remark => $"the remark on the ticket “{remark.Template}”",
        _ => throw new System.Diagnostics.UnreachableException(job.GetType().Name),
    };

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    /// <summary>"A", "A and B", "A, B and C".</summary>
    public static string List(IReadOnlyList<string> items, string last = "and") => items.Count switch
    {
        0 => "nobody",
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} {last} {items[^1]}",
    };
}
