using System.Collections.Immutable;
using System.Security.Cryptography;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Approvals.Web.Pages.Requests;
using Approvals.Web.Pages.Shared;

namespace Web.Tests.Browser;

/// <summary>Hand-made states of a request, to look at every face of the pages without waiting for one to happen.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 15, 0, TimeSpan.Zero);
    public static readonly RequestId Id = RequestId.FromBytes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    public static readonly EmailAddress Seller = EmailAddress.Parse("seller@example.com");
    public static readonly EmailAddress Vp = EmailAddress.Parse("vp.emea@example.com");
    public static readonly EmailAddress Cfo = EmailAddress.Parse("cfo@example.com");
    public static readonly EmailAddress Cro = EmailAddress.Parse("cro@example.com");
    public static readonly EmailAddress Legal = EmailAddress.Parse("legal@example.com");

    private static readonly string Hash = HashOf(0);

    private static NameBook Names { get; } = new(new Dictionary<EmailAddress, string>
    {
        [Seller] = "Sam Seller",
        [Vp] = "Vera Petrov",
        [Cfo] = "Chidi Okafor",
        [Cro] = "Rosa Lindqvist",
        [Legal] = "Lena Hartmann",
    }.ToImmutableDictionary());

    public static PageContext Page(EmailAddress viewer, string section = "requests", Notice? notice = null) => new()
    {
        Viewer = new Viewer(viewer, Names.Of(viewer), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), true, true, 2),
        Now = Start.AddHours(5),
        Names = Names,
        Token = new FormToken("token", "x"),
        Section = section,
        Development = true,
        Notice = notice,
    };

    public static ImmutableArray<StepPlan> Chain { get; } =
    [
        Plan(1, 1, "Sales VP, EMEA", "sales-vp", "The payment term is 61 to 120 days."),
        Plan(2, 2, "Chief Financial Officer", "cfo", "The payment term is over 90 days."),
        Plan(3, 2, "Chief Revenue Officer", "cro", "The payment term is over 90 days."),
        Plan(4, 3, "Commercial legal", "legal", "The payment schedule is custom: legal writes the wording."),
    ];

    public static Content First { get; } = new(
        ImmutableSortedDictionary<string, FieldValue>.Empty,
        [
            new("accountName", "Account", "Acme GmbH"),
            new("region", "Region", "EMEA"),
            new("quoteId", "Quote", "Q-00012345"),
            new("tcv", "Total contract value", "34,800 USD"),
            new("requestedTermDays", "Requested payment term", "120 days"),
            new("currentTerm", "Current payment term", "30 days"),
            new("paymentSchedule", "Payment schedule", "Custom payment schedule"),
            new("startDate", "Start", "2027-01-01"),
            new("opportunityUrl", "Opportunity", "https://gitlab.my.salesforce.com/0061M00001AbCdEQAV"),
            new("justification", "Justification", "The customer’s policy asks for longer terms. Their parent company pays every supplier at 120 days, and procurement will not sign without it."),
        ]);

    public static Content Second { get; } = First with
    {
        Shown = First.Shown.SetItem(4, new("requestedTermDays", "Requested payment term", "95 days")).RemoveAt(5).Add(new("discountPct", "Discount", "0%")),
    };

    public static ImmutableArray<ReceivedMail> Received { get; } =
    [
        Mail("unclear", "Not counted: its first line is not exactly one of the words APPROVE, REJECT or RETURN.", Vp.Value) with { Answered = true },
        Mail("undeliverable", "The mail to cro@example.com reached nobody: 552 5.2.2 the mailbox is full", "mailer-daemon@mail.example.com"),
        Mail("automatic", "Not counted: it looks like an automatic reply.", Cfo.Value),
    ];

    public static RequestModel Pending(EmailAddress viewer, Refused? refused = null)
    {
        var by = Actor.Of(Seller);
        var opened = Start.AddMinutes(95);
        ImmutableArray<RequestEvent> events =
        [
            Submitted(by),
            new RequestEvent.StepOpened(1, 1, [Asked(Vp, Start)]) { At = Start, By = Actor.System, CommandId = "a" },
            new RequestEvent.MailSent(new EffectId(Id, 2, 0), MailKind.ApprovalRequested, Vp, "m1") { At = Start.AddSeconds(2), By = Actor.System, CommandId = "b" },
            new RequestEvent.Commented("The signed order form is attached to the opportunity.") { At = Start.AddMinutes(20), By = by, CommandId = "c" },
            new RequestEvent.StepApproved(1, 1, Vp, "Fine with me: they have paid on time for four years.", Channel.Mail, 4, Hash) { At = opened, By = Actor.Of(Vp), CommandId = "d" },
            new RequestEvent.StepCompleted(1) { At = opened, By = Actor.Of(Vp), CommandId = "d" },
            new RequestEvent.StepOpened(2, 1, [Asked(Cfo, opened)]) { At = opened, By = Actor.System, CommandId = "d" },
            new RequestEvent.StepOpened(3, 1, [Asked(Cro, opened)]) { At = opened, By = Actor.System, CommandId = "d" },
            new RequestEvent.MailSent(new EffectId(Id, 7, 0), MailKind.ApprovalRequested, Cfo, "m2") { At = opened.AddSeconds(2), By = Actor.System, CommandId = "e" },
            new RequestEvent.MailSent(new EffectId(Id, 8, 0), MailKind.ApprovalRequested, Cro, "m3") { At = opened.AddSeconds(2), By = Actor.System, CommandId = "f" },
        ];
        var request = Of(First, 1, events.Length,
            Step(0, StepStatus.Approved, Answered(Vp, AssignmentStatus.Approved, opened, "Fine with me: they have paid on time for four years.", Channel.Mail)),
            Step(1, StepStatus.Open, Waiting(Cfo, opened)),
            Step(2, StepStatus.Open, Waiting(Cro, opened)),
            Step(3, StepStatus.Waiting));
        ImmutableArray<AllowedAction> actions = viewer == Cfo
            ? [new("approve", 2), new("reject", 2), new("return", 2), new("comment", null)]
            : [new("nudge", null), new("comment", null), new("recall", null), new("reassign", 2), new("add-approver", 2), new("override", 2), new("cancel", null)];
        return Build(new RequestState.Pending(request), events, actions) with { Refused = refused };
    }

    public static RequestModel Resubmitted(EmailAddress viewer)
    {
        var by = Actor.Of(Seller);
        var back = Start.AddHours(2);
        var again = Start.AddHours(3);
        ImmutableArray<RequestEvent> events =
        [
            Submitted(by),
            new RequestEvent.StepReturned(1, 2, Cfo, "95 days is the most that I can sign. Can they live with that?", Channel.Web, 3, Hash) { At = back, By = Actor.Of(Cfo), CommandId = "r" },
            new RequestEvent.Resubmitted(2, "Payment terms of 95 days for Acme GmbH", new Policy(), Second, Chain) { At = again, By = by, CommandId = "s" },
            new RequestEvent.ApprovalCarried(1, Vp, 1, 1) { At = again, By = Actor.System, CommandId = "s" },
            new RequestEvent.StepOpened(2, 1, [Asked(Cfo, again)]) { At = again, By = Actor.System, CommandId = "s" },
        ];
        var request = Of(Second, 2, events.Length,
            Step(0, StepStatus.Approved, Answered(Vp, AssignmentStatus.Approved, Start.AddHours(1), null, Channel.Web) with { CarriedFromRound = 1 }),
            Step(1, StepStatus.Open, Waiting(Cfo, again)),
            Step(2, StepStatus.SkippedByPolicy),
            Step(3, StepStatus.Waiting)) with
        { ContentBefore = First };
        return Build(new RequestState.Pending(request), events, viewer == Cfo ? [new("approve", 2), new("reject", 2), new("return", 2)] : [new("recall", null), new("comment", null)]);
    }

    public static RequestModel Completed()
    {
        var by = Actor.Of(Seller);
        var done = Start.AddHours(1);
        ImmutableArray<RequestEvent> events =
        [
            Submitted(by),
            new RequestEvent.StepApproved(1, 1, Vp, "Go ahead.", Channel.Web, 2, Hash) { At = done, By = Actor.Of(Legal), CommandId = "t" },
            new RequestEvent.Approved(Hash, null) { At = done, By = Actor.System, CommandId = "t" },
            new RequestEvent.TicketRaised(new EffectId(Id, 3, 0), "deal-desk", "desk", "T-17", null) { At = done.AddSeconds(3), By = Actor.System, CommandId = "u" },
            new RequestEvent.Completed { At = done.AddSeconds(3), By = Actor.System, CommandId = "u" },
        ];
        var delegated = Answered(Vp, AssignmentStatus.Approved, done, "Go ahead.", Channel.Web) with { DecidedBy = Actor.Of(Legal) };
        var request = Of(First, 1, events.Length, Step(0, StepStatus.Approved, delegated)) with { Tickets = [new("deal-desk", "desk", "T-17", null, done.AddSeconds(3))] };
        return Build(new RequestState.Closed(request, ClosedAs.Completed, Actor.System, done.AddSeconds(3)), events, []);
    }

    public static Assignment Asked(EmailAddress who, DateTimeOffset at) => new()
    {
        Slot = 1,
        Assignee = who,
        Reason = AssignmentReason.Role,
        Clock = new AssignmentClock(at.AddDays(2), [], null, null),
    };

    private static ReceivedMail Mail(string outcome, string explanation, string from) => new()
    {
        Key = outcome,
        ReceivedAtUtc = Start.AddHours(3),
        From = from,
        Subject = "Re: Payment terms",
        Text = "",
        Outcome = outcome,
        Explanation = explanation,
    };

    private static string HashOf(int number) => Convert.ToHexStringLower(SHA256.HashData([(byte)number]));

    private static RequestModel Build(RequestState state, ImmutableArray<RequestEvent> events, ImmutableArray<AllowedAction> actions) => RequestModels.Build(
        state,
        [.. events.Select((e, index) => (e, new StoredEvent(index + 1, default, Convert.FromHexString(HashOf(index)))))],
        "Non-standard payment terms",
        actions,
        new ChainVerdict(true, null, events.Length, Hash),
        Names);

    private static RequestEvent.Submitted Submitted(Actor by) => new()
    {
        At = Start,
        By = by,
        CommandId = "a",
        Id = Id,
        Topic = "non-standard-payment-terms",
        TopicVersion = 1,
        Title = "Payment terms of 120 days for Acme GmbH",
        Requester = Seller,
        Policy = new Policy(),
        Content = First,
        Chain = Chain,
    };

    private static Request Of(Content content, int round, long version, params StepState[] steps) => new()
    {
        Id = Id,
        Version = version,
        Topic = "non-standard-payment-terms",
        TopicVersion = 1,
        Title = "Payment terms of 120 days for Acme GmbH",
        Requester = Seller,
        Policy = new Policy(),
        Content = content,
        ContentHash = Hash,
        Round = round,
        SubmittedAtUtc = Start,
        ChangedAtUtc = Start,
        Steps = [.. steps],
    };

    private static StepPlan Plan(int number, int stage, string name, string role, string because) => new()
    {
        Number = number,
        Stage = stage,
        Name = name,
        Role = new RoleRef(role),
        Quorum = Quorum.All,
        Timing = new StepTiming { Limit = TimeSpan.FromHours(16) },
        Because = [because],
    };

    private static StepState Step(int index, StepStatus status, params AssignmentState[] assignments) => new()
    {
        Plan = status == StepStatus.SkippedByPolicy ? Chain[index] with { SkippedBecause = "The requested term is under 100 days since round 2." } : Chain[index],
        Status = status,
        Needed = 1,
        Assignments = [.. assignments],
    };

    private static AssignmentState Waiting(EmailAddress who, DateTimeOffset at) =>
        new() { Assignment = Asked(who, at), AskedAtUtc = at, Status = AssignmentStatus.Pending };

    private static AssignmentState Answered(EmailAddress who, AssignmentStatus status, DateTimeOffset at, string? comment, Channel channel) => new()
    {
        Assignment = Asked(who, at.AddHours(-1)),
        AskedAtUtc = at.AddHours(-1),
        Status = status,
        DecidedBy = Actor.Of(who),
        DecidedAtUtc = at,
        Comment = comment,
        Channel = channel,
    };
}
