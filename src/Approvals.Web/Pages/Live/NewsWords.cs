using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Pages.Requests;

namespace Approvals.Web.Pages.Live;

/// <summary>The one thing of those that have happened which somebody with an open page should know. Bookkeeping is no news.</summary>
internal static class NewsWords
{
    /// <summary>Null when there is none.</summary>
    public static string? Of(ImmutableArray<(RequestEvent Event, StoredEvent Stored)> history, EventWords words, long since)
    {
        string? last = null, decided = null;
        foreach (var (e, stored) in history)
        {
            var entry = words.Say(e);
            if (stored.Version <= since)
            {
                continue;
            }

            decided = IsDecision(e) ? entry.Text : decided;
            last = IsNews(e) ? entry.Text : last;
        }

        // What somebody did says more than what followed from it.
        return decided ?? last;
    }

    private static bool IsDecision(RequestEvent e) => e is RequestEvent.StepApproved or RequestEvent.StepRejected or RequestEvent.StepReturned
        or RequestEvent.StepOverridden or RequestEvent.Recalled or RequestEvent.Cancelled or RequestEvent.Resubmitted or RequestEvent.StepExpired;

    private static bool IsNews(RequestEvent e) => e is RequestEvent.StepOpened or RequestEvent.Commented or RequestEvent.Reassigned or RequestEvent.ApproverAdded
        or RequestEvent.StepEscalated or RequestEvent.Approved or RequestEvent.Completed or RequestEvent.TicketRaised;
}
