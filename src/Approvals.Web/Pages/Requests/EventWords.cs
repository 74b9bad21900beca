using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Approvals.Web.Pages.Shared;

namespace Approvals.Web.Pages.Requests;

/// <param name="Quote">What the person wrote, shown as their words.</param>
/// <param name="Minor">Bookkeeping: shown smaller.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Text, string? Quote, string Tone, bool Minor);

/// <summary>The history of a request in plain words.</summary>
internal sealed class EventWords(NameBook names)
{
    // Step names are those of the round that an event belongs to.
    private Dictionary<int, string> steps = [];

    public TimelineEntry Say(RequestEvent e)
    {
        Remember(e);
        var (text, quote, tone) = Of(e);
        return new TimelineEntry(e.At, text, quote, tone, Minor: tone == Small);
    }

    private const string Small = "small";

    private (string Text, string? Quote, string Tone) Of(RequestEvent e) => e switch
    {
        RequestEvent.Submitted s => ($"{Who(e)} submitted the request{(s.Beneficiary is { } other ? $" for {names.Of(other)}" : "")}.", null, "accent"),
        RequestEvent.Resubmitted s => ($"{Who(e)} edited and resubmitted it: round {s.Round}.", null, "accent"),
        RequestEvent.StepSkipped s => ($"{Step(s.Step)} was skipped by policy.", s.Reason, "calm"),
        RequestEvent.StepOpened s => ($"{Step(s.Step)}: {Asked(s)}", null, "wait"),
        RequestEvent.ApprovalCarried s => ($"{Step(s.Step)}: the approval of {names.Of(s.Assignee)} in round {s.FromRound} still counts, nothing it was given for has changed.", null, "good"),
        RequestEvent.StepApproved s => ($"{Decider(e, s.Assignee)} approved {Step(s.Step, inside: true)} {Words.By(s.Channel)}.", s.Comment, "good"),
        RequestEvent.StepCompleted s => ($"{Step(s.Step)} is complete.", null, Small),
        RequestEvent.StepRejected s => ($"{Decider(e, s.Assignee)} rejected {Step(s.Step, inside: true)} {Words.By(s.Channel)}.", s.Comment, "bad"),
        RequestEvent.StepReturned s => ($"{Decider(e, s.Assignee)} returned it at {Step(s.Step, inside: true)} {Words.By(s.Channel)}.", s.Comment, "back"),
        RequestEvent.StepOverridden { Decision: OverrideDecision.Approve } s => ($"{Who(e)} approved {Step(s.Step, inside: true)} as administrator, in place of the people asked.", s.Reason, "good"),
        RequestEvent.StepOverridden s => ($"{Who(e)} rejected {Step(s.Step, inside: true)} as administrator, in place of the people asked.", s.Reason, "bad"),
        RequestEvent.Recalled s => ($"{Who(e)} recalled the request to edit it.", s.Reason, "back"),
        RequestEvent.Cancelled s => ($"{Who(e)} cancelled the request.", s.Reason, "calm"),
        RequestEvent.Commented s => ($"{Who(e)} commented.", s.Text, "accent"),
        RequestEvent.Nudged => ($"{Who(e)} asked the open approvers once more.", null, "wait"),
        RequestEvent.Reassigned s => ($"{Who(e)} handed {Step(s.Step, inside: true)} from {names.Of(s.From)} to {names.Of(s.To.Assignee)}.", s.Reason, "wait"),
        RequestEvent.ApproverAdded s => ($"{Who(e)} added {names.Of(s.Added.Assignee)} to {Step(s.Step, inside: true)}.", s.Reason, "wait"),
        RequestEvent.Reminded { Percent: 0 } s => ($"{names.Of(s.Assignee)} was reminded of {Step(s.Step, inside: true)}, as the requester asked.", null, "calm"),
        RequestEvent.Reminded s => ($"{names.Of(s.Assignee)} was reminded of {Step(s.Step, inside: true)}: {s.Percent} % of the time had passed.", null, "calm"),
        RequestEvent.ReminderDeferred s => ($"A reminder to {names.Of(s.Assignee)} waits for their working time: {Times.Utc(s.UntilUtc)}.", null, Small),
        RequestEvent.Snoozed s => ($"{Who(e)} puts reminders of {Step(s.Step, inside: true)} off until {Times.Utc(s.UntilUtc)}.", null, "calm"),
        RequestEvent.AssigneeAway s => ($"{names.Of(s.Assignee)} is out of office{(s.UntilUtc is { } back ? $" until {Times.Utc(back)}" : "")}. Enough others can answer {Step(s.Step, inside: true)}.", null, "calm"),
        RequestEvent.StandInChanged { StandIn: { } standIn } s => ($"{names.Of(standIn)} stands in for {names.Of(s.Assignee)} in {Step(s.Step, inside: true)}{(s.UntilUtc is { } end ? $", until {Times.Utc(end)}" : "")}, and is asked.", null, "wait"),
        RequestEvent.StandInChanged s => ($"Nobody stands in for {names.Of(s.Assignee)} in {Step(s.Step, inside: true)} any more.", null, "calm"),
        RequestEvent.StepEscalated s => ($"{names.Of(s.From)} {Because(s.Why)} {Step(s.Step, inside: true)}{(s.Why == EscalationReason.Late ? " in time" : "")}: {names.Of(s.To.Assignee)} is asked too.", null, "wait"),
        RequestEvent.EscalationExhausted s => ($"{Step(s.Step)}: nobody is left to ask after {names.Of(s.Assignee)}. The administrators were told.", null, "bad"),
        RequestEvent.StepExpired s => ($"{Step(s.Step)}: the time ran out. {Expiry(s.Outcome)}", null, "bad"),
        RequestEvent.Approved { ByPolicy: { } policy } => ("Approved by policy.", policy, "good"),
        RequestEvent.Approved => ("Every step is done: the request is approved.", null, "good"),
        RequestEvent.Completed => ("All that follows is done: the request is completed.", null, "good"),
        RequestEvent.TicketRaised s => ($"Ticket {s.Key} was raised in {s.System}.", null, "good"),
        RequestEvent.MailSent s => ($"Mail to {names.Of(s.To)}: {Words.Mail(s.Kind)}.", null, Small),
        RequestEvent.MailUndeliverable s => ($"Mail to {names.Of(s.To)} reached nobody: {Words.Mail(s.Kind)}.", s.Reason, "bad"),
        RequestEvent.EffectDropped s => ($"Something planned was no longer needed: {s.Reason}", null, Small),
        RequestEvent.EffectFailed s => ($"Attempt {s.Attempt} at {Words.Job(s.Job)} failed; the next is due {Times.Utc(s.NotBeforeUtc)}.", s.Error, Small),
        RequestEvent.EffectAbandoned s => ($"After {Words.Count(s.Attempt, "attempt", "attempts")}, {Words.Job(s.Job)} was given up. An administrator must look.", s.Error, "bad"),
        RequestEvent.EffectRetried s => ($"{Who(e)} started {Words.Job(s.Job)} again.", null, "calm"),
        RequestEvent.EffectSkipped s => ($"{Who(e)} decided against {Words.Job(s.Job)}: it is not done.", s.Reason, "bad"),
        RequestEvent.TicketHandedOver s => ($"{Who(e)} took over: ticket {s.Key} in {s.System} stands for “{s.Template}”.", s.Reason, "good"),
        RequestEvent.TicketMoved s => ($"Ticket {s.Key} {Moved(s.Phase)}.", null, s.Phase switch { TicketPhase.Solved => "good", TicketPhase.Closed => Small, _ => "wait" }),
        RequestEvent.TicketRemarked s => ($"{s.Author} wrote on ticket {s.Key}.", s.Text, "accent"),
        RequestEvent.TicketTold s => ($"The ticket “{s.Template}” was told what became of the request.", null, Small),
        _ => throw new System.Diagnostics.UnreachableException(e.GetType().Name),
    };

    private static string Moved(TicketPhase phase) => phase switch
    {
        TicketPhase.Open => "was opened again",
        TicketPhase.Solved => "is solved",
        TicketPhase.Closed => "is closed for good",
        TicketPhase.Gone => "was deleted in its system",
        _ => throw new System.Diagnostics.UnreachableException(phase.ToString()),
    };

    private void Remember(RequestEvent e)
    {
        if (e is RequestEvent.Submitted { Chain: var first })
        {
            steps = NamesOf(first);
        }
        else if (e is RequestEvent.Resubmitted { Chain: var next })
        {
            steps = NamesOf(next);
        }
    }

    private static Dictionary<int, string> NamesOf(IEnumerable<StepPlan> chain) => chain.ToDictionary(step => step.Number, step => step.Name);

    private string Who(RequestEvent e) => names.Of(e.By);

    private string Decider(RequestEvent e, EmailAddress? assignee) =>
        assignee is not { } person || e.By.Is(person) ? Who(e) : $"{Who(e)}, on behalf of {names.Of(person)},";

    private string Step(int number, bool inside = false) =>
        $"{(inside ? "step" : "Step")} {number}{(steps.TryGetValue(number, out var name) ? $", {name}" : "")}";

    private string Asked(RequestEvent.StepOpened opened)
    {
        var people = opened.Assignments.Select(assignment => names.Of(assignment.Assignee)).Distinct().ToList();
        var slots = opened.Assignments.Select(assignment => assignment.Slot).Distinct().Count();
        var needed = slots <= 1 ? "" : opened.Needed >= slots ? ", all of them must approve" : opened.Needed == 1 ? ", any one of them suffices" : $", {opened.Needed} of them must approve";
        return $"{Words.List(people)} {(people.Count == 1 ? "was" : "were")} asked{needed}.";
    }

    private static string Because(EscalationReason why) => why switch
    {
        EscalationReason.Late => "did not answer",
        EscalationReason.Left => "has left before answering",
        EscalationReason.Barred => "may not decide any more in",
        EscalationReason.Away => "is out of office and was asked in",
        EscalationReason.Unreached => "could not be reached by mail about",
        _ => throw new System.Diagnostics.UnreachableException(why.ToString()),
    };

    private static string Expiry(ExpiryOutcome outcome) => outcome switch
    {
        ExpiryOutcome.Escalate => "The next level is asked.",
        ExpiryOutcome.Reject => "The request is rejected.",
        ExpiryOutcome.Return => "It goes back to the requester.",
        ExpiryOutcome.Expire => "The request is closed as expired.",
        ExpiryOutcome.Hold => "It waits on, and the administrators were told.",
        _ => throw new System.Diagnostics.UnreachableException(outcome.ToString()),
    };
}
