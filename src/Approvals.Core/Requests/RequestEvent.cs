using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Effects;

namespace Approvals.Core.Requests;

/// <summary>What happened to a request. Written once, never changed, folded for ever.</summary>
public abstract record RequestEvent
{
    private RequestEvent() { }

    public DateTimeOffset At { get; init; }
    public Actor By { get; init; }

    /// <summary>The command that this follows from.</summary>
    public string CommandId { get; init; } = "";

    /// <summary>The same event, stamped with the time, the actor and the id of the command.</summary>
    internal RequestEvent Of(Command command) => this with { At = command.At, By = command.By, CommandId = command.CommandId };

    /// <summary>As <see cref="Of"/>, but nobody did it: it follows by itself.</summary>
    internal RequestEvent BySystem(Command command) => this with { At = command.At, By = Actor.System, CommandId = command.CommandId };

    public sealed record Submitted : RequestEvent
    {
        public required RequestId Id { get; init; }
        public required string Topic { get; init; }
        public required int TopicVersion { get; init; }
        public required string Title { get; init; }
        public required EmailAddress Requester { get; init; }
        public EmailAddress? Beneficiary { get; init; }
        public required Policy Policy { get; init; }
        public required Content Content { get; init; }
        public required ImmutableArray<StepPlan> Chain { get; init; }
    }

    /// <summary>Round n+1. What changed is the difference of this content to the one before.</summary>
    public sealed record Resubmitted(int Round, string Title, Policy Policy, Content Content, ImmutableArray<StepPlan> Chain) : RequestEvent;

    public sealed record StepSkipped(int Step, string Reason) : RequestEvent;
    public sealed record StepOpened(int Step, int Needed, ImmutableArray<Assignment> Assignments) : RequestEvent;

    /// <summary>An approval from before that still counts: same person, same content. They are not asked again.</summary>
    public sealed record ApprovalCarried(int Step, EmailAddress Assignee, int FromRound, int FromStep) : RequestEvent;

    /// <summary>Somebody said yes. <paramref name="Assignee"/> is whose say it is; <see cref="RequestEvent.By"/> is who said it.</summary>
    public sealed record StepApproved(int Round, int Step, EmailAddress Assignee, string? Comment, Channel Channel, long SeenVersion, string ContentHash) : RequestEvent;

    public sealed record StepCompleted(int Step) : RequestEvent;
    public sealed record StepRejected(int Round, int Step, EmailAddress? Assignee, string? Comment, Channel Channel, long SeenVersion, string ContentHash) : RequestEvent;
    public sealed record StepReturned(int Round, int Step, EmailAddress? Assignee, string? Comment, Channel Channel, long SeenVersion, string ContentHash) : RequestEvent;
    public sealed record StepOverridden(int Step, OverrideDecision Decision, string Reason) : RequestEvent;
    public sealed record Recalled(string? Reason) : RequestEvent;
    public sealed record Cancelled(string? Reason) : RequestEvent;
    public sealed record Commented(string Text) : RequestEvent;
    public sealed record Nudged : RequestEvent;

    /// <summary>The slot of <paramref name="From"/> is now that of another person.</summary>
    public sealed record Reassigned(int Step, EmailAddress From, Assignment To, string Reason) : RequestEvent;
    public sealed record ApproverAdded(int Step, Assignment Added, string Reason) : RequestEvent;

    public sealed record Reminded(int Step, EmailAddress Assignee, int Percent) : RequestEvent;

    /// <summary>A reminder came due while its reader does not work; it waits for the next opening.</summary>
    public sealed record ReminderDeferred(int Step, EmailAddress Assignee, int Percent, DateTimeOffset UntilUtc) : RequestEvent;

    /// <summary>The assignee wants no reminder before this time.</summary>
    public sealed record Snoozed(int Step, EmailAddress Assignee, DateTimeOffset UntilUtc) : RequestEvent;

    /// <summary>The assignee is out of office, and enough others can answer. Null: nobody knows until when.</summary>
    public sealed record AssigneeAway(int Step, EmailAddress Assignee, DateTimeOffset? UntilUtc) : RequestEvent;

    /// <summary>Whoever stands in for the assignee by a delegation is asked beside them until it ends; null: nobody does any more.</summary>
    public sealed record StandInChanged(int Step, EmailAddress Assignee, EmailAddress? StandIn, DateTimeOffset? UntilUtc) : RequestEvent;

    /// <summary>Another person is asked too; the first assignee keeps their say.</summary>
    public sealed record StepEscalated(int Step, EmailAddress From, Assignment To) : RequestEvent
    {
        public EscalationReason Why { get; init; }
    }

    /// <summary>Nobody is left to escalate to; the administrators are told once.</summary>
    public sealed record EscalationExhausted(int Step, EmailAddress Assignee, ImmutableArray<EmailAddress> Tell) : RequestEvent;
    public sealed record StepExpired(int Step, ExpiryOutcome Outcome, ImmutableArray<EmailAddress> Tell) : RequestEvent;

    public sealed record Approved(string ContentHash, string? ByPolicy) : RequestEvent;
    public sealed record Completed : RequestEvent;

    public sealed record TicketRaised(EffectId Effect, string Template, string System, string Key, string? Url) : RequestEvent;
    public sealed record MailSent(EffectId Effect, MailKind Kind, EmailAddress To, string? MessageId) : RequestEvent;

    /// <summary>A mail reached nobody: its server refused it for good, or it came back after it was sent.</summary>
    public sealed record MailUndeliverable(EffectId Effect, MailKind Kind, EmailAddress To, string Reason) : RequestEvent;

    /// <summary>The effect is not needed any more: what it was to tell has been overtaken.</summary>
    public sealed record EffectDropped(EffectId Effect, string Reason) : RequestEvent;

    /// <summary><paramref name="Attempt"/> 0: it could not be tried at all, and waits until it can be.</summary>
    public sealed record EffectFailed(EffectId Effect, Effect Job, int Attempt, DateTimeOffset NotBeforeUtc, string Error) : RequestEvent;
    public sealed record EffectAbandoned(EffectId Effect, Effect Job, int Attempt, string Error) : RequestEvent;
    public sealed record EffectRetried(EffectId Effect, Effect Job) : RequestEvent;

    /// <summary>An administrator decided that it is not done.</summary>
    public sealed record EffectSkipped(EffectId Effect, Effect Job, string Reason) : RequestEvent;

    /// <summary>The ticket that an administrator raised, or found, in place of the product.</summary>
    public sealed record TicketHandedOver(EffectId Effect, string Template, string System, string Key, string? Url, string Reason) : RequestEvent;

    /// <summary>The ticket stands differently in its own system; <paramref name="SeenAtUtc"/> is that system's time of the change.</summary>
    public sealed record TicketMoved(string Template, string Key, TicketPhase Phase, DateTimeOffset SeenAtUtc) : RequestEvent;

    /// <summary>Somebody wrote on the ticket. <paramref name="Remark"/> is that system's id of it.</summary>
    public sealed record TicketRemarked(string Template, string Key, string Remark, string Author, string Text, DateTimeOffset SaidAtUtc) : RequestEvent;

    /// <summary>What became of the request was written on the ticket.</summary>
    public sealed record TicketTold(EffectId Effect, string Template) : RequestEvent;
}

/// <summary>Why somebody above is asked: the time is over, or the assignee has left, may not decide any more, or is out of office.</summary>
public enum EscalationReason { Late, Left, Barred, Away, Unreached }

/// <summary>By which way a decision came.</summary>
public enum Channel { Web, Api, Mail, System }

public enum OverrideDecision { Approve, Reject }
