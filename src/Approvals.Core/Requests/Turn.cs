using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Requests;

/// <summary>One decision in the making: the events so far and the state that they lead to, so that each rule sees what the one before it said.</summary>
internal sealed class Turn(RequestState state, Command command)
{
    private const int MostInTurn = 24;

    private readonly ImmutableArray<RequestEvent>.Builder events = ImmutableArray.CreateBuilder<RequestEvent>();

    public RequestState State { get; private set; } = state;

    public Request Request => State.Facts ?? throw new InvalidOperationException("Nothing was submitted.");

    public Command Command => command;

    public DateTimeOffset At => command.At;

    public Facts Facts => command.Facts;

    /// <summary>How many owners of the desk were alarmed.</summary>
    public int Told { get; private set; }

    /// <summary>One append has room for no more, when each event tells somebody. The rest is due still, and has its turn next.</summary>
    public bool IsFull => events.Count + Told >= MostInTurn;

    public void Emit(RequestEvent e)
    {
        events.Add(e);
        Told += e switch
        {
            RequestEvent.EscalationExhausted x => x.Tell.Length,
            RequestEvent.StepExpired x => x.Tell.Length,
            _ => 0,
        };
        State = Evolver.Evolve(State, e);
    }

    public Outcome Done() => new Outcome.Accepted(events.ToImmutable());
}
