using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace App.Tests.Advance;

/// <summary>The process stops here. Nothing in the product knows it, so nothing can be prepared for it.</summary>
internal sealed class CrashException() : Exception("The process was killed.");

public enum Fault
{
    None,

    /// <summary>The process dies before the call has any effect, or after it had all of it.</summary>
    CrashBefore,
    CrashAfter,

    /// <summary>The other side fails before it did anything, or after it did everything.</summary>
    AwayBefore,
    AwayAfter,

    /// <summary>A mailer or desk says no, and why; a store says that somebody else was first.</summary>
    Refused,

    /// <summary>A desk's system asks everybody for a rest.</summary>
    Resting,
}

/// <summary>Stands before every port of one process and decides what goes wrong at which call.</summary>
internal sealed class Faults
{
    /// <summary>Asked before each call with the name of the port and the number of the call, from 1.</summary>
    public Func<string, int, Fault> Next { get; set; } = (_, _) => Fault.None;

    /// <summary>What a refusing port asks to be given.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Addresses at which there is nobody.</summary>
    public HashSet<EmailAddress> Nobody { get; } = [];

    public int Calls { get; private set; }

    public bool IsDead { get; private set; }

    public static Func<string, int, Fault> At(int call, Fault fault) => (_, number) => number == call ? fault : Fault.None;

    public async Task<T> CallAsync<T>(string port, Func<Task<T>> call, Func<T>? refusal = null)
    {
        var fault = Meet(port);
        switch (fault)
        {
            case Fault.AwayBefore:
                throw Away(port);
            case Fault.Refused when refusal is not null:
                return refusal();
            case Fault.Resting when port is "desk":
                throw new EffectPostponedException("The desk rests.", TimeSpan.FromSeconds(30), isSystemWide: true);
            case Fault.Refused when port is "mailer" or "desk":
                throw new EffectFailedException($"The {port} is closed.", RetryAfter);
        }

        var answer = await call();
        return fault switch
        {
            Fault.AwayAfter => throw Away(port),
            Fault.CrashAfter => throw Die(),
            _ => answer,
        };
    }

    public void Call(string port, Action call)
    {
        var fault = Meet(port);
        call();
        if (fault == Fault.CrashAfter)
        {
            throw Die();
        }
    }

    // Of a dead process nothing reaches the outside any more, whatever its code still tries.
    private Fault Meet(string port)
    {
        if (IsDead)
        {
            throw new CrashException();
        }

        var fault = Next(port, ++Calls);
        return fault == Fault.CrashBefore ? throw Die() : fault;
    }

    private CrashException Die()
    {
        IsDead = true;
        return new CrashException();
    }

    // What the outside world throws is not always of our making.
    private static Exception Away(string port) => port switch
    {
        "store" or "append" => new StoreUnavailableException("The storage is away."),
        "mailer" => new HttpRequestException("connection reset"),
        _ => new TaskCanceledException("timeout"),
    };
}
