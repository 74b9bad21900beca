using System.Diagnostics.Metrics;
using System.Text.Json;
using Approvals.App.Backlogs;
using Approvals.App.Ports;
using Approvals.App.Streams;

namespace Approvals.App.Telemetry;

/// <summary>
/// The gauge of requests that wait for people. Counting reads the list of them, page by page: so it is done every few minutes and not for each collection, and ends at
/// <see cref="MostCounted"/>, the newest first.
/// </summary>
public sealed class PendingRequests
{
    public const int MostCounted = 20_000;

    private readonly IIndexStore index;
    private readonly TimeProvider clock;
    private volatile Dictionary<(string Topic, string Age), long> counted = [];

    public PendingRequests(IIndexStore index, TimeProvider clock)
    {
        (this.index, this.clock) = (index, clock);
        Meters.Observe(() => counted.Select(count => new Measurement<long>(
            count.Value, new("approvals.topic", count.Key.Topic), new KeyValuePair<string, object?>("approvals.age", count.Key.Age))));
    }

    public async Task CountAsync(CancellationToken ct)
    {
        // What is empty now and was not before is said to be 0, and does not stay at its last number.
        var counts = counted.Keys.ToDictionary(place => place, _ => 0L);
        var now = clock.GetUtcNow();
        var seen = 0;
        await foreach (var row in index.RowsAsync(Lists.Status("pending"), ct))
        {
            var summary = JsonSerializer.Deserialize(row.Value.Span, ListJson.Default.RequestSummary)!;
            var place = (summary.Topic, Ages.Names[Ages.Of(now - summary.SubmittedAtUtc)]);
            counts[place] = counts.GetValueOrDefault(place) + 1;
            if (++seen == MostCounted)
            {
                break;
            }
        }

        counted = counts;
    }
}
