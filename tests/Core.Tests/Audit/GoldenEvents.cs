using System.Collections.Immutable;
using Approvals.Core.Audit;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using E = Approvals.Core.Requests.RequestEvent;

namespace Core.Tests.Audit;

/// <summary>One example of every kind with everything set and, where something may be absent, one without it.</summary>
internal static class GoldenEvents
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly RequestId Id = RequestId.Parse("01arz3ndektsv4rrffq69g5fav");
    private static readonly EmailAddress Ann = EmailAddress.Parse("ann@example.com");
    private static readonly EmailAddress Bo = EmailAddress.Parse("bo+vp@example.com");
    private static readonly EffectId Job = new(Id, 4, 1);
    private static readonly Actor ByAnn = Actor.Of(Ann);
    private const string Command = "01arz3ndektsv4rrffq69g5faw";
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static readonly AssignmentClock FullClock =
        new(At.AddDays(2), [new(50, At.AddHours(8)), new(100, At.AddDays(2))], At.AddDays(3), At.AddDays(9).AddTicks(1));

    private static readonly Assignment Full = new() { Slot = 1, Assignee = Bo, Reason = AssignmentReason.SteppedUp, OnBehalfOf = Ann, Clock = FullClock };
    private static readonly Assignment Minimal = new() { Slot = 0, Assignee = Bo, Reason = AssignmentReason.Role, Clock = new(At, [], null, null) };

    private static readonly Policy FullPolicy = new()
    {
        RelevantFields = ["days", "reason"],
        RejectNeedsComment = false,
        ReturnNeedsComment = false,
        DecisionsByMail = true,
        ApprovedBecause = "Below the limit.",
        NudgeEvery = TimeSpan.FromHours(2),
        Tickets = [new("license", "desk", TicketMoment.Submitted), new("invoice")],
    };

    private static readonly Content FullContent = new(
        ImmutableSortedDictionary.CreateRange<string, FieldValue>(StringComparer.Ordinal, new Dictionary<string, FieldValue>
        {
            ["days"] = new FieldValue.Number(75.50m),
            ["modules"] = new FieldValue.Choices(["core", "maps"]),
            ["reason"] = new FieldValue.Text("Zoë said \"yes\"\n<b>& no</b> 😀"),
            ["urgent"] = new FieldValue.Flag(true),
        }),
        [new("days", "Days to pay", "75.5"), new("reason", "Reason", "Zoë said \"yes\"")]);

    private static readonly Content NoContent = new(ImmutableSortedDictionary<string, FieldValue>.Empty, []);

    private static readonly StepPlan FullStep = new()
    {
        Number = 1,
        Name = "Sales VP",
        Role = new("sales-vp", "EMEA"),
        Stage = 1,
        Quorum = Quorum.Of(2),
        Timing = new()
        {
            Limit = TimeSpan.FromHours(16),
            RemindAtPercent = [50, 75],
            EscalateAfter = TimeSpan.FromDays(2),
            ExpireAfter = TimeSpan.FromMinutes(90),
            Expiry = ExpiryOutcome.Escalate,
        },
        Because = ["More than 60 days."],
        SkippedBecause = "Approved for the year.",
    };

    private static readonly StepPlan MinimalStep = new()
    {
        Number = 2,
        Name = "CFO",
        Role = new("cfo"),
        Stage = 2,
        Quorum = Quorum.Any,
        Timing = new() { Limit = TimeSpan.FromHours(8), RemindAtPercent = [] },
    };

    private static readonly Effect FullMail = new Effect.SendMail(MailKind.ApprovalRequested, Bo) { Round = 1, Step = 2, OnBehalfOf = Ann, About = 3 };
    private static readonly Effect Mail = new Effect.SendMail(MailKind.Held, Bo);
    private static readonly Effect Ticket = new Effect.OpenTicket("license", "desk");

    // Later than the others: files stand in the fields, so that what reads the old ones reads these.
    private static readonly E WithFiles = new E.Resubmitted(
        3, "With the customer's mail", new() { RelevantFields = ["statement"] },
        new Content(
            ImmutableSortedDictionary<string, FieldValue>.Empty.WithComparers(StringComparer.Ordinal)
                .Add("statement", new FieldValue.Files([new(Hash, "Erklärung \"2\".pdf", 12345, "application/pdf"), new(Hash[..63] + "9", "mail.eml", 1, "message/rfc822")])),
            [new("statement", "Statement", "Erklärung")]),
        [])
    { At = At, By = ByAnn, CommandId = Command };

    // The second of a pair leaves out what may be absent; null where nothing may.
    private static readonly (E Full, E? Minimal)[] Pairs =
    [
        (
            new E.Submitted
            {
                At = At,
                By = ByAnn,
                CommandId = Command,
                Id = Id,
                Topic = "payment-terms",
                TopicVersion = 3,
                Title = "75 days for Müller & Söhne",
                Requester = Ann,
                Beneficiary = Bo,
                Policy = FullPolicy,
                Content = FullContent,
                Chain = [FullStep, MinimalStep],
            },
            new E.Submitted
            {
                At = At,
                By = ByAnn,
                CommandId = Command,
                Id = Id,
                Topic = "payment-terms",
                TopicVersion = 1,
                Title = "",
                Requester = Ann,
                Policy = new(),
                Content = NoContent,
                Chain = [],
            }),
        (
            new E.Resubmitted(2, "60 days", FullPolicy, FullContent, [FullStep]) { At = At, By = ByAnn, CommandId = Command },
            new E.Resubmitted(2, "60 days", new(), NoContent, []) { At = At, By = ByAnn, CommandId = Command }),
        (new E.StepSkipped(1, "Approved for the year.") { At = At, By = Actor.System, CommandId = Command }, null),
        (
            new E.StepOpened(1, 2, [Full, Minimal]) { At = At, By = Actor.System, CommandId = Command },
            new E.StepOpened(1, 1, []) { At = At, By = Actor.System, CommandId = Command }),
        (new E.ApprovalCarried(1, Bo, 1, 2) { At = At, By = Actor.System, CommandId = Command }, null),
        (
            new E.StepApproved(1, 2, Bo, "Fine, go on.", Channel.Mail, 3, Hash) { At = At, By = ByAnn, CommandId = Command },
            new E.StepApproved(1, 2, Bo, null, Channel.Web, 3, Hash) { At = At, By = ByAnn, CommandId = Command }),
        (new E.StepCompleted(1) { At = At, By = Actor.System, CommandId = Command }, null),
        (
            new E.StepRejected(1, 2, Bo, "Too long.", Channel.Api, 3, Hash) { At = At, By = ByAnn, CommandId = Command },
            new E.StepRejected(1, 2, null, null, Channel.System, 0, Hash) { At = At, By = Actor.System, CommandId = Command }),
        (
            new E.StepReturned(1, 2, Bo, "Which customer?", Channel.Web, 3, Hash) { At = At, By = ByAnn, CommandId = Command },
            new E.StepReturned(1, 2, null, null, Channel.System, 0, Hash) { At = At, By = Actor.System, CommandId = Command }),
        (new E.StepOverridden(1, OverrideDecision.Approve, "The VP has left.") { At = At, By = ByAnn, CommandId = Command }, null),
        (
            new E.Recalled("A typo.") { At = At, By = ByAnn, CommandId = Command },
            new E.Recalled(Reason: null) { At = At, By = ByAnn, CommandId = Command }),
        (
            new E.Cancelled("Not needed.") { At = At, By = ByAnn, CommandId = Command },
            new E.Cancelled(Reason: null) { At = At, By = ByAnn, CommandId = Command }),
        (new E.Commented("Line one\nline two \t <script> \u2028") { At = At, By = ByAnn, CommandId = Command }, null),
        (new E.Nudged { At = At, By = ByAnn, CommandId = Command }, null),
        (new E.Reassigned(1, Ann, Full, "On leave.") { At = At, By = ByAnn, CommandId = Command }, null),
        (new E.ApproverAdded(1, Minimal, "They know the customer.") { At = At, By = ByAnn, CommandId = Command }, null),
        (new E.Reminded(1, Bo, 75) { At = At, By = Actor.System, CommandId = Command }, null),
        (new E.ReminderDeferred(1, Bo, 75, At.AddHours(12)) { At = At, By = Actor.System, CommandId = Command }, null),
        (new E.Snoozed(1, Bo, At.AddHours(12)) { At = At, By = ByAnn, CommandId = Command }, null),
        (new E.AssigneeAway(1, Bo, At.AddDays(9)) { At = At, By = Actor.System, CommandId = Command }, new E.AssigneeAway(1, Bo, null) { At = At, By = Actor.System, CommandId = Command }),
        (new E.StandInChanged(1, Bo, Ann, At.AddDays(9)) { At = At, By = Actor.System, CommandId = Command },
            new E.StandInChanged(1, Bo, null, null) { At = At, By = Actor.System, CommandId = Command }),
        (new E.StepEscalated(1, Bo, Full) { Why = EscalationReason.Away, At = At, By = Actor.System, CommandId = Command },
            new E.StepEscalated(1, Bo, Full) { At = At, By = Actor.System, CommandId = Command }),
        (new E.EscalationExhausted(1, Bo, [Ann]) { At = At, By = Actor.System, CommandId = Command }, null),
        (new E.StepExpired(1, ExpiryOutcome.Hold, [Ann, Bo]) { At = At, By = Actor.System, CommandId = Command }, null),
        (
            new E.Approved(Hash, "Below the limit.") { At = At, By = Actor.System, CommandId = Command },
            new E.Approved(Hash, null) { At = At, By = Actor.System, CommandId = Command }),
        (new E.Completed { At = At, By = Actor.System, CommandId = Command }, null),
        (
            new E.TicketRaised(Job, "license", "desk", "T-1", "https://desk.example.com/T-1") { At = At, By = Actor.System, CommandId = Command },
            new E.TicketRaised(Job, "license", "desk", "T-1", null) { At = At, By = Actor.System, CommandId = Command }),
        (
            new E.MailSent(Job, MailKind.TicketRaised, Bo, "<1@example.com>") { At = At, By = Actor.System, CommandId = Command },
            new E.MailSent(Job, MailKind.TicketRaised, Bo, null) { At = At, By = Actor.System, CommandId = Command }),
        (new E.MailUndeliverable(Job, MailKind.ApprovalRequested, Bo, "550 5.1.1 no such person") { At = At, By = Actor.System, CommandId = Command }, null),
        (new E.EffectDropped(Job, "The step is closed.") { At = At, By = Actor.System, CommandId = Command }, null),
        (
            new E.EffectFailed(Job, FullMail, 2, At.AddMinutes(5), "451 try later") { At = At, By = Actor.System, CommandId = Command },
            new E.EffectFailed(Job, Mail, 2, At.AddMinutes(5), "451 try later") { At = At, By = Actor.System, CommandId = Command }),
        (new E.EffectAbandoned(Job, Ticket, 9, "403 no such queue") { At = At, By = Actor.System, CommandId = Command }, null),
        (
            new E.EffectRetried(Job, Ticket) { At = At, By = ByAnn, CommandId = Command },
            new E.EffectRetried(Job, new Effect.OpenTicket("license", null)) { At = At, By = ByAnn, CommandId = Command }),
        (
            new E.EffectSkipped(Job, Ticket, "The order was cancelled.") { At = At, By = ByAnn, CommandId = Command },
            new E.EffectSkipped(Job, new Effect.RemarkTicket("license", 7), "Told by phone.") { At = At, By = ByAnn, CommandId = Command }),
        (
            new E.TicketHandedOver(Job, "license", "zendesk", "4711", "https://support.example.com/4711", "Raised by hand.") { At = At, By = ByAnn, CommandId = Command },
            new E.TicketHandedOver(Job, "license", "mail", "4711", null, "Sent by hand.") { At = At, By = ByAnn, CommandId = Command }),
        (new E.TicketMoved("license", "4711", TicketPhase.Solved, At.AddDays(1)) { At = At, By = Actor.System, CommandId = Command }, null),
        (new E.TicketRemarked("license", "4711", "88", "Zoë, support", "Which \"host\"?\n<b>", At.AddDays(1)) { At = At, By = Actor.System, CommandId = Command }, null),
        (new E.TicketTold(Job, "license") { At = At, By = Actor.System, CommandId = Command }, null),
    ];

    /// <summary>By the name of their file: <c>step-approved.v1.full</c>.</summary>
    public static readonly ImmutableSortedDictionary<string, E> All = Pairs
        .SelectMany(pair => new[] { (Kind: "full", Event: pair.Full), (Kind: "minimal", Event: pair.Minimal!) })
        .Where(example => example.Event is not null)
        .Concat([(Kind: "files", Event: WithFiles)])
        .ToImmutableSortedDictionary(example => $"{EventTypes.Of(example.Event).FullName}.{example.Kind}", example => example.Event, StringComparer.Ordinal);
}
