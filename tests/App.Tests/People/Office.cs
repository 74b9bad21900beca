using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace App.Tests.People;

/// <summary>Eight teams in four zones. Each has two leads, either of whom decides first, a head after them, and a director above; people take leave now and then.</summary>
internal sealed class Office : ICatalogue, IDirectory
{
    public const int Teams = 8;
    public static readonly TimeSpan Limit = TimeSpan.FromHours(16), Escalation = TimeSpan.FromHours(24), Expiry = TimeSpan.FromHours(96);
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney"];
    private static readonly DayOfWeek[] Workdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];
    private static readonly FieldSpec Account = new() { Name = "account", Kind = FieldKind.Text, Label = "Account", Required = true, MaxLength = 100 };
    private readonly Dictionary<EmailAddress, Person> people = [];

    public Office(Random random)
    {
        Topics = [.. Enumerable.Range(0, Teams).Select(TopicOf)];
        Add("boss", null, 0, []);
        Add("asker", "boss", 0, []);
        for (var team = 0; team < Teams; team++)
        {
            Add($"director{team}", "boss", team, []);
            Add($"head{team}", $"director{team}", team, Leave(random));
            Add($"lead{team}", $"head{team}", team, Leave(random));
            Add($"second{team}", $"head{team}", team, Leave(random));
        }
    }

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ImmutableArray<Topic> Topics { get; }

    public IEnumerable<Person> Everybody => people.Values;

    public static EmailAddress At(string name) => EmailAddress.Parse($"{name}@example.com");

    public Person Of(EmailAddress mail) => people[mail];

    public void Change(EmailAddress mail, Func<Person, Person> change) => people[mail] = change(people[mail]);

    public Topic? Find(string topic) => Topics.FirstOrDefault(known => known.Id == topic);

    public ValueTask<Topic?> FindAsync(string topic, int version, CancellationToken ct) => ValueTask.FromResult(Find(topic));

    public ValueTask<Person?> FindAsync(EmailAddress mail, CancellationToken ct) => ValueTask.FromResult(people.GetValueOrDefault(mail));

    public ValueTask<RoleHolders> HoldersAsync(RoleRef role, CancellationToken ct)
    {
        var team = role.Role[^1];
        ImmutableArray<Person> holders = role.Role.StartsWith("leads", StringComparison.Ordinal) ? [Of(At($"lead{team}")), Of(At($"second{team}"))] : [Of(At($"head{team}"))];
        return ValueTask.FromResult(new RoleHolders([.. holders.Where(person => person.Active)], [Of(At($"director{team}"))]));
    }

    public ValueTask<ImmutableArray<Person>> OwnersAsync(CancellationToken ct) => ValueTask.FromResult<ImmutableArray<Person>>([Of(At("boss"))]);

    private void Add(string name, string? manager, int team, ImmutableArray<Absence> leave)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[team % Zones.Length]);
        var hours = Workdays.Select(day => new WorkingHours(day, new TimeOnly(9, 0), new TimeOnly(17, 0)));
        people[At(name)] = new Person
        {
            Mail = At(name),
            Name = name,
            Manager = manager is null ? null : At(manager),
            Calendar = new BusinessCalendar(name, zone, [.. hours], [new DateOnly(2026, 4, 3), new DateOnly(2026, 5, 1), new DateOnly(2026, 12, 25)]),
            Absences = leave,
        };
    }

    private static ImmutableArray<Absence> Leave(Random random) =>
    [
        .. Enumerable.Range(0, 5).Select(n => Start.AddDays((n * 70) + random.Next(40)).AddHours(random.Next(24)))
            .Select(from => new Absence(from, random.Next(8) == 0 ? null : from.AddDays(random.Next(2, 20)))).Where(absence => absence.UntilUtc is not null || absence.FromUtc > Start.AddDays(330)),
    ];

    private static Topic TopicOf(int team) => new()
    {
        Id = $"team{team}",
        Kind = TopicKind.Request,
        Title = "Terms",
        Summary = "Pay later.",
        Version = 1,
        RequestTitle = "Terms for {{account}}",
        Fields = [Account],
        Chain = new ChainPolicy(
            ["Leads", "Heads"],
            [Step($"leads{team}", 0, Quorum.Any), Step($"heads{team}", 1, Quorum.All)],
            [new DecisionTable("always", null, [new DecisionRow { When = Condition.Always, Ask = [[$"leads{team}"], [$"heads{team}"]], Because = Template.Parse("Always.") }])]),
        Policy = new TopicPolicy { RelevantFields = ["account"] },
        Tickets = [],
    };

    private static StepSpec Step(string role, int lane, Quorum quorum) => new()
    {
        Id = role,
        Name = role,
        Role = role,
        Lane = lane,
        Quorum = quorum,
        Timing = new StepTiming { Limit = Limit, EscalateAfter = Escalation, ExpireAfter = Expiry, Expiry = ExpiryOutcome.Expire },
    };
}
