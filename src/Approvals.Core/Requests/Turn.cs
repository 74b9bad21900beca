using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Requests;

/// <summary>One decision in the making: the events so far and the state that they lead to, so that each rule sees what the one before it said.</summary>
internal sealed class Turn(RequestState state, Command command)
{
    private readonly ImmutableArray<RequestEvent>.Builder events = ImmutableArray.CreateBuilder<RequestEvent>();

    public RequestState State { get; private set; } = state;

    public Request Request => State.Facts ?? throw new InvalidOperationException("Nothing was submitted.");

    public Command Command => command;

    public DateTimeOffset At => command.At;

    public Facts Facts => command.Facts;

    public int Emitted => events.Count;

    public void Emit(RequestEvent e)
    {
        events.Add(e);
        State = Evolver.Evolve(State, e);
    }

    public Outcome Done() => new Outcome.Accepted(events.ToImmutable());
}
