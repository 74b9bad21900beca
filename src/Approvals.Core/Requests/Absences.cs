using Approvals.Core.Chains;

namespace Approvals.Core.Requests;

/// <summary>People who are asked and are not there: for a time, or for good.</summary>
internal static class Absences
{
    /// <summary>Why this person will never answer; null when they may.</summary>
    public static EscalationReason? WhyGone(Turn turn, EmailAddress person) =>
        turn.Request.WhyBarred(person, turn.Command) is not null ? EscalationReason.Barred
        : turn.Facts.People.TryGetValue(person, out var found) && !found.Active ? EscalationReason.Left
        : null;

    /// <summary>Out of office, and nobody stands in.</summary>
    public static bool IsUncovered(Turn turn, AssignmentState asked) => asked.StandIn is null && Of(turn, asked.Assignee) is not null;

    /// <summary>Puts it on record when an absence has no other consequence: enough others can answer.</summary>
    public static void Note(Turn turn, int number, EmailAddress assignee)
    {
        var asked = turn.Request.Step(number)!.Open(assignee);
        if (!asked.Escalated && asked.StandIn is null && Of(turn, assignee) is { } away && (!asked.AwayNoted || asked.AwayUntilUtc != away.UntilUtc))
        {
            turn.Emit(new RequestEvent.AssigneeAway(number, assignee, away.UntilUtc).BySystem(turn.Command));
        }
    }

    public static Absence? Of(Turn turn, EmailAddress person) => turn.Facts.People.GetValueOrDefault(person)?.AwayAt(turn.At);
}
