using System.Collections.Immutable;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Core.Tests.Requests;

/// <summary>
/// A small firm. Bo asks, for Ben when he says so; cy, dee and eli approve as <c>vps</c>, fay alone as <c>legal</c>; their manager is max, his is tess;
/// the role's owner is rolf, the desk's owner oz; ada administers; dan stands in when somebody says so.
/// </summary>
internal static class World
{
    /// <summary>A Tuesday morning.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    public static readonly RequestId Id = RequestId.FromBytes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    public static readonly RoleRef Vps = new("vps");
    public static readonly RoleRef Legal = new("legal");
    public static readonly RoleRef Nobody = new("nobody");

    private static readonly ImmutableArray<(string Name, string? Manager)> Staff =
    [
        ("bo", "max"), ("ben", "max"), ("cy", "max"), ("dee", "max"), ("eli", "max"), ("fay", "tess"), ("max", "tess"), ("tess", null),
        ("rolf", null), ("oz", null), ("ada", null), ("dan", null),
    ];

    public static Facts Known { get; } = new()
    {
        People = Staff.Select(one => Person(one.Name, one.Manager)).ToImmutableDictionary(person => person.Mail),
        Roles = ImmutableDictionary<RoleRef, RoleHolders>.Empty
            .Add(Vps, new RoleHolders([Person("cy", "max"), Person("dee", "max"), Person("eli", "max")], [Person("max", "tess"), Person("rolf")]))
            .Add(Legal, new RoleHolders([Person("fay", "tess")], [Person("tess"), Person("rolf")]))
            .Add(Nobody, RoleHolders.Nobody),
        Owners = [Person("oz")],
    };

    public static EmailAddress Mail(string name) => EmailAddress.Parse(name.Contains('@') ? name : $"{name}@example.com");

    public static Actor By(string name) => name == "system" ? Actor.System : Actor.Of(Mail(name));

    public static Person Person(string name, string? manager = null) => new()
    {
        Mail = Mail(name),
        Name = name,
        Manager = manager is null ? null : Mail(manager),
        Calendar = BusinessCalendar.RoundTheClock,
    };

    public static Delegation Delegation(string from, string to, DateTimeOffset? starts = null, DateTimeOffset? ends = null) =>
        new($"{from}-{to}", Mail(from), Mail(to), starts ?? Start.AddDays(-1), ends ?? Start.AddYears(1));

    /// <summary>As the directory, with one person changed wherever they are named.</summary>
    public static Facts With(this Facts facts, string name, Func<Person, Person> change)
    {
        var mail = Mail(name);
        return facts with
        {
            People = facts.People.TryGetValue(mail, out var known) ? facts.People.SetItem(mail, change(known)) : facts.People,
            Roles = facts.Roles.ToImmutableDictionary(role => role.Key, role => new RoleHolders(Changed(role.Value.Holders), Changed(role.Value.Ladder))),
            Owners = Changed(facts.Owners),
        };

        ImmutableArray<Person> Changed(ImmutableArray<Person> people) => [.. people.Select(person => person.Mail == mail ? change(person) : person)];
    }

    public static Facts Without(this Facts facts, params string[] names) =>
        names.Aggregate(facts, (known, name) => known.With(name, person => person with { Active = false }));

    public static Facts With(this Facts facts, params Delegation[] delegations) => facts with { Delegations = facts.Delegations.AddRange(delegations) };

    public static Facts With(this Facts facts, RoleRef role, params string[] holders) =>
        facts with { Roles = facts.Roles.SetItem(role, new RoleHolders([.. holders.Select(name => Person(name, "max"))], [Person("max", "tess"), Person("rolf")])) };

    /// <summary>Eight hours to answer, reminders at four, six and eight, then the manager; no expiry.</summary>
    public static StepTiming Timing { get; } = new() { Limit = TimeSpan.FromHours(8), EscalateAfter = TimeSpan.FromHours(8) };

    public static StepPlan Step(int number, RoleRef role, Quorum quorum, int? stage = null, StepTiming? timing = null, string? skipped = null) => new()
    {
        Number = number,
        Name = $"Step {number}",
        Role = role,
        Stage = stage ?? number,
        Quorum = quorum,
        Timing = timing ?? Timing,
        SkippedBecause = skipped,
    };

    /// <summary>Approvals are bound to the amount; the note is free.</summary>
    public static Policy Plain { get; } = new() { RelevantFields = ["amount"] };

    public static Policy Ticketed(params TicketOrder[] orders) => Plain with { Tickets = orders is [] ? [new TicketOrder("licence")] : [.. orders] };

    public static Content Content(int amount = 100, string note = "") => new(
        ImmutableSortedDictionary<string, FieldValue>.Empty.Add("amount", new FieldValue.Number(amount)).Add("note", new FieldValue.Text(note)),
        [new ShownField("amount", "Amount", $"{amount}")]);

    public static string Hash(int amount = 100) => Content(amount).Hash(Plain.RelevantFields);

    public static Draft Draft(params StepPlan[] chain) => new("A thing", Content(), Plain, [.. chain]);
}
