using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using C = Approvals.Core.Requests.Command;

namespace Approvals.Core.Tests.Requests;

/// <summary>One command of a history, and what came of it.</summary>
internal sealed record Beat(RequestState Before, C Command, Outcome Outcome, RequestState After, ImmutableArray<RequestEvent> Events, ImmutableArray<PlannedEffect> Planned)
{
    public override string ToString() => $"{Before.Status}: {Command.GetType().Name} by {Command.By} -> {(Outcome is Outcome.Refused no ? no.Refusal.Code : string.Join(", ", Events.Select(e => e.GetType().Name)))}";
}

/// <summary>Plays a plot: turns each move into a command, most of them sensible, some not, and lets the decider answer.</summary>
internal sealed class Play
{
    private readonly Plot plot;
    private readonly List<Beat> beats = [];
    private readonly List<PlannedEffect> outbox = [];
    private readonly HashSet<EmailAddress> left = [];
    private readonly List<Delegation> delegations = [];
    private readonly List<(EmailAddress Person, Absence Absence)> absences = [];
    private readonly Facts cast;
    private DateTimeOffset now = World.Start;
    private RequestState state = RequestState.NotSubmitted.Instance;

    private Play(Plot plot)
    {
        this.plot = plot;
        cast = plot.Cast.Facts();
        foreach (var move in plot.Moves)
        {
            Make(move);
        }
    }

    public IReadOnlyList<Beat> Beats => beats;

    public RequestState End => state;

    public ImmutableArray<RequestEvent> History => [.. beats.SelectMany(beat => beat.Events)];

    /// <summary>The world as it is at the end.</summary>
    public Facts Facts => Known();

    public DateTimeOffset Now => now;

    public static Play Of(Plot plot) => new(plot);

    public override string ToString() => string.Join('\n', beats);

    private void Make(Move move)
    {
        switch (move.Kind)
        {
            case MoveKind.Wait:
                now += TimeSpan.FromMinutes(move.A);
                return;
            case MoveKind.Leave:
                left.Add(Someone(move.A));
                return;
            case MoveKind.ComeBack:
                left.Remove(Someone(move.A));
                return;
            case MoveKind.GoAway:
                absences.Add((move.B % 3 == 0 ? Someone(move.A) : Asked(move), new Absence(now, move.C % 4 == 0 ? null : now.AddHours(move.C % 200))));
                return;
            case MoveKind.Delegate:
                delegations.Add(new Delegation($"{delegations.Count}", Delegator(move), Someone(move.B), now.AddHours((move.C % 5) - 2), now.AddHours(move.C % 40)));
                return;
            case MoveKind.TickWhenDue when Schedule.NextDue(state) is { } due && due > now:
                now = due;
                break;
            default:
                now += TimeSpan.FromSeconds(move.C % 100);
                break;
        }

        if (Command(move) is { } command)
        {
            Decide(command with { At = now, Facts = Known(), CommandId = command.CommandId is "" ? $"c{beats.Count}" : command.CommandId });
        }
    }

    private void Decide(C command)
    {
        var before = state;
        var outcome = Decider.Decide(before, command);
        var events = outcome is Outcome.Accepted accepted ? accepted.Events : [];
        state = events.Aggregate(before, Evolver.Evolve);
        var planned = Planner.Plan(state, events);
        outbox.AddRange(planned);
        beats.Add(new Beat(before, command, outcome, state, events, planned));
    }

    private Facts Known()
    {
        var known = left.Aggregate(cast with { Delegations = [.. delegations] }, (facts, person) => facts.With(person.Value, one => one with { Active = false }));
        return absences.Aggregate(known, (facts, away) => facts.With(away.Person.Value, one => one with { Absences = one.Absences.Add(away.Absence) }));
    }

    private C? Command(Move move) => move.Kind switch
    {
        MoveKind.Submit => By("bo", new C.Submit
        {
            At = default,
            CommandId = "",
            By = default,
            Id = World.Id,
            Topic = "thing",
            TopicVersion = 3,
            Beneficiary = plot.Cast.BeneficiaryMail,
            Draft = plot.Scenes[0].Draft,
        }),
        MoveKind.Resubmit => By(move.B % 8 == 0 ? Someone(move.B) : Requester, new C.Resubmit(plot.Scenes[move.A % plot.Scenes.Length].Draft) { At = default, CommandId = "", By = default }),
        MoveKind.Approve => By(Speaker(move), new C.Approve(Sight(move), null, Channel.Web) { At = default, CommandId = "", By = default }),
        MoveKind.Reject => By(Speaker(move), new C.Reject(Sight(move), Remark(move), Channel.Mail) { At = default, CommandId = "", By = default }),
        MoveKind.Return => By(Speaker(move), new C.Return(Sight(move), Remark(move), Channel.Api) { At = default, CommandId = "", By = default }),
        MoveKind.Recall => By(move.B % 4 == 0 ? Someone(move.A) : Requester, new C.Recall(Remark(move)) { At = default, CommandId = "", By = default }),
        // Most plots would end here, so most of these are by people who may not.
        MoveKind.Cancel => By(Someone(move.A), new C.Cancel(Remark(move)) { At = default, CommandId = "", By = default }),
        MoveKind.Comment => By(Someone(move.A), new C.Comment("Hm.") { At = default, CommandId = "", By = default }),
        MoveKind.Nudge => By(move.B % 4 == 0 ? Someone(move.A) : Requester, new C.Nudge { At = default, CommandId = "", By = default }),
        MoveKind.Snooze => By(Asked(move), new C.Snooze(StepNumber(move.A), now.AddHours((move.C % 12) - 1)) { At = default, CommandId = "", By = default }),
        MoveKind.Reassign => By(move.C % 2 == 0 ? World.Mail("ada") : Someone(move.C), new C.Reassign(StepNumber(move.A), Asked(move), Someone(move.B), Remark(move) ?? "x") { At = default, CommandId = "", By = default }),
        MoveKind.AddApprover => By(move.C % 2 == 0 ? World.Mail("ada") : Someone(move.C), new C.AddApprover(StepNumber(move.A), Someone(move.B), Remark(move) ?? "x") { At = default, CommandId = "", By = default }),
        MoveKind.Override => By(Someone(move.B), new C.Override(StepNumber(move.A), Overriding(move), "x") { At = default, CommandId = "", By = default }) with { ByAdministrator = move.C % 2 == 0 },
        MoveKind.Tick or MoveKind.TickWhenDue => new C.Tick { At = default, CommandId = "", By = Actor.System },
        MoveKind.RecordEffect => Record(move),
        MoveKind.RetryEffect => Retry(move),
        MoveKind.NoteBounce => Bounce(move),
        MoveKind.SkipEffect => TakeOver(move, effect => new C.SkipEffect(effect, Remark(move) ?? "") { At = default, CommandId = "", By = default }),
        MoveKind.HandOver => TakeOver(move, effect => new C.HandOverTicket(effect, "desk", $"H-{move.A}", null, Remark(move) ?? "") { At = default, CommandId = "", By = default }),
        MoveKind.NoteTicket => OnTicket(move, (template, key) => new C.NoteTicket(template, key, (TicketPhase)(move.B % 4), now) { At = default, CommandId = "", By = Actor.System }),
        MoveKind.NoteRemark => OnTicket(move, (template, key) => new C.NoteRemark(template, key, $"r{move.B}", "agent", "Hm.", now) { At = default, CommandId = "", By = Actor.System }),
        MoveKind.Repeat => beats.Count == 0 ? null : beats[move.A % beats.Count].Command,
        _ => throw new InvalidOperationException(move.Kind.ToString()),
    };

    private static C By(string name, C command) => By(World.Mail(name), command);

    private static C By(EmailAddress person, C command) => command with { By = Actor.Of(person), ByAdministrator = person == World.Mail("ada") };

    private static EmailAddress Requester => World.Mail("bo");

    private static EmailAddress Someone(int n) => World.Mail(Cast.Names[n % Cast.Names.Length]);

    private static string? Remark(Move move) => move.C % 10 == 0 ? null : "Because.";

    private static OverrideDecision Overriding(Move move) => move.C % 3 == 0 ? OverrideDecision.Reject : OverrideDecision.Approve;

    private int StepNumber(int n)
    {
        var open = state.Facts?.Steps.Where(step => step.Status == StepStatus.Open).Select(step => step.Plan.Number).ToArray() ?? [];
        return open.Length == 0 || n % 7 == 0 ? n % 6 : open[n % open.Length];
    }

    private EmailAddress Asked(Move move)
    {
        var asked = state.Facts?.Step(StepNumber(move.A))?.Assignments.Where(a => a.IsOpen).Select(a => a.Assignee).ToArray() ?? [];
        return asked.Length == 0 || move.B % 9 == 0 ? Someone(move.B) : asked[move.B % asked.Length];
    }

    // Delegations matter that come from the requester, or from those who are asked.
    private EmailAddress Delegator(Move move) => (move.A % 3) switch
    {
        0 => Requester,
        1 => Asked(move),
        _ => Someone(move.A),
    };

    private EmailAddress Speaker(Move move) => delegations.Count > 0 && move.C % 4 == 0 ? delegations[move.B % delegations.Count].Delegate : Asked(move);

    private Sight Sight(Move move)
    {
        var version = state.Facts?.Version ?? 0;
        return (move.C % 11) switch
        {
            0 => new Sight((state.Facts?.Round ?? 0) - 1, StepNumber(move.A), version),
            1 => new Sight(state.Facts?.Round ?? 0, StepNumber(move.A), version - (move.B % 5)),
            2 => new Sight(state.Facts?.Round ?? 0, StepNumber(move.A), version + (move.B % 2)),
            _ => new Sight(state.Facts?.Round ?? 0, StepNumber(move.A), version),
        };
    }

    private C.RecordEffect? Record(Move move)
    {
        if (outbox.Count == 0)
        {
            return null;
        }

        // Tickets first now and then, or most plots would never complete; and now and then one of no effect at all.
        var tickets = outbox.Where(planned => planned.Effect is Effect.OpenTicket).ToArray();
        var (id, effect) = move.B % 2 == 0 && tickets.Length > 0 ? tickets[move.A % tickets.Length] : outbox[move.A % outbox.Count];
        EffectResult result = (move.C % 8) switch
        {
            0 => new EffectResult.Dropped("x"),
            1 => new EffectResult.Failed(1, now.AddMinutes(1), "x"),
            2 => new EffectResult.Abandoned(9, "x"),
            3 when move.B % 5 == 0 => new EffectResult.Ticketed("desk", "T", null),
            4 when effect is Effect.SendMail => new EffectResult.Undeliverable("x"),
            _ => effect switch
            {
                Effect.SendMail => new EffectResult.Mailed("m"),
                Effect.RemarkTicket => new EffectResult.Told(),
                _ => new EffectResult.Ticketed("desk", $"T-{move.A}", null),
            },
        };
        id = move.A % 13 == 0 ? id with { Version = id.Version + 1 } : id;
        return new C.RecordEffect(id, effect, result) { At = default, CommandId = "", By = Actor.System };
    }

    private C.NoteBounce? Bounce(Move move)
    {
        var mails = outbox.Where(planned => planned.Effect is Effect.SendMail).ToArray();
        return mails.Length > 0 && mails[move.A % mails.Length] is { Effect: Effect.SendMail mail } planned
            ? new C.NoteBounce(planned.Id, mail.Kind, mail.To, "x") { At = default, CommandId = "", By = Actor.System }
            : null;
    }

    private C? TakeOver(Move move, Func<EffectId, C> make)
    {
        var tickets = outbox.Where(planned => planned.Effect is Effect.OpenTicket).Select(planned => planned.Id).Concat(state.Facts?.Abandoned.Keys ?? []).ToArray();
        return tickets.Length == 0 ? null : By(move.B % 3 == 0 ? Someone(move.B) : World.Mail("ada"), make(tickets[move.A % tickets.Length]));
    }

    private C OnTicket(Move move, Func<string, string, C> make)
    {
        var tickets = state.Facts?.Tickets ?? [];
        return tickets.IsEmpty || move.C % 9 == 0 ? make("none", "T") : make(tickets[move.A % tickets.Length].Template, tickets[move.A % tickets.Length].Key);
    }

    private C? Retry(Move move)
    {
        var abandoned = state.Facts?.Abandoned.Keys.ToArray() ?? [];
        var effect = abandoned.Length > 0 ? abandoned[move.A % abandoned.Length] : outbox.Count > 0 ? outbox[move.A % outbox.Count].Id : (EffectId?)null;
        return effect is { } id ? By(move.B % 3 == 0 ? Someone(move.B) : World.Mail("ada"), new C.RetryEffect(id) { At = default, CommandId = "", By = default }) : null;
    }
}
