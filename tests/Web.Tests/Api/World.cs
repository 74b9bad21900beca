using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Web.Tests.Api;

/// <summary>A small catalogue and the people of it: ann asks, bo decides for both topics, cy after him for long terms.</summary>
internal sealed class World : ICatalogue, IDirectory, IRoleSource
{
    public const string Ann = "ann@example.com", Bo = "bo@example.com", Cy = "cy@example.com", Max = "max@example.com";
    public const string Stranger = "stranger@example.com", Admin = "admin@example.com", Auditor = "auditor@example.com", Nobody = "nobody@elsewhere.example";

    /// <summary>Another address of bo's, which he signs in with.</summary>
    public const string Robert = "robert@tenant.example";

    /// <summary>Whoever this is, the directory can not say now.</summary>
    public const string Unreadable = "unreadable@example.com";

    private static readonly FieldSpec Account = new() { Name = "account", Kind = FieldKind.Text, Label = "Account", Required = true, MaxLength = 100 };
    private static readonly FieldSpec Days = new() { Name = "days", Kind = FieldKind.Integer, Label = "Days", Required = true, Min = 1, Max = 500 };
    private static readonly FieldSpec Note = new() { Name = "note", Kind = FieldKind.LongText, Label = "Note", Help = "Anything else" };
    private static readonly FieldSpec Kind = new() { Name = "kind", Kind = FieldKind.Choice, Label = "Kind", Choices = [new("New", "New"), new("Renewal", "Renewal")], Default = new FieldValue.Text("New") };

    private static readonly FieldSpec Proof = new() { Name = "proof", Kind = FieldKind.Files, Label = "Proof", FileKinds = FileKind.All, MaxFiles = 2, MaxFileBytes = 64 * 1024 };

    private static readonly Dictionary<EmailAddress, Roles> Held = new()
    {
        [EmailAddress.Parse(Ann)] = Roles.Requester,
        [EmailAddress.Parse(Bo)] = Roles.Requester | Roles.Approver,
        [EmailAddress.Parse(Cy)] = Roles.Requester | Roles.Approver,
        [EmailAddress.Parse(Max)] = Roles.Requester | Roles.Approver,
        [EmailAddress.Parse(Stranger)] = Roles.Requester,
        [EmailAddress.Parse(Admin)] = Roles.Requester | Roles.Administrator,
        [EmailAddress.Parse(Auditor)] = Roles.Auditor,
    };

    public ImmutableArray<Topic> Topics { get; } =
    [
        new Topic
        {
            Id = "terms", Kind = TopicKind.Request, Title = "Longer terms", Summary = "Pay later than usual.", Version = 3, Keywords = ["payment"], RequestTitle = "Terms for {{account}}",
            Fields = [Account, Days, Note, Kind, Proof],
            Refusals = [new RefusalRule("too-long", Over(365), Template.Parse("Ask for a **year** at most."), [new TopicLink("Policy", "https://example.com/policy")])],
            Chain = new ChainPolicy(["Sales"], [Step("boss", "Boss", 0), Step("second", "Second", 0)],
            [
                new DecisionTable("always", null, [new DecisionRow { When = Condition.Always, Ask = [["boss"]], Because = Template.Parse("Every request needs the boss.") }]),
                new DecisionTable("long", null, [new DecisionRow { When = Over(90), Ask = [["second"]], Because = Template.Parse("Over 90 days needs a second.") }]),
            ]),
            Policy = new TopicPolicy { RelevantFields = ["account", "days", "proof"] },
            Tickets = [new TicketTemplate { Id = "desk", Subject = "Terms", Body = "Please do", Priority = "Normal" }],
        },
        new Topic
        {
            Id = "eligible", Kind = TopicKind.Check, Title = "Am I eligible?", Summary = "Says whether.", Fields = [Days],
            Check = new CheckPolicy(CheckMode.Single, [new CheckPart("", "", null, HitPolicy.First, [Says("too-long", Over(365), Verdict.No, "Not for more than a year.")],
                Says("otherwise", Condition.Always, Verdict.Yes, "You are.") with { Next = new Onward("terms", "Ask for it", ImmutableSortedDictionary<string, string>.Empty) })], null, null),
        },
        new Topic { Id = "secret", Kind = TopicKind.Guide, Title = "How to pay less", Summary = "For us.", Guidance = "Do not tell.", InternalOnly = true },
        new Topic { Id = "how-to", Kind = TopicKind.Guide, Title = "How to pay", Summary = "Explains.", Guidance = "Just pay." },
    ];

    public ImmutableArray<Person> People { get; } = [.. Held.Keys.Order().Select(mail => new Person
    {
        Mail = mail, Name = mail.Value[..mail.Value.IndexOf('@', StringComparison.Ordinal)], Calendar = BusinessCalendar.RoundTheClock,
        Manager = mail.Value is Ann or Bo ? EmailAddress.Parse(Max) : null,
        External = mail.Value == Stranger,
    })];

    public Topic? Find(string topic) => Topics.FirstOrDefault(known => known.Id == topic);

    public ValueTask<Topic?> FindAsync(string topic, int version, CancellationToken ct) => ValueTask.FromResult(Find(topic));

    public ValueTask<Person?> FindAsync(EmailAddress mail, CancellationToken ct) => mail.Value == Unreadable ? throw new StoreUnavailableException("The directory is away.")
        : ValueTask.FromResult(People.FirstOrDefault(person => person.Mail.Value == (mail.Value == Robert ? Bo : mail.Value)));

    public ValueTask<RoleHolders> HoldersAsync(RoleRef role, CancellationToken ct) => ValueTask.FromResult(
        role.Role == "boss" ? new RoleHolders([Of(Bo)], [Of(Max)]) : role.Role == "second" ? new RoleHolders([Of(Cy)], [Of(Max)]) : RoleHolders.Nobody);

    public ValueTask<ImmutableArray<Person>> OwnersAsync(CancellationToken ct) => ValueTask.FromResult<ImmutableArray<Person>>([Of(Admin)]);

    public Roles RolesOf(EmailAddress person) => Held.GetValueOrDefault(person);

    private Person Of(string mail) => People.First(person => person.Mail.Value == mail);

    private static Condition Over(decimal days) =>
        new([[new Clause(new Subject.Field(Days), new Test.Within(new Bound(new Operand.Literal(days, $"{days}"), Inclusive: false), null))]]);

    private static CheckRule Says(string id, Condition when, Verdict verdict, string guidance) =>
        new() { Id = id, When = when, Verdict = verdict, Say = Template.Parse(id), Guidance = Template.Parse(guidance) };

    private static StepSpec Step(string role, string name, int lane) => new()
    {
        Id = role,
        Name = name,
        Role = role,
        Lane = lane,
        Quorum = Quorum.All,
        Timing = new StepTiming { Limit = TimeSpan.FromHours(8), EscalateAfter = TimeSpan.FromHours(12) },
    };
}
