using System.Collections.Concurrent;

namespace Approvals.App.Tickets;

/// <summary>
/// Which systems of tickets are held up. While one is, new tickets queue behind those that wait, so that they are raised in the order of their age once it
/// answers again: <see cref="TicketDrain"/> tries the oldest. What is held each process knows for itself; the queue is in the store.
/// </summary>
public sealed class TicketLines
{
    /// <summary>How long a ticket that waits in a queue is left alone: the drain raises it earlier, and without a drain it is looked at again after this.</summary>
    public static readonly TimeSpan Park = TimeSpan.FromMinutes(30);

    // The value: whether the system has failed since the drain last began.
    private readonly ConcurrentDictionary<string, bool> held = new();

    public bool IsHeld(string system) => held.ContainsKey(system);

    /// <summary>Whether it was found away since <see cref="Begin"/>.</summary>
    public bool IsTripped(string system) => held.TryGetValue(system, out var tripped) && tripped;

    public void Trip(string system) => held[system] = true;

    public void Begin(string system) => held[system] = false;

    public void Release(string system) => held.TryRemove(new KeyValuePair<string, bool>(system, false));
}
