using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Effects;

namespace Approvals.Core.Requests;

/// <summary>All that is known of a request, folded from its events.</summary>
public sealed record Request
{
    public required RequestId Id { get; init; }

    /// <summary>The number of events folded so far.</summary>
    public required long Version { get; init; }
    public required string Topic { get; init; }
    public required int TopicVersion { get; init; }
    public required string Title { get; init; }
    public required EmailAddress Requester { get; init; }
    public EmailAddress? Beneficiary { get; init; }
    public required Policy Policy { get; init; }
    public required Content Content { get; init; }

    /// <summary>The content of the round before, to show what changed.</summary>
    public Content? ContentBefore { get; init; }

    /// <summary>The hash of the relevant fields as they are now.</summary>
    public required string ContentHash { get; init; }
    public required int Round { get; init; }
    public required DateTimeOffset SubmittedAtUtc { get; init; }
    public required DateTimeOffset ChangedAtUtc { get; init; }
    public required ImmutableArray<StepState> Steps { get; init; }

    /// <summary>Every approval ever given, of all rounds; the ones of the current content may be carried.</summary>
    public ImmutableArray<GivenApproval> Approvals { get; init; } = [];
    public ImmutableArray<RaisedTicket> Tickets { get; init; } = [];

    /// <summary>Every ticket ever asked for: a template is ordered once, whatever happens to the request afterwards.</summary>
    public ImmutableArray<OrderedTicket> Ordered { get; init; } = [];
    public ImmutableDictionary<EffectId, AbandonedJob> Abandoned { get; init; } = ImmutableDictionary<EffectId, AbandonedJob>.Empty;

    /// <summary>Mails that reached nobody.</summary>
    public ImmutableDictionary<EffectId, UndeliveredMail> Undelivered { get; init; } = ImmutableDictionary<EffectId, UndeliveredMail>.Empty;

    /// <summary>Effects that failed so far and will be tried again.</summary>
    public ImmutableDictionary<EffectId, FailingJob> Failing { get; init; } = ImmutableDictionary<EffectId, FailingJob>.Empty;

    /// <summary>Effects that an administrator decided against.</summary>
    public ImmutableHashSet<EffectId> Skipped { get; init; } = [];

    /// <summary>Effects that are done, dropped or skipped.</summary>
    public ImmutableHashSet<EffectId> Settled { get; init; } = [];

    /// <summary>Commands that have taken effect, but for those that settled an effect: <see cref="Settled"/> knows them.</summary>
    public ImmutableHashSet<string> Heard { get; init; } = [];
    public DateTimeOffset? NudgedAtUtc { get; init; }

    /// <summary>Everybody who was ever asked or answered for somebody: they may read the request for ever.</summary>
    public ImmutableHashSet<EmailAddress> Asked { get; init; } = [];

    /// <summary>The effect that raises a template's ticket is done with: raised, or decided against.</summary>
    public bool IsTicketed(string template) =>
        Tickets.Any(ticket => ticket.Template == template) || Ordered.Any(order => order.Template == template && Skipped.Contains(order.Effect));

    public StepState? Step(int number) => Steps.FirstOrDefault(step => step.Plan.Number == number);
}

public sealed record StepState
{
    public required StepPlan Plan { get; init; }
    public required StepStatus Status { get; init; }

    /// <summary>The version at which this step last changed for those who decide it: an older sight of it is stale.</summary>
    public long ChangedAtVersion { get; init; }
    public int Needed { get; init; }
    public ImmutableArray<AssignmentState> Assignments { get; init; } = [];
    public string? SkippedBecause { get; init; }

    /// <summary>When the step was completed, skipped, rejected, returned or overridden.</summary>
    public DateTimeOffset DoneAtUtc { get; init; }

    /// <summary>Set when an administrator decided instead of the people asked.</summary>
    public Actor? OverriddenBy { get; init; }
    public string? OverrideReason { get; init; }

    /// <summary>Set once the expiry has been dealt with while the step stays open: it is not raised again.</summary>
    public bool Held { get; init; }

    /// <summary>Says that were given: a slot counts once, whoever of its assignees answered.</summary>
    public int ApprovedSlots => Assignments.Where(a => a.Status == AssignmentStatus.Approved).Select(a => a.Assignment.Slot).Distinct().Count();

    public int ApprovedSlotsFor(string contentHash) => Assignments
        .Where(a => a.Status == AssignmentStatus.Approved && a.ContentHash == contentHash).Select(a => a.Assignment.Slot).Distinct().Count();
}

public enum StepStatus { Waiting, Open, Approved, Rejected, Returned, SkippedByPolicy, Closed }

public sealed record AssignmentState
{
    public required Assignment Assignment { get; init; }
    public required AssignmentStatus Status { get; init; }
    public required DateTimeOffset AskedAtUtc { get; init; }

    /// <summary>The version at which they were asked.</summary>
    public long AskedAtVersion { get; init; }
    public Actor? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAtUtc { get; init; }
    public string? Comment { get; init; }
    public Channel? Channel { get; init; }

    /// <summary>The content that was approved.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Reminders still to come.</summary>
    public ImmutableArray<Reminder> Reminders { get; init; } = [];

    /// <summary>The version at which <see cref="Status"/> last changed.</summary>
    public long ChangedAtVersion { get; init; }

    /// <summary>Set when the approval was given in an earlier round or step and carried here.</summary>
    public int? CarriedFromRound { get; init; }
    public bool Escalated { get; init; }

    /// <summary>Mail does not reach the assignee, or whoever stands in. They may still answer on the page.</summary>
    public bool Unreached { get; init; }
    public bool StandInUnreached { get; init; }

    /// <summary>Who is asked beside the assignee, by a delegation that lasts until <see cref="StandInUntilUtc"/>: reminders go to them.</summary>
    public EmailAddress? StandIn { get; init; }
    public DateTimeOffset? StandInUntilUtc { get; init; }

    /// <summary>Whether an absence is on record, and until when it lasts if that is known.</summary>
    public bool AwayNoted { get; init; }
    public DateTimeOffset? AwayUntilUtc { get; init; }

    public EmailAddress Assignee => Assignment.Assignee;
    public bool IsOpen => Status == AssignmentStatus.Pending;
}

/// <summary><see cref="Closed"/>: the question was withdrawn, or somebody else answered it.</summary>
public enum AssignmentStatus { Pending, Approved, Rejected, Returned, Closed }

public sealed record GivenApproval(int Round, int Step, EmailAddress Assignee, Actor By, DateTimeOffset AtUtc, string? Comment, Channel Channel, string ContentHash);

/// <summary>An effect that used up its attempts and waits for an administrator.</summary>
public sealed record AbandonedJob(Effect Job, int Attempts, string Error, DateTimeOffset AtUtc);

public sealed record UndeliveredMail(MailKind Kind, EmailAddress To, string Reason, DateTimeOffset AtUtc);

/// <summary>An effect whose last attempt failed. <paramref name="Failures"/> counts those on record, also such as were no attempt.</summary>
public sealed record FailingJob(Effect Job, int Attempts, string Error, int Failures);

/// <summary>A ticket to raise, under the one id that the outside system knows it by.</summary>
public sealed record OrderedTicket(EffectId Effect, string Template, string? System, DateTimeOffset AtUtc);

public sealed record RaisedTicket(string Template, string System, string Key, string? Url, DateTimeOffset AtUtc)
{
    /// <summary>How it stood when it was last seen in its own system.</summary>
    public TicketPhase Phase { get; init; }

    /// <summary>Its system's time of the last change or remark that was noted; before the first, when it was raised.</summary>
    public DateTimeOffset SeenAtUtc { get; init; } = AtUtc;
}

/// <summary>How a ticket stands: <see cref="Solved"/> may be opened again, <see cref="Closed"/> may not, <see cref="Gone"/> was deleted.</summary>
public enum TicketPhase { Open, Solved, Closed, Gone }
