using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace App.Tests.People;

/// <summary>One question to one person, from the events alone: when they were asked, what they were told, and when it was over.</summary>
internal sealed class Asking
{
    public required RequestEvent Asked { get; init; }
    public required int Step { get; init; }
    public required Assignment Assignment { get; init; }
    public DateTimeOffset From => Asked.At;

    /// <summary>When it was answered, withdrawn or overtaken; the end of time while it is open.</summary>
    public DateTimeOffset Until { get; private set; } = DateTimeOffset.MaxValue;
    public List<RequestEvent.Reminded> Reminded { get; } = [];
    public List<RequestEvent.Snoozed> Snoozed { get; } = [];
    public List<RequestEvent.StandInChanged> StandIns { get; } = [];
    public List<RequestEvent.AssigneeAway> Away { get; } = [];
    public List<RequestEvent.StepEscalated> Escalated { get; } = [];
    public List<RequestEvent.EscalationExhausted> Exhausted { get; } = [];

    /// <summary>For the message of a test that fails.</summary>
    public string Story => string.Join("; ", Reminded.Concat<RequestEvent>(Snoozed).Concat(StandIns).Concat(Away).Concat(Escalated).Concat(Exhausted).OrderBy(e => e.At).Select(e => $"{e.At:u} {e.GetType().Name} {Detail(e)}"));

    public EmailAddress Who => Assignment.Assignee;

    /// <summary>Who reads a reminder at this time.</summary>
    public EmailAddress ReaderAt(DateTimeOffset at) => StandIns.LastOrDefault(change => change.At <= at)?.StandIn ?? Who;

    public static ImmutableArray<Asking> Of(ImmutableArray<RequestEvent> history)
    {
        var all = new List<Asking>();
        var state = (RequestState)RequestState.NotSubmitted.Instance;
        foreach (var e in history)
        {
            state = Evolver.Evolve(state, e);
            foreach (var (step, assignment) in Opens(e))
            {
                all.Add(new Asking { Asked = e, Step = step, Assignment = assignment });
            }

            // What the state closed is over.
            foreach (var open in all.Where(asking => asking.Until == DateTimeOffset.MaxValue
                && state.Facts!.Step(asking.Step)?.Assignments.Any(a => a.IsOpen && a.Assignee == asking.Who && a.AskedAtUtc == asking.From) != true))
            {
                open.Until = e.At;
            }

            Note(all, e);
        }

        return [.. all];
    }

    private static string Detail(RequestEvent e) => e switch
    {
        RequestEvent.Reminded x => $"{x.Percent} %",
        RequestEvent.Snoozed x => $"to {x.UntilUtc:u}",
        RequestEvent.StandInChanged x => $"{x.StandIn} to {x.UntilUtc:u}",
        RequestEvent.AssigneeAway x => $"to {x.UntilUtc:u}",
        RequestEvent.StepEscalated x => $"{x.Why} to {x.To.Assignee}",
        _ => "",
    };

    private static void Note(List<Asking> all, RequestEvent e)
    {
        Asking? Of(int step, EmailAddress who) => all.LastOrDefault(asking => asking.Step == step && asking.Who == who);
        switch (e)
        {
            case RequestEvent.Reminded x: Of(x.Step, x.Assignee)!.Reminded.Add(x); break;
            case RequestEvent.Snoozed x: Of(x.Step, x.Assignee)!.Snoozed.Add(x); break;
            case RequestEvent.StandInChanged x: Of(x.Step, x.Assignee)!.StandIns.Add(x); break;
            case RequestEvent.AssigneeAway x: Of(x.Step, x.Assignee)!.Away.Add(x); break;
            case RequestEvent.StepEscalated x: Of(x.Step, x.From)!.Escalated.Add(x); break;
            case RequestEvent.EscalationExhausted x: Of(x.Step, x.Assignee)!.Exhausted.Add(x); break;
        }
    }

    private static IEnumerable<(int Step, Assignment Assignment)> Opens(RequestEvent e) => e switch
    {
        RequestEvent.StepOpened x => x.Assignments.Select(a => (x.Step, a)),
        RequestEvent.StepEscalated x => [(x.Step, x.To)],
        _ => [],
    };
}
