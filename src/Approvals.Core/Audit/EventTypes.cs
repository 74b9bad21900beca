using System.Collections.Frozen;
using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using E = Approvals.Core.Requests.RequestEvent;

namespace Approvals.Core.Audit;

/// <summary>
/// Every kind of event, spelled out. Written by hand and not generated from the records, so that renaming a property in C# never renames it in a
/// stream, and so that an absent field means what this table says.
/// </summary>
internal static class EventTypes
{
    public static readonly ImmutableArray<EventType> All =
    [
        Of<E.Submitted>(
            "submitted",
            (w, e) => w.Id("id"u8, e.Id).Text("topic"u8, e.Topic).Int("topicVersion"u8, e.TopicVersion).Text("title"u8, e.Title)
                .Mail("requester"u8, e.Requester).Mail("beneficiary"u8, e.Beneficiary)
                .Object("policy"u8, e.Policy, EventParts.Write).Object("content"u8, e.Content, EventParts.Write).List("chain"u8, e.Chain, EventParts.Write),
            r => new()
            {
                Id = r.RequestId("id"u8),
                Topic = r.Text("topic"u8),
                TopicVersion = r.Int("topicVersion"u8),
                Title = r.Text("title"u8),
                Requester = r.Mail("requester"u8),
                Beneficiary = r.MailOrNull("beneficiary"u8),
                Policy = r.Object("policy"u8, EventParts.ReadPolicy),
                Content = r.Object("content"u8, EventParts.ReadContent),
                Chain = r.List("chain"u8, EventParts.ReadStep),
            }),
        Of<E.Resubmitted>(
            "resubmitted",
            (w, e) => w.Int("round"u8, e.Round).Text("title"u8, e.Title)
                .Object("policy"u8, e.Policy, EventParts.Write).Object("content"u8, e.Content, EventParts.Write).List("chain"u8, e.Chain, EventParts.Write),
            r => new(
                r.Int("round"u8), r.Text("title"u8),
                r.Object("policy"u8, EventParts.ReadPolicy), r.Object("content"u8, EventParts.ReadContent), r.List("chain"u8, EventParts.ReadStep))),
        Of<E.StepSkipped>(
            "step-skipped",
            (w, e) => w.Int("step"u8, e.Step).Text("reason"u8, e.Reason),
            r => new(r.Int("step"u8), r.Text("reason"u8))),
        Of<E.StepOpened>(
            "step-opened",
            (w, e) => w.Int("step"u8, e.Step).Int("needed"u8, e.Needed).List("assignments"u8, e.Assignments, EventParts.Write),
            r => new(r.Int("step"u8), r.Int("needed"u8), r.List("assignments"u8, EventParts.ReadAssignment))),
        Of<E.ApprovalCarried>(
            "approval-carried",
            (w, e) => w.Int("step"u8, e.Step).Mail("assignee"u8, e.Assignee).Int("fromRound"u8, e.FromRound).Int("fromStep"u8, e.FromStep),
            r => new(r.Int("step"u8), r.Mail("assignee"u8), r.Int("fromRound"u8), r.Int("fromStep"u8))),
        Of<E.StepApproved>(
            "step-approved",
            (w, e) => w.Int("round"u8, e.Round).Int("step"u8, e.Step).Mail("assignee"u8, e.Assignee).Text("comment"u8, e.Comment)
                .Enum("channel"u8, e.Channel).Int("seenVersion"u8, e.SeenVersion).Text("contentHash"u8, e.ContentHash),
            r => new(
                r.Int("round"u8), r.Int("step"u8), r.Mail("assignee"u8), r.TextOrNull("comment"u8),
                r.Enum<Channel>("channel"u8), r.Long("seenVersion"u8), r.Text("contentHash"u8))),
        Of<E.StepCompleted>(
            "step-completed",
            (w, e) => w.Int("step"u8, e.Step),
            r => new(r.Int("step"u8))),
        Of<E.StepRejected>(
            "step-rejected",
            (w, e) => w.Int("round"u8, e.Round).Int("step"u8, e.Step).Mail("assignee"u8, e.Assignee).Text("comment"u8, e.Comment)
                .Enum("channel"u8, e.Channel).Int("seenVersion"u8, e.SeenVersion).Text("contentHash"u8, e.ContentHash),
            r => new(
                r.Int("round"u8), r.Int("step"u8), r.MailOrNull("assignee"u8), r.TextOrNull("comment"u8),
                r.Enum<Channel>("channel"u8), r.Long("seenVersion"u8), r.Text("contentHash"u8))),
        Of<E.StepReturned>(
            "step-returned",
            (w, e) => w.Int("round"u8, e.Round).Int("step"u8, e.Step).Mail("assignee"u8, e.Assignee).Text("comment"u8, e.Comment)
                .Enum("channel"u8, e.Channel).Int("seenVersion"u8, e.SeenVersion).Text("contentHash"u8, e.ContentHash),
            r => new(
                r.Int("round"u8), r.Int("step"u8), r.MailOrNull("assignee"u8), r.TextOrNull("comment"u8),
                r.Enum<Channel>("channel"u8), r.Long("seenVersion"u8), r.Text("contentHash"u8))),
        Of<E.StepOverridden>(
            "step-overridden",
            (w, e) => w.Int("step"u8, e.Step).Enum("decision"u8, e.Decision).Text("reason"u8, e.Reason),
            r => new(r.Int("step"u8), r.Enum<OverrideDecision>("decision"u8), r.Text("reason"u8))),
        Of<E.Recalled>(
            "recalled",
            (w, e) => w.Text("reason"u8, e.Reason),
            r => new(r.TextOrNull("reason"u8))),
        Of<E.Cancelled>(
            "cancelled",
            (w, e) => w.Text("reason"u8, e.Reason),
            r => new(r.TextOrNull("reason"u8))),
        Of<E.Commented>(
            "commented",
            (w, e) => w.Text("text"u8, e.Text),
            r => new(r.Text("text"u8))),
        Of<E.Nudged>(
            "nudged",
            (_, _) => { },
            _ => new()),
        Of<E.Reassigned>(
            "reassigned",
            (w, e) => w.Int("step"u8, e.Step).Mail("from"u8, e.From).Object("to"u8, e.To, EventParts.Write).Text("reason"u8, e.Reason),
            r => new(r.Int("step"u8), r.Mail("from"u8), r.Object("to"u8, EventParts.ReadAssignment), r.Text("reason"u8))),
        Of<E.ApproverAdded>(
            "approver-added",
            (w, e) => w.Int("step"u8, e.Step).Object("added"u8, e.Added, EventParts.Write).Text("reason"u8, e.Reason),
            r => new(r.Int("step"u8), r.Object("added"u8, EventParts.ReadAssignment), r.Text("reason"u8))),
        Of<E.Reminded>(
            "reminded",
            (w, e) => w.Int("step"u8, e.Step).Mail("assignee"u8, e.Assignee).Int("percent"u8, e.Percent),
            r => new(r.Int("step"u8), r.Mail("assignee"u8), r.Int("percent"u8))),
        Of<E.ReminderDeferred>(
            "reminder-deferred",
            (w, e) => w.Int("step"u8, e.Step).Mail("assignee"u8, e.Assignee).Int("percent"u8, e.Percent).Time("untilUtc"u8, e.UntilUtc),
            r => new(r.Int("step"u8), r.Mail("assignee"u8), r.Int("percent"u8), r.Time("untilUtc"u8))),
        Of<E.Snoozed>(
            "snoozed",
            (w, e) => w.Int("step"u8, e.Step).Mail("assignee"u8, e.Assignee).Time("untilUtc"u8, e.UntilUtc),
            r => new(r.Int("step"u8), r.Mail("assignee"u8), r.Time("untilUtc"u8))),
        Of<E.AssigneeAway>(
            "assignee-away",
            (w, e) => w.Int("step"u8, e.Step).Mail("assignee"u8, e.Assignee).Time("untilUtc"u8, e.UntilUtc),
            r => new(r.Int("step"u8), r.Mail("assignee"u8), r.TimeOrNull("untilUtc"u8))),
        Of<E.StandInChanged>(
            "stand-in-changed",
            (w, e) => w.Int("step"u8, e.Step).Mail("assignee"u8, e.Assignee).Mail("standIn"u8, e.StandIn).Time("untilUtc"u8, e.UntilUtc),
            r => new(r.Int("step"u8), r.Mail("assignee"u8), r.MailOrNull("standIn"u8), r.TimeOrNull("untilUtc"u8))),
        Of<E.StepEscalated>(
            "step-escalated",
            (w, e) => Why(w.Int("step"u8, e.Step).Mail("from"u8, e.From).Object("to"u8, e.To, EventParts.Write), e.Why),
            r => new(r.Int("step"u8), r.Mail("from"u8), r.Object("to"u8, EventParts.ReadAssignment)) { Why = r.EnumOr("why"u8, EscalationReason.Late) }),
        Of<E.EscalationExhausted>(
            "escalation-exhausted",
            (w, e) => w.Int("step"u8, e.Step).Mail("assignee"u8, e.Assignee).Mails("tell"u8, e.Tell),
            r => new(r.Int("step"u8), r.Mail("assignee"u8), r.Mails("tell"u8))),
        Of<E.StepExpired>(
            "step-expired",
            (w, e) => w.Int("step"u8, e.Step).Enum("outcome"u8, e.Outcome).Mails("tell"u8, e.Tell),
            r => new(r.Int("step"u8), r.Enum<ExpiryOutcome>("outcome"u8), r.Mails("tell"u8))),
        Of<E.Approved>(
            "approved",
            (w, e) => w.Text("contentHash"u8, e.ContentHash).Text("byPolicy"u8, e.ByPolicy),
            r => new(r.Text("contentHash"u8), r.TextOrNull("byPolicy"u8))),
        Of<E.Completed>(
            "completed",
            (_, _) => { },
            _ => new()),
        Of<E.TicketRaised>(
            "ticket-raised",
            (w, e) => w.Id("effect"u8, e.Effect).Text("template"u8, e.Template).Text("system"u8, e.System).Text("key"u8, e.Key).Text("url"u8, e.Url),
            r => new(r.EffectId("effect"u8), r.Text("template"u8), r.Text("system"u8), r.Text("key"u8), r.TextOrNull("url"u8))),
        Of<E.MailSent>(
            "mail-sent",
            (w, e) => w.Id("effect"u8, e.Effect).Enum("kind"u8, e.Kind).Mail("to"u8, e.To).Text("messageId"u8, e.MessageId),
            r => new(r.EffectId("effect"u8), r.Enum<MailKind>("kind"u8), r.Mail("to"u8), r.TextOrNull("messageId"u8))),
        Of<E.MailUndeliverable>(
            "mail-undeliverable",
            (w, e) => w.Id("effect"u8, e.Effect).Enum("kind"u8, e.Kind).Mail("to"u8, e.To).Text("reason"u8, e.Reason),
            r => new(r.EffectId("effect"u8), r.Enum<MailKind>("kind"u8), r.Mail("to"u8), r.Text("reason"u8))),
        Of<E.EffectDropped>(
            "effect-dropped",
            (w, e) => w.Id("effect"u8, e.Effect).Text("reason"u8, e.Reason),
            r => new(r.EffectId("effect"u8), r.Text("reason"u8))),
        Of<E.EffectFailed>(
            "effect-failed",
            (w, e) => w.Id("effect"u8, e.Effect).Object("job"u8, e.Job, EffectJson.Write).Int("attempt"u8, e.Attempt).Time("notBeforeUtc"u8, e.NotBeforeUtc).Text("error"u8, e.Error),
            r => new(r.EffectId("effect"u8), r.Object("job"u8, EffectJson.Read), r.Int("attempt"u8), r.Time("notBeforeUtc"u8), r.Text("error"u8))),
        Of<E.EffectAbandoned>(
            "effect-abandoned",
            (w, e) => w.Id("effect"u8, e.Effect).Object("job"u8, e.Job, EffectJson.Write).Int("attempt"u8, e.Attempt).Text("error"u8, e.Error),
            r => new(r.EffectId("effect"u8), r.Object("job"u8, EffectJson.Read), r.Int("attempt"u8), r.Text("error"u8))),
        Of<E.EffectRetried>(
            "effect-retried",
            (w, e) => w.Id("effect"u8, e.Effect).Object("job"u8, e.Job, EffectJson.Write),
            r => new(r.EffectId("effect"u8), r.Object("job"u8, EffectJson.Read))),
        Of<E.EffectSkipped>(
            "effect-skipped",
            (w, e) => w.Id("effect"u8, e.Effect).Object("job"u8, e.Job, EffectJson.Write).Text("reason"u8, e.Reason),
            r => new(r.EffectId("effect"u8), r.Object("job"u8, EffectJson.Read), r.Text("reason"u8))),
        Of<E.TicketHandedOver>(
            "ticket-handed-over",
            (w, e) => w.Id("effect"u8, e.Effect).Text("template"u8, e.Template).Text("system"u8, e.System).Text("key"u8, e.Key).Text("url"u8, e.Url).Text("reason"u8, e.Reason),
            r => new(
                r.EffectId("effect"u8), r.Text("template"u8), r.Text("system"u8), r.Text("key"u8), r.TextOrNull("url"u8), r.Text("reason"u8))),
        Of<E.TicketMoved>(
            "ticket-moved",
            (w, e) => w.Text("template"u8, e.Template).Text("key"u8, e.Key).Enum("phase"u8, e.Phase).Time("seenAtUtc"u8, e.SeenAtUtc),
            r => new(r.Text("template"u8), r.Text("key"u8), r.Enum<TicketPhase>("phase"u8), r.Time("seenAtUtc"u8))),
        Of<E.TicketRemarked>(
            "ticket-remarked",
            (w, e) => w.Text("template"u8, e.Template).Text("key"u8, e.Key).Text("remark"u8, e.Remark).Text("author"u8, e.Author).Text("text"u8, e.Text).Time("saidAtUtc"u8, e.SaidAtUtc),
            r => new(r.Text("template"u8), r.Text("key"u8), r.Text("remark"u8), r.Text("author"u8), r.Text("text"u8), r.Time("saidAtUtc"u8))),
        Of<E.TicketTold>(
            "ticket-told",
            (w, e) => w.Id("effect"u8, e.Effect).Text("template"u8, e.Template),
            r => new(r.EffectId("effect"u8), r.Text("template"u8))),
    ];

    private static readonly FrozenDictionary<Type, EventType> ByCase = All.ToFrozenDictionary(type => type.Case);
    private static readonly FrozenDictionary<string, EventType> ByName = All.ToFrozenDictionary(type => type.Name);

    public static EventType Of(RequestEvent e) => ByCase[e.GetType()];

    public static EventType? Find(string name) => ByName.GetValueOrDefault(name);

    // Absent: the time is over, which was the only reason once.
    private static JsonOut Why(JsonOut w, EscalationReason why) => why == EscalationReason.Late ? w : w.Enum("why"u8, why);

    private static EventType<T> Of<T>(string name, Action<JsonOut, T> write, Func<JsonIn, T> read, int version = 1)
        where T : RequestEvent => new(name, version, write, read);
}
