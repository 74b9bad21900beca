using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using static Approvals.Core.Tests.Requests.World;
using E = Approvals.Core.Requests.RequestEvent;

namespace Approvals.Core.Tests.Requests;

/// <summary>Events in few words. They happen at <see cref="World.Start"/> unless said otherwise.</summary>
internal static class Happened
{
    public static E Submitted(params StepPlan[] chain) => Submitted(Plain, chain);

    public static E Submitted(Policy policy, params StepPlan[] chain) => new E.Submitted
    {
        At = Start,
        By = By("bo"),
        CommandId = "submit",
        Id = Id,
        Topic = "thing",
        TopicVersion = 3,
        Title = "A thing",
        Requester = Mail("bo"),
        Policy = policy,
        Content = Content(),
        Chain = [.. chain],
    };

    public static E For(this E submitted, string beneficiary) => (E.Submitted)submitted with { Beneficiary = Mail(beneficiary) };

    public static E Resubmitted(int round, Content content, params StepPlan[] chain) => Resubmitted(round, content, Plain, chain);

    public static E Resubmitted(int round, Content content, Policy policy, params StepPlan[] chain) => It("bo", new E.Resubmitted(round, "A thing", policy, content, [.. chain]));

    /// <summary>The step asks these people, all of whom must approve unless it says how many.</summary>
    public static E Opened(int step, params string[] who) => Opened(step, who.Length, who);

    public static E Opened(int step, int needed, params string[] who) => Opened(step, needed, [.. who.Select((name, slot) => Asked(name, slot))]);

    public static E Opened(int step, int needed, params Assignment[] assignments) => It("bo", new E.StepOpened(step, needed, [.. assignments]));

    public static Assignment Asked(
        string name, int slot = 0, AssignmentReason reason = AssignmentReason.Role, string? behalf = null, StepTiming? timing = null, DateTimeOffset? at = null) => new()
        {
            Slot = slot,
            Assignee = Mail(name),
            Reason = reason,
            OnBehalfOf = behalf is null ? null : Mail(behalf),
            Clock = StepClock.Start(timing ?? Timing, Known.People.GetValueOrDefault(Mail(name))?.Calendar ?? Calendars.SomeCalendar.Office("UTC"), at ?? Start),
        };

    public static E Approved(int step, string whose, string? by = null, int round = 1, int amount = 100, long seen = 2, string? comment = null) =>
        It(by ?? whose, new E.StepApproved(round, step, Mail(whose), comment, Channel.Web, seen, Hash(amount)));

    public static E Completed(int step, string by) => It(by, new E.StepCompleted(step));

    public static E Rejected(int step, string whose, string? by = null, long seen = 2) =>
        It(by ?? whose, new E.StepRejected(1, step, Mail(whose), "No.", Channel.Web, seen, Hash()));

    public static E Returned(int step, string whose, string? by = null, int round = 1, int amount = 100, long seen = 2) =>
        It(by ?? whose, new E.StepReturned(round, step, Mail(whose), "How much?", Channel.Web, seen, Hash(amount)));

    public static E Skipped(int step, string reason, string by = "bo") => It(by, new E.StepSkipped(step, reason));
    public static E Carried(int step, string whose, int fromRound = 1, int? fromStep = null) => It("bo", new E.ApprovalCarried(step, Mail(whose), fromRound, fromStep ?? step));
    public static E Overridden(int step, OverrideDecision decision, string by = "ada") => It(by, new E.StepOverridden(step, decision, "Because."));
    public static E Recalled() => It("bo", new E.Recalled(null));
    public static E Cancelled(string by = "bo") => It(by, new E.Cancelled(null));
    public static E Commented(string by) => It(by, new E.Commented("Hm."));
    public static E Nudged() => It("bo", new E.Nudged());

    public static E Reassigned(int step, string from, string to, string by, int slot = 0) =>
        It(by, new E.Reassigned(step, Mail(from), Asked(to, slot, AssignmentReason.Reassigned, from), "Because."));

    public static E Added(int step, string name, string by, int slot) => It(by, new E.ApproverAdded(step, Asked(name, slot, AssignmentReason.Added), "Because."));
    public static E Reminded(int step, string name, int percent) => It("system", new E.Reminded(step, Mail(name), percent));
    public static E Deferred(int step, string name, int percent, DateTimeOffset until) => It("system", new E.ReminderDeferred(step, Mail(name), percent, until));

    public static E Snoozed(int step, string name, DateTimeOffset until) => It(name, new E.Snoozed(step, Mail(name), until));
    public static E Away(int step, string name, DateTimeOffset? until = null) => It("system", new E.AssigneeAway(step, Mail(name), until));
    public static E StandsIn(int step, string name, string standIn, DateTimeOffset? until = null) => It("system", new E.StandInChanged(step, Mail(name), Mail(standIn), until ?? Start.AddYears(1)));
    public static E NobodyStandsIn(int step, string name) => It("system", new E.StandInChanged(step, Mail(name), null, null));

    public static E Escalated(
        int step, string from, string to, int slot = 0, string? behalf = null, DateTimeOffset? at = null, EscalationReason why = EscalationReason.Late) =>
        It("system", new E.StepEscalated(step, Mail(from), Asked(to, slot, AssignmentReason.Escalated, behalf ?? from, Timing with { ExpireAfter = null }, at)) { Why = why });

    public static E Exhausted(int step, string name, params string[] tell) => It("system", new E.EscalationExhausted(step, Mail(name), Mails(tell)));
    public static E Expired(int step, ExpiryOutcome outcome, params string[] tell) => It("system", new E.StepExpired(step, outcome, Mails(tell)));
    public static E ApprovedAll(string by, string? byPolicy = null, int amount = 100) => It(by, new E.Approved(Hash(amount), byPolicy));
    public static E CompletedAll(string by) => It(by, new E.Completed());

    public static EffectId Effect(long version, int index = 0) => new(Id, version, index);
    public static E TicketRaised(EffectId effect, string template = "licence") => It("system", new E.TicketRaised(effect, template, "desk", "T-1", null));
    public static E MailSent(EffectId effect, MailKind kind, string to) => It("system", new E.MailSent(effect, kind, Mail(to), "m"));
    public static E Undeliverable(EffectId effect, string to, MailKind kind = MailKind.ApprovalRequested) => It("system", new E.MailUndeliverable(effect, kind, Mail(to), "550 nobody"));
    public static E Dropped(EffectId effect) => It("system", new E.EffectDropped(effect, "Overtaken."));
    public static E Failed(EffectId effect, Effect job, int attempt) => It("system", new E.EffectFailed(effect, job, attempt, Start.AddMinutes(1), "Away."));
    public static E Abandoned(EffectId effect, Effect job, int attempt = 9, string error = "Away.") => It("system", new E.EffectAbandoned(effect, job, attempt, error));
    public static E Retried(EffectId effect, Effect job, string by = "ada") => It(by, new E.EffectRetried(effect, job));

    private static ImmutableArray<EmailAddress> Mails(string[] names) => [.. names.Select(Mail)];

    private static E It(string by, E e) => e with { At = Start, By = By(by), CommandId = "given" };
}
