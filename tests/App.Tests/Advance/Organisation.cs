using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace App.Tests.Advance;

/// <summary>One topic whose number of days decides who is asked: bo always, cy or di from 50 days on, two of three of the board from 100 on; from 10 days on, help at once.</summary>
internal sealed class Organisation : ICatalogue, IDirectory
{
    public const string Topic = "terms", Work = "work", Help = "help";
    public static readonly EmailAddress Ann = At("ann"), Al = At("al"), Bo = At("bo"), Cy = At("cy"), Di = At("di"), Max = At("max"), Admin = At("admin");
    public static readonly ImmutableArray<EmailAddress> Board = [At("ed"), At("fay"), At("gus")];
    public static readonly ImmutableArray<EmailAddress> Everybody = [Ann, Al, Bo, Cy, Di, Max, Admin, .. Board];

    private static readonly FieldSpec Account = new() { Name = "account", Kind = FieldKind.Text, Label = "Account", Required = true, MaxLength = 100 };
    private static readonly FieldSpec Days = new() { Name = "days", Kind = FieldKind.Integer, Label = "Days", Required = true, Min = 1, Max = 500 };

    /// <summary>More people than one append can tell; they hold no role unless a test gives them one.</summary>
    public ImmutableArray<EmailAddress> Crowd { get; init; } = [];

    /// <summary>Those who have left.</summary>
    public HashSet<EmailAddress> Gone { get; } = [];

    /// <summary>What only one approved request may have.</summary>
    public ImmutableArray<UniqueRule> Unique { get; init; } = [];

    public ImmutableArray<Topic> Topics => field.IsDefault ? field = Made() : field;

    private ImmutableArray<Topic> Made() =>
    [

        new Topic
        {
            Id = Topic, Kind = TopicKind.Request, Title = "Longer terms", Summary = "Pay later.", Version = 1, RequestTitle = "Terms for {{account}}", Fields = [Account, Days],
            Chain = new ChainPolicy(
                ["Sales", "Finance", "Board"],
                [
                    Step("boss", "Boss", 0, Quorum.All, ExpiryOutcome.Return),
                    Step("second", "Second", 1, Quorum.Any, ExpiryOutcome.Escalate),
                    Step("board", "Board", 2, Quorum.Of(2), ExpiryOutcome.Hold),
                ],
                [
                    Table("always", Condition.Always, "boss"), Table("long", Over(49), "second"), Table("longer", Over(99), "board"),
                ]),
            Policy = new TopicPolicy { RelevantFields = ["days"] },
            Unique = Unique,
            Tickets =
            [
                new TicketTemplate { Id = Work, Subject = "Terms of {{days}}", Body = "Please do", Priority = "Normal" },
                new TicketTemplate { Id = Help, Subject = "Help", Body = "Meanwhile", Priority = "High", AtOnce = true, When = Over(9) },
            ],
        },
    ];

    public static EmailAddress At(string name) => EmailAddress.Parse($"{name}@example.com");

    public static Caller Caller(EmailAddress person) => new(person, person == Admin ? Roles.Requester | Roles.Administrator : Roles.Requester | Roles.Approver);

    public static ImmutableSortedDictionary<string, FieldValue> Fields(int days, string account = "Acme") =>
        ImmutableSortedDictionary.Create<string, FieldValue>(StringComparer.Ordinal).Add("account", new FieldValue.Text(account)).Add("days", new FieldValue.Number(days));

    public static SubmitForm Form(int days, string account = "Acme", EmailAddress? beneficiary = null) => new(Topic, Fields(days, account), beneficiary);

    public Topic? Find(string topic) => Topics.FirstOrDefault(known => known.Id == topic);

    public ValueTask<Topic?> FindAsync(string topic, int version, CancellationToken ct) => ValueTask.FromResult(Find(topic));

    public ValueTask<Person?> FindAsync(EmailAddress mail, CancellationToken ct) =>
        ValueTask.FromResult(Everybody.Contains(mail) || Crowd.Contains(mail) ? Person(mail) with { Active = !Gone.Contains(mail) } : null);

    public ValueTask<RoleHolders> HoldersAsync(RoleRef role, CancellationToken ct) => ValueTask.FromResult(role.Role switch
    {
        "boss" => new RoleHolders([Person(Bo), .. Crowd.Select(Person)], [Person(Max)]),
        "second" => new RoleHolders([Person(Cy), Person(Di)], [Person(Max)]),
        "board" => new RoleHolders([.. Board.Select(Person)], [Person(Max)]),
        _ => RoleHolders.Nobody,
    });

    public ValueTask<ImmutableArray<Person>> OwnersAsync(CancellationToken ct) => ValueTask.FromResult<ImmutableArray<Person>>([Person(Admin)]);

    private static Person Person(EmailAddress mail) => new()
    {
        Mail = mail,
        Name = mail.Value[..mail.Value.IndexOf('@', StringComparison.Ordinal)],
        Calendar = BusinessCalendar.RoundTheClock,
        Manager = mail == Bo || mail == Cy ? Max : null,
    };

    private static Condition Over(decimal days) => new([[new Clause(new Subject.Field(Days), new Test.Within(new Bound(new Operand.Literal(days, $"{days}"), Inclusive: false), null))]]);

    private static DecisionTable Table(string name, Condition when, string ask) => new(name, null, [new DecisionRow { When = when, Ask = [[ask]], Because = Template.Parse($"The {ask} decides.") }]);

    private static StepSpec Step(string role, string name, int lane, Quorum quorum, ExpiryOutcome expiry) => new()
    {
        Id = role,
        Name = name,
        Role = role,
        Lane = lane,
        Quorum = quorum,
        Timing = new StepTiming { Limit = TimeSpan.FromHours(8), RemindAtPercent = [50], EscalateAfter = TimeSpan.FromHours(12), ExpireAfter = TimeSpan.FromHours(72), Expiry = expiry },
    };
}
