using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Effects;

namespace Approvals.Core.Requests;

/// <summary>What somebody, or the clock, wants of a request.</summary>
public abstract record Command
{
    private Command() { }

    public required DateTimeOffset At { get; init; }
    public required string CommandId { get; init; }
    public required Actor By { get; init; }

    /// <summary>Whether <see cref="By"/> is an administrator of the desk.</summary>
    public bool ByAdministrator { get; init; }

    public Facts Facts { get; init; } = Facts.None;

    public sealed record Submit : Command
    {
        public required RequestId Id { get; init; }
        public required string Topic { get; init; }
        public required int TopicVersion { get; init; }
        public EmailAddress? Beneficiary { get; init; }
        public required Draft Draft { get; init; }
    }

    /// <summary>The edited request: what the pinned request type makes of the new fields.</summary>
    public sealed record Resubmit(Draft Draft) : Command;

    public sealed record Approve(Sight Sight, string? Remark, Channel Channel) : Command;
    public sealed record Reject(Sight Sight, string? Remark, Channel Channel) : Command;
    public sealed record Return(Sight Sight, string? Remark, Channel Channel) : Command;

    public sealed record Recall(string? Reason) : Command;
    public sealed record Cancel(string? Reason) : Command;
    public sealed record Comment(string Text) : Command;

    /// <summary>The requester asks the open approvers once more.</summary>
    public sealed record Nudge : Command;

    /// <summary>An assignee puts their own reminders off.</summary>
    public sealed record Snooze(int Step, DateTimeOffset UntilUtc) : Command;

    public sealed record Reassign(int Step, EmailAddress From, EmailAddress To, string Reason) : Command;
    public sealed record AddApprover(int Step, EmailAddress Add, string Reason) : Command;
    public sealed record Override(int Step, OverrideDecision Decision, string Reason) : Command;

    public sealed record Tick : Command;
    public sealed record RecordEffect(EffectId Effect, Effect Job, EffectResult Result) : Command;
    public sealed record RetryEffect(EffectId Effect) : Command;

    /// <summary>A mail that was sent came back. <paramref name="Kind"/> and <paramref name="To"/> are those that it was sent with.</summary>
    public sealed record NoteBounce(EffectId Effect, MailKind Kind, EmailAddress To, string Reason) : Command;

    /// <summary>An administrator gives up on an effect: it is not done, and the request goes on without it.</summary>
    public sealed record SkipEffect(EffectId Effect, string Reason) : Command;

    /// <summary>An administrator raised the ticket by hand, or found it there: its key takes the place of the effect.</summary>
    public sealed record HandOverTicket(EffectId Effect, string System, string Key, string? Url, string Reason) : Command;

    /// <summary>How a ticket stands in its own system, as seen there at that time.</summary>
    public sealed record NoteTicket(string Template, string Key, TicketPhase Phase, DateTimeOffset SeenAtUtc) : Command;

    /// <summary>What somebody wrote on a ticket in its own system.</summary>
    public sealed record NoteRemark(string Template, string Key, string Remark, string Author, string Text, DateTimeOffset SaidAtUtc) : Command;
}

/// <summary>What the catalogue made of a filled form: checked fields, written out, with the chain and the policy that apply to it.</summary>
public sealed record Draft(string Title, Content Content, Policy Policy, ImmutableArray<StepPlan> Chain);

/// <summary>What the person had before their eyes when they decided.</summary>
public readonly record struct Sight(int Round, int Step, long SeenVersion);

/// <summary>What came of running an effect once.</summary>
public abstract record EffectResult
{
    private EffectResult() { }

    public sealed record Mailed(string? MessageId) : EffectResult;
    public sealed record Ticketed(string System, string Key, string? Url) : EffectResult;
    public sealed record Dropped(string Reason) : EffectResult;

    /// <summary>Nobody is at the address: the mail is not tried again.</summary>
    public sealed record Undeliverable(string Reason) : EffectResult;

    /// <summary>The remark stands on the ticket.</summary>
    public sealed record Told : EffectResult;

    /// <summary>The attempt failed; the schedule gave the time of the next.</summary>
    public sealed record Failed(int Attempt, DateTimeOffset NotBeforeUtc, string Error) : EffectResult;

    /// <summary>The schedule is used up: an administrator must look.</summary>
    public sealed record Abandoned(int Attempt, string Error) : EffectResult;
}
