using Approvals.App;
using Approvals.App.Mail;
using Approvals.Core.Requests;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Pages.Decide;

/// <summary>What to say to somebody to whom a decision link offers no decision. People who may not read the request learn whose step it is, and nothing else.</summary>
internal static class LinkWords
{
    /// <param name="why">What a decision of the caller would hear.</param>
    public static (LinkModel Link, int Status) Of(DecisionToken asked, RequestState state, Caller caller, bool mayRead, Refusal? why)
    {
        var request = state.Facts!;
        RequestId? open = mayRead ? request.Id : null;
        if (state is not RequestState.Pending || request.Round != asked.Round || request.Step(asked.Step) is not { Status: StepStatus.Open } step)
        {
            return (new LinkModel("This question is settled", "It has been answered, or the request has moved on since the mail was sent. There is nothing left to decide here.", [], open, Settled()), StatusCodes.Status200OK);
        }

        if (mayRead && why is Refusal.AlreadyDecided decided)
        {
            return (new LinkModel("This question is settled", "", [], open, decided), StatusCodes.Status200OK);
        }

        EmailAddress[] waits = [.. step.Assignments.Where(assignment => assignment.IsOpen).Select(assignment => assignment.Assignee)];
        var text = caller.Mail == request.Requester || caller.Mail == request.Beneficiary
            ? "You asked for it, or it is for you. Nobody decides on their own request."
            : step.Assignments.Any(assignment => assignment.Assignee == caller.Mail)
                ? "You have answered, or are no longer asked."
                : "The link is for somebody else. You are signed in, and your sign-in is what counts, not the link.";
        return (new LinkModel("This decision is not yours", text, waits, open), StatusCodes.Status403Forbidden);

        Refusal? Settled() => mayRead && why is Refusal.AlreadyDecided or Refusal.AlreadyClosed ? why : null;
    }
}
