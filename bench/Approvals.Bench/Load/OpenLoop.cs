using System.Collections.Concurrent;
using System.Diagnostics;
using Approvals.Bench.Servers;

namespace Approvals.Bench.Load;

/// <summary>
/// Calls at a fixed rate, whatever the server does. A call's time counts from when it was due, so that a slow answer does not hide the wait of those behind it.
/// </summary>
internal sealed class OpenLoop(ServerProcess server, Form form, int rate) : IDisposable
{
    // Between the calls of one approval. The mails of the step before are sent by then.
    private static readonly TimeSpan Think = TimeSpan.FromMilliseconds(500);

    private readonly Messages messages = new(form);
    private readonly ConcurrentStack<Connection> idle = new();
    private readonly Lock gate = new();
    private readonly Latencies submits = new();
    private readonly Latencies decisions = new();
    private readonly List<Task> running = [];
    private readonly List<Approval> approvals = [];

    public Latencies Submits { get; private set; } = new();
    public Latencies Decisions { get; private set; } = new();
    public IReadOnlyList<string> Made => [.. approvals.Select(approval => approval.Journey.Location)];

    public async Task RunAsync(TimeSpan length)
    {
        var pacer = new Thread(() => Pace(length)) { Priority = ThreadPriority.AboveNormal, Name = "Pacer" };
        pacer.Start();
        await Task.Run(pacer.Join);
        await Task.WhenAll(running);
        Submits = Latencies.Join([submits]);
        Decisions = Latencies.Join([decisions]);
    }

    public void Dispose()
    {
        foreach (var connection in idle)
        {
            connection.Dispose();
        }
    }

    private void Pace(TimeSpan length)
    {
        var begun = Stopwatch.GetTimestamp();
        var (count, calls, think) = ((int)(length.TotalSeconds * rate), 1 + form.Approvers.Count, Think.TotalSeconds);
        var next = new int[calls];
        while (next[^1] < count)
        {
            for (var call = 0; call < calls; call++)
            {
                while (next[call] < count && Due(next[call], call) is var due && due <= Stopwatch.GetTimestamp())
                {
                    if (call == 0)
                    {
                        approvals.Add(new Approval(new Journey(messages, form)));
                    }

                    var approval = approvals[next[call]++];
                    var (number, before) = (call, approval.Last);
                    approval.Last = Task.Run(() => CallAsync(approval.Journey, number, due, before));
                    running.Add(approval.Last);
                }
            }

            Thread.Sleep(1);
        }

        long Due(int approval, int call) => begun + (long)((((double)approval / rate) + (call * think)) * Stopwatch.Frequency);
    }

    private async Task CallAsync(Journey journey, int call, long due, Task before)
    {
        // A decision needs the answer to what came before it. If that is late, the wait counts.
        await before;
        var connection = idle.TryPop(out var known) ? known : new Connection(server.EndPoint);
        await journey.CallAsync(connection, call);
        lock (gate)
        {
            (call == 0 ? submits : decisions).Add(due);
        }

        idle.Push(connection);
    }

    private sealed class Approval(Journey journey)
    {
        public Journey Journey { get; } = journey;
        public Task Last { get; set; } = Task.CompletedTask;
    }
}
