using System.Collections.Immutable;
using System.Text;
using Approvals.Core.Audit;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Xunit;

namespace Approvals.Core.Tests.Requests;

/// <summary>Given events, when a command, then events or a refusal. Times and clocks of assignments are compared by the tests that are about time.</summary>
internal sealed class Scenario
{
    private static readonly AssignmentClock NoClock = new(default, [], null, null);

    private readonly ImmutableArray<RequestEvent> history;
    private Facts facts = World.Known;
    private DateTimeOffset now = World.Start;

    private Scenario(ImmutableArray<RequestEvent> history) => this.history = history;

    public Outcome? Outcome { get; private set; }

    /// <summary>The state before the command.</summary>
    public RequestState Before { get; private set; } = RequestState.NotSubmitted.Instance;

    public RequestState After => Evolver.Fold([.. history, .. Events]);

    public ImmutableArray<RequestEvent> Events => Outcome switch
    {
        null => [],
        Outcome.Accepted accepted => accepted.Events,
        Outcome.Refused refused => throw new InvalidOperationException($"Refused: {refused.Refusal.Message}"),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>What follows from the command in the outside world.</summary>
    public IEnumerable<Effect> Effects => Planner.Plan(After, Events).Select(planned => planned.Effect);

    public static Scenario Given(params RequestEvent[] events) => new([.. events]);

    public Scenario In(Facts world)
    {
        facts = world;
        return this;
    }

    /// <summary>The command comes so much after <see cref="World.Start"/>.</summary>
    public Scenario Later(double hours)
    {
        now = World.Start.AddHours(hours);
        return this;
    }

    public Scenario When(Command command)
    {
        Before = Evolver.Fold(history);
        Outcome = Decider.Decide(Before, Filled(command, "when"));
        return this;
    }

    /// <summary>The next command comes on top of what the last one led to.</summary>
    public Scenario And(Command command)
    {
        var next = new Scenario([.. history, .. Events]) { facts = facts, now = now };
        next.Before = Evolver.Fold(next.history);
        next.Outcome = Decider.Decide(next.Before, next.Filled(command, "and"));
        return next;
    }

    public Scenario Then(params RequestEvent[] expected)
    {
        Assert.Equal(Text(expected), Text(Events));
        return this;
    }

    public Scenario ThenNothing()
    {
        Assert.Empty(Events);
        return this;
    }

    public T ThenRefused<T>()
        where T : Refusal => Assert.IsType<T>(Assert.IsType<Outcome.Refused>(Outcome).Refusal);

    public Scenario ThenStatus(string status)
    {
        Assert.Equal(status, After.Status);
        return this;
    }

    /// <summary>Who is told what, in any order: <c>Superseded dee</c>. Tickets: <c>OpenTicket licence</c>.</summary>
    public Scenario ThenTells(params string[] expected)
    {
        Assert.Equal(expected.Order(), Effects.Select(Name).Order());
        return this;
    }

    private static string Name(Effect effect) => effect switch
    {
        Effect.SendMail mail => $"{mail.Kind} {mail.To.Value.Split('@')[0]}",
        Effect.OpenTicket ticket => $"OpenTicket {ticket.Template}",
        Effect.RemarkTicket ticket => $"RemarkTicket {ticket.Template}",
        _ => throw new InvalidOperationException(),
    };

    private Command Filled(Command command, string id)
    {
        var version = Before.Facts?.Version ?? 0;
        var seen = command switch
        {
            Command.Approve c => c with { Sight = Seen(c.Sight) },
            Command.Reject c => c with { Sight = Seen(c.Sight) },
            Command.Return c => c with { Sight = Seen(c.Sight) },
            _ => command,
        };
        return seen with { At = now, CommandId = command.CommandId is "" ? $"{id} {version}" : command.CommandId, Facts = facts };

        Sight Seen(Sight sight) => sight.SeenVersion == Orders.Current ? sight with { SeenVersion = version } : sight;
    }

    private static string Text(IEnumerable<RequestEvent> events) =>
        string.Join('\n', events.Select(e => Encoding.UTF8.GetString(EventJson.Write(WithoutTime(e), 1))));

    private static RequestEvent WithoutTime(RequestEvent e) => WithoutClocks(e) with { At = default, CommandId = "" };

    private static RequestEvent WithoutClocks(RequestEvent e) => e switch
    {
        RequestEvent.StepOpened x => x with { Assignments = [.. x.Assignments.Select(WithoutTime)] },
        RequestEvent.Reassigned x => x with { To = WithoutTime(x.To) },
        RequestEvent.ApproverAdded x => x with { Added = WithoutTime(x.Added) },
        RequestEvent.StepEscalated x => x with { To = WithoutTime(x.To) },
        RequestEvent.StepApproved x => x with { SeenVersion = 0 },
        RequestEvent.StepRejected x => x with { SeenVersion = 0 },
        RequestEvent.StepReturned x => x with { SeenVersion = 0 },
        _ => e,
    };

    private static Assignment WithoutTime(Assignment assignment) => assignment with { Clock = NoClock };
}
