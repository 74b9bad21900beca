using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Requests;

/// <summary>How events change the steps of a round.</summary>
internal static class Steps
{
    public static ImmutableArray<StepState> Of(ImmutableArray<StepPlan> chain) => [.. chain.Select(plan => new StepState { Plan = plan, Status = StepStatus.Waiting })];

    public static ImmutableArray<StepState> Change(this ImmutableArray<StepState> steps, int number, Func<StepState, StepState> change)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Plan.Number == number)
            {
                return steps.SetItem(i, change(steps[i]));
            }
        }

        throw new InvalidOperationException($"The stream is corrupt: there is no step {number}.");
    }

    /// <summary>The round is over: whatever is still open or waiting is closed.</summary>
    public static ImmutableArray<StepState> CloseRest(this ImmutableArray<StepState> steps, long version) =>
        [.. steps.Select(step => step.Status is StepStatus.Open or StepStatus.Waiting ? step.Closed(_ => true, version) with { Status = StepStatus.Closed } : step)];

    public static StepState Opened(this StepState step, RequestEvent.StepOpened e, long version) => step with
    {
        Status = StepStatus.Open,
        Needed = e.Needed,
        ChangedAtVersion = version,
        Assignments = [.. e.Assignments.Select(assignment => Asked(assignment, e.At, version))],
    };

    public static StepState Asking(this StepState step, Assignment assignment, DateTimeOffset at, long version) =>
        step with { Assignments = step.Assignments.Add(Asked(assignment, at, version)) };

    /// <summary>An answer closes the other assignments of its slot.</summary>
    public static StepState Answered(
        this StepState step, EmailAddress assignee, AssignmentStatus answer, string hash, RequestEvent e, string? comment, Channel? channel, long version)
    {
        var slot = step.Assignments.First(a => a.IsOpen && a.Assignee == assignee).Assignment.Slot;
        return step with
        {
            Assignments = [.. step.Assignments.Select(a => (a.IsOpen, a.Assignee == assignee, a.Assignment.Slot == slot) switch
            {
                (true, true, _) => a with
                {
                    Status = answer, DecidedBy = e.By, DecidedAtUtc = e.At, Comment = comment, Channel = channel, ContentHash = hash, Reminders = [], ChangedAtVersion = version,
                },
                (true, false, true) => a.Withdrawn(version),
                _ => a,
            })],
        };
    }

    public static StepState Carried(this StepState step, RequestEvent.ApprovalCarried e, Request request)
    {
        var given = request.Approvals.Last(a => a.Assignee == e.Assignee && a.Round == e.FromRound && a.Step == e.FromStep);
        var answer = new RequestEvent.StepCompleted(e.Step) { By = given.By, At = given.AtUtc };
        var answered = step.Answered(e.Assignee, AssignmentStatus.Approved, given.ContentHash, answer, given.Comment, given.Channel, request.Version);
        return answered with
        {
            Assignments = [.. answered.Assignments.Select(a => a.Assignee == e.Assignee && a.ChangedAtVersion == request.Version && a.Status == AssignmentStatus.Approved
                ? a with { CarriedFromRound = e.FromRound }
                : a)],
        };
    }

    /// <summary>An answer that ends the round. Without an assignee nobody gave it: the product did.</summary>
    public static StepState Ended(
        this StepState step, StepStatus status, EmailAddress? assignee, string hash, RequestEvent e, string? comment, Channel? channel, long version)
    {
        var answer = status == StepStatus.Rejected ? AssignmentStatus.Rejected : AssignmentStatus.Returned;
        return (assignee is { } mail ? step.Answered(mail, answer, hash, e, comment, channel, version) : step).Done(status, e.At, version);
    }

    public static StepState Overridden(this StepState step, StepStatus status, RequestEvent.StepOverridden e, long version) =>
        step.Done(status, e.At, version) with { OverriddenBy = e.By, OverrideReason = e.Reason };

    public static StepState Done(this StepState step, StepStatus status, DateTimeOffset at, long version) =>
        step.Closed(_ => true, version) with { Status = status, DoneAtUtc = at };

    public static StepState Closed(this StepState step, Func<AssignmentState, bool> which, long version) =>
        step with { Assignments = [.. step.Assignments.Select(a => a.IsOpen && which(a) ? a.Withdrawn(version) : a)] };

    /// <summary>Who is escalated ahead of their time can not answer, so reminding them is noise.</summary>
    public static StepState Escalated(this StepState step, EmailAddress from, DateTimeOffset at) =>
        step.ChangeOpen(from, a => a with { Escalated = true, Reminders = IsLate(a.Assignment.Clock, at) ? a.Reminders : [] });

    /// <summary>A mail of this version told them nothing. Whoever was asked after it had another one.</summary>
    public static StepState Unreached(this StepState step, EmailAddress person, long version) => step with
    {
        Assignments = [.. step.Assignments.Select(a => a.IsOpen && a.AskedAtVersion <= version
            ? a with { Unreached = a.Unreached || a.Assignee == person, StandInUnreached = a.StandInUnreached || a.StandIn == person }
            : a)],
    };

    private static bool IsLate(AssignmentClock clock, DateTimeOffset at) => clock.EscalateAtUtc <= at || clock.ExpireAtUtc <= at;

    /// <summary>Whether this person is asked in the step, or has answered in it for somebody else: they get no second say.</summary>
    public static bool TakesPart(this StepState step, EmailAddress person) => step.Assignments.Any(a =>
        (a.Status != AssignmentStatus.Closed && a.Assignee.IsSamePersonAs(person)) || (a.DecidedBy?.Person is { } by && by.IsSamePersonAs(person)));

    /// <summary>Takes the reminders up to this percentage off; a deferred one comes back at its new time.</summary>
    public static StepState Reminded(this StepState step, EmailAddress assignee, int percent, DateTimeOffset? againAtUtc) =>
        step.ChangeOpen(assignee, a => a with { Reminders = Left(a.Reminders, percent, againAtUtc) });

    /// <summary>Reminders before the time become one at the time.</summary>
    public static StepState Snoozed(this StepState step, EmailAddress assignee, DateTimeOffset untilUtc) => step.ChangeOpen(assignee, a =>
    {
        var early = a.Reminders.Where(reminder => reminder.AtUtc < untilUtc).ToImmutableArray();
        return early.IsEmpty ? a : a with { Reminders = a.Reminders.RemoveRange(early).Insert(0, new Reminder(early.Max(reminder => reminder.Percent), untilUtc)) };
    });

    /// <summary>The open assignment of somebody who is asked: a step asks each person once.</summary>
    public static AssignmentState Open(this StepState step, EmailAddress assignee) => step.Assignments.First(a => a.IsOpen && a.Assignee == assignee);

    public static StepState ChangeOpen(this StepState step, EmailAddress assignee, Func<AssignmentState, AssignmentState> change) =>
        step with { Assignments = [.. step.Assignments.Select(a => a.IsOpen && a.Assignee == assignee ? change(a) : a)] };

    private static ImmutableArray<Reminder> Left(ImmutableArray<Reminder> reminders, int percent, DateTimeOffset? againAtUtc)
    {
        var left = reminders.RemoveAll(reminder => reminder.Percent <= percent);
        return againAtUtc is { } again ? left.Insert(0, new Reminder(percent, again)) : left;
    }

    private static AssignmentState Asked(Assignment assignment, DateTimeOffset at, long version) =>
        new() { Assignment = assignment, Status = AssignmentStatus.Pending, AskedAtUtc = at, AskedAtVersion = version, Reminders = assignment.Clock.Reminders, ChangedAtVersion = version };

    private static AssignmentState Withdrawn(this AssignmentState a, long version) => a with { Status = AssignmentStatus.Closed, Reminders = [], ChangedAtVersion = version };
}
