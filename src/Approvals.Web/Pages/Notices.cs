using Approvals.Web.Pages.Shared;

namespace Approvals.Web.Pages;

/// <summary>What a page tells once after a redirect. The address carries a word of this list and nothing else, so that nobody can put words into the product's mouth.</summary>
internal static class Notices
{
    public static Notice? Of(string? done) => done switch
    {
        "submitted" => new Notice("good", "Submitted.", "Whoever must approve has been asked. You are told as soon as they answer."),
        "resubmitted" => new Notice("good", "Resubmitted.", "Only those whose approval no longer counts are asked again."),
        "approve" => new Notice("good", "Approved.", "Your decision is recorded, and the requester is told."),
        "reject" => new Notice("good", "Rejected.", "Your decision is recorded, and the requester is told."),
        "return" => new Notice("good", "Returned.", "The requester is told what you asked."),
        "again" => new Notice("calm", "Nothing changed.", "This had been done already."),
        "recall" => new Notice("good", "Recalled.", "You can edit the request now."),
        "cancel" => new Notice("good", "Cancelled.", "Whoever was asked is told."),
        "comment" => new Notice("good", "Comment added."),
        "nudge" => new Notice("good", "Asked again.", "The open approvers get one more mail, each in their working time."),
        "snooze" => new Notice("good", "Reminders put off.", "You hear of it again at the time you chose. The time limit stays as it is."),
        "reassign" => new Notice("good", "Reassigned.", "The new person has been asked."),
        "add-approver" => new Notice("good", "Approver added.", "They have been asked."),
        "override" => new Notice("good", "Overridden.", "The step is decided, with your name and reason."),
        "delegated" => new Notice("good", "Saved.", "Your stand-in can decide for you in that time."),
        "ended" => new Notice("good", "Ended.", "Nobody decides for you by this delegation any more."),
        "retried" => new Notice("good", "Started again.", "It leaves this list when it has gone through."),
        "skipped" => new Notice("good", "Skipped.", "The request goes on without it, with your name and reason on the record."),
        "handed-over" => new Notice("good", "Handed over.", "Your ticket stands for it, with your name and reason on the record."),
        "incomplete" => new Notice("bad", "Nothing changed.", "A reason is needed, and for a hand-over the key of the ticket and its system."),
        "clock" => new Notice("good", "The clock was moved on.", "Everything that came due on the way has happened."),
        "catalogue" => new Notice("good", "In use.", "Requests from now on follow the new catalogue; those under way keep theirs."),
        "solved" => new Notice("good", "Solved."),
        _ => null,
    };
}
