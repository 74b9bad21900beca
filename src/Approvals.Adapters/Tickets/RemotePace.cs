using Approvals.App.Ports;
using Polly.CircuitBreaker;

namespace Approvals.Adapters.Tickets;

/// <summary>How fast one system can be asked: the rest that it asked for, the state of its circuit, and what went wrong last.</summary>
internal sealed class RemotePace
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);
    private static readonly TimeSpan UsualRest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);
    private readonly Lock gate = new();
    private DateTimeOffset heldUntilUtc;
    private string? problem;

    /// <summary>How long after its start an attempt without an answer may still lead to a ticket that a search does not show: the time-out of the call and the lag of the search.</summary>
    public TimeSpan SettleFor { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Null for callers without a pipeline.</summary>
    public CircuitBreakerStateProvider? Circuit { get; init; }

    public DeskHealth Health(DateTimeOffset now)
    {
        lock (gate)
        {
            var circuit = Circuit?.CircuitState ?? CircuitState.Closed;
            return new DeskHealth(
                circuit switch
                {
                    CircuitState.Closed => "closed",
                    CircuitState.HalfOpen => "half-open",
                    CircuitState.Open or CircuitState.Isolated => "open",
                    _ => throw new System.Diagnostics.UnreachableException(circuit.ToString()),
                },
                heldUntilUtc > now ? heldUntilUtc : null, problem);
        }
    }

    public void Succeeded()
    {
        lock (gate)
        {
            problem = null;
        }
    }

    /// <summary>While it rests nothing is asked, by anybody.</summary>
    public void ThrowIfHeld(string system, DateTimeOffset now)
    {
        lock (gate)
        {
            if (heldUntilUtc > now)
            {
                throw new EffectPostponedException(problem ?? $"{system} rests.", heldUntilUtc - now, isSystemWide: true);
            }
        }
    }

    public Exception Translate(string system, RemoteException e, DateTimeOffset now)
    {
        lock (gate)
        {
            problem = e.Message;
            if (e.Fault == RemoteFault.Busy || (e.Wait is not null && e.Fault is RemoteFault.Away or RemoteFault.Unclear))
            {
                var rest = e.Wait is { } asked && asked > TimeSpan.Zero ? asked : UsualRest;
                var until = now + (rest < LongestRest ? rest : LongestRest);
                heldUntilUtc = until > heldUntilUtc ? until : heldUntilUtc;
            }
        }

        return e.Fault switch
        {
            RemoteFault.Away or RemoteFault.Busy or RemoteFault.Unclear => new EffectPostponedException(e.Message, e.Wait ?? UsualRest, isSystemWide: true, e),
            RemoteFault.Refused => new EffectFailedException(e.Message, e.Wait < LongestWait ? e.Wait : null, e),
            RemoteFault.Broken => new EffectFailedException(e.Message, SettleFor, e),
            _ => throw new System.Diagnostics.UnreachableException($"{system}: {e.Fault}"),
        };
    }
}
