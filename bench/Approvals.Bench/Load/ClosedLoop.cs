using System.Diagnostics;
using Approvals.Bench.Servers;

namespace Approvals.Bench.Load;

/// <summary>Clients that each make one batch of approvals after the other, without a pause.</summary>
internal sealed class ClosedLoop(ServerProcess server, Form form)
{
    private const int Batch = 16;
    private readonly Messages messages = new(form);

    public Latencies Submits { get; private set; } = new();
    public Latencies Decisions { get; private set; } = new();

    /// <summary>Where the requests are that the last run made.</summary>
    public IReadOnlyList<string> Made { get; private set; } = [];

    public async Task RunAsync(int clients, TimeSpan length)
    {
        var end = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var done = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => ClientAsync(end))));
        Submits = Latencies.Join(done.Select(client => client.Submits));
        Decisions = Latencies.Join(done.Select(client => client.Decisions));
        Made = [.. done.SelectMany(client => client.Made)];
    }

    private async Task<(Latencies Submits, Latencies Decisions, List<string> Made)> ClientAsync(long end)
    {
        using var connection = new Connection(server.EndPoint);
        var (submits, decisions, made) = (new Latencies(), new Latencies(), new List<string>());
        while (Stopwatch.GetTimestamp() < end)
        {
            var batch = Enumerable.Range(0, Batch).Select(_ => new Journey(messages, form)).ToArray();
            for (var call = 0; call < batch[0].Calls; call++)
            {
                foreach (var journey in batch)
                {
                    var begun = Stopwatch.GetTimestamp();
                    await journey.CallAsync(connection, call);
                    (call == 0 ? submits : decisions).Add(begun);
                }

                // People decide when the mail has come. The last of the batch stands for all: one question, not one for each.
                await batch[^1].MovedOnAsync(connection);
            }

            made.AddRange(batch.Select(journey => journey.Location));
        }

        return (submits, decisions, made);
    }
}
