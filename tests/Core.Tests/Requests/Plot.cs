using System.Collections.Immutable;
using Approvals.Core.Calendars;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Approvals.Core.Tests.Calendars;
using CsCheck;

namespace Approvals.Core.Tests.Requests;

/// <summary>
/// What a random history is played from: a firm, its chains, and moves that say roughly what somebody tries. The moves are numbers, so a failing
/// plot shrinks to a short one; <see cref="Play"/> gives them their meaning.
/// </summary>
internal sealed record Plot(Cast Cast, ImmutableArray<Scene> Scenes, ImmutableArray<Move> Moves)
{
    public override string ToString() => $"{Cast}\n{string.Join('\n', Scenes)}\n{string.Join('\n', Moves)}";
}

/// <summary>A number for each one's manager, whether they keep office hours, who holds the three roles, and for whom it is asked.</summary>
internal sealed record Cast(ImmutableArray<int> Managers, ImmutableArray<bool> Office, ImmutableArray<ImmutableArray<int>> Holders, int Beneficiary)
{
    public static readonly ImmutableArray<string> Names = ["bo", "bo+x@example.com", "cy", "dee", "dee+y@example.com", "eli", "fay", "gus", "hal", "ida", "oz", "ada"];
    public static readonly ImmutableArray<RoleRef> Roles = [new("vps"), new("legal"), new("finance")];
    private static readonly BusinessCalendar OfficeHours = SomeCalendar.Office("Europe/Berlin");

    public Facts Facts()
    {
        var people = Names.Select((name, i) => World.Person(name) with
        {
            // Anybody: a circle of managers must do no harm either.
            Manager = Managers[i] % 4 == 0 ? null : World.Mail(Names[Managers[i] % Names.Length]),
            Calendar = Office[i] ? OfficeHours : BusinessCalendar.RoundTheClock,
        }).ToImmutableArray();
        return new Facts
        {
            People = people.ToImmutableDictionary(person => person.Mail),
            Roles = Roles.Select((role, i) => (role, Holders: new RoleHolders([.. Holders[i].Select(n => people[n])], [people[7], people[8]])))
                .ToImmutableDictionary(pair => pair.role, pair => pair.Holders),
            Owners = [people[10]],
        };
    }

    public EmailAddress? BeneficiaryMail => Beneficiary < Names.Length ? World.Mail(Names[Beneficiary]) : null;

    public override string ToString() =>
        $"managers {string.Join(',', Managers)}; office {string.Join(',', Office)}; holders {string.Join(" / ", Holders.Select(h => string.Join(',', h)))}; beneficiary {BeneficiaryMail}";
}

/// <summary>A draft for one submission: steps, tickets and the amount.</summary>
internal sealed record Scene(ImmutableArray<StepPlan> Chain, ImmutableArray<TicketOrder> Tickets, int Amount, string Note)
{
    public Draft Draft => new("A thing", World.Content(Amount, Note), World.Plain with { Tickets = Tickets, NudgeEvery = TimeSpan.FromHours(1) }, Chain);

    public override string ToString() => $"amount {Amount}, tickets {string.Join(',', Tickets)}, {string.Join("; ", Chain)}";
}

/// <summary>Kind picks what is tried; the others pick by whom, on what, and how far off the mark.</summary>
internal readonly record struct Move(MoveKind Kind, int A, int B, int C);

internal enum MoveKind
{
    Submit, Resubmit, Approve, Reject, Return, Recall, Cancel, Comment, Nudge, Reassign, AddApprover, Override, Tick, TickWhenDue, Wait, RecordEffect, RetryEffect, NoteBounce, SkipEffect, HandOver, NoteTicket, NoteRemark, Repeat, Leave, ComeBack, Delegate, Snooze, GoAway,
}

internal static class AnyPlot
{
    private static readonly string[] Templates = ["licence", "case", "interim"];

    private static readonly Gen<int> Number = Gen.Int[0, 999];

    private static readonly Gen<StepTiming> Timing = Gen.Select(
        Gen.Int[1, 20], Gen.Int[1, 30].Nullable(), Gen.Int[1, 60].Nullable(), Gen.Enum<ExpiryOutcome>(),
        (limit, escalate, expire, outcome) => new StepTiming
        {
            Limit = TimeSpan.FromHours(limit),
            EscalateAfter = escalate is { } e ? TimeSpan.FromHours(e) : null,
            ExpireAfter = expire is { } x ? TimeSpan.FromHours(x) : null,
            Expiry = outcome,
        });

    private static readonly Gen<ImmutableArray<StepPlan>> Chain = Gen.Select(
        Gen.Int[0, 2], Gen.OneOf(Gen.Const(Quorum.All), Gen.Const(Quorum.Any), Gen.Int[1, 3].Select(Quorum.Of)), Gen.Int[1, 3], Timing, Gen.Int[0, 9],
        (role, quorum, stage, timing, skipped) => World.Step(1, Cast.Roles[role], quorum, stage, timing, skipped == 0 ? "The policy says so." : null))
        .Array[1, 4].Select(steps => steps.Select((step, i) => step with { Number = i + 1, Name = $"Step {i + 1}" }).ToImmutableArray());

    private static readonly Gen<ImmutableArray<TicketOrder>> Tickets = Gen.Select(
        Gen.Int[0, 2].Select(i => Templates[i]), Gen.Enum<TicketMoment>(), (template, moment) => new TicketOrder(template, null, moment)).Array[0, 2].Select(orders => orders.ToImmutableArray());

    private static readonly Gen<Scene> AnyScene = Gen.Select(
        Gen.Frequency((9, Chain), (1, Gen.Const(ImmutableArray<StepPlan>.Empty))), Tickets, Gen.Int[1, 2], Gen.Bool.Select(some => some ? "x" : ""), (chain, tickets, amount, note) => new Scene(chain, tickets, amount, note));

    private static readonly Gen<Cast> AnyCast = Gen.Select(
        Number.Array[Cast.Names.Length], Gen.Bool.Array[Cast.Names.Length], Gen.Int[0, 9].Array[0, 3].Array[3], Gen.Int[0, 30],
        (managers, office, holders, beneficiary) => new Cast([.. managers], [.. office], [.. holders.Select(h => h.Distinct().ToImmutableArray())], beneficiary));

    // Weighted to get somewhere: a history of nonsense only stays where it is.
    private static readonly Gen<MoveKind> Kind = Gen.Frequency(
        (6, Gen.Const(MoveKind.Approve)), (4, Gen.Const(MoveKind.TickWhenDue)), (2, Gen.Const(MoveKind.Wait)), (2, Gen.Const(MoveKind.RecordEffect)),
        (4, Gen.Const(MoveKind.Resubmit)), (2, Gen.Const(MoveKind.Recall)), (2, Gen.Const(MoveKind.Return)), (1, Gen.Const(MoveKind.Repeat)),
        (3, Gen.Const(MoveKind.Reassign)), (2, Gen.Const(MoveKind.AddApprover)), (3, Gen.Const(MoveKind.Delegate)), (2, Gen.Const(MoveKind.Leave)), (2, Gen.Const(MoveKind.GoAway)), (9, Gen.Enum<MoveKind>()));

    public static Gen<Plot> Any { get; } = Gen.Select(
        AnyCast, AnyScene.Array[3], Gen.Select(Kind, Number, Number, Number, (kind, a, b, c) => new Move(kind, a, b, c)).Array[0, 80],
        (cast, scenes, moves) => new Plot(cast, [.. scenes], [new Move(MoveKind.Submit, 0, 0, 0), .. moves]));
}
