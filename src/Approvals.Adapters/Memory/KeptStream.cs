using Approvals.App.Ports;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Memory;

/// <summary>One request in memory. Bytes are copied on the way in, so that no caller can change history.</summary>
internal sealed class KeptStream(RequestId id)
{
    private static readonly Comparer<EffectId> ByPlan = Comparer<EffectId>.Create((x, y) => (x.Version, x.Index).CompareTo((y.Version, y.Index)));
    private readonly SortedDictionary<EffectId, OutboxRow> outbox = new(ByPlan);

    public RequestId Id { get; } = id;
    public List<StoredEvent> Events { get; } = [];
    public Dictionary<string, StoredCommand> Commands { get; } = [];
    public DateTimeOffset? DueAtUtc { get; set; }

    public StoredStream Snapshot() => new(Events.Count, [.. Events], [.. outbox.Values]);

    public void Add(Append append)
    {
        Events.AddRange(append.Events.Select(e => e with { Bytes = e.Bytes.ToArray(), Hash = e.Hash.ToArray() }));
        if (append.Command is { } command)
        {
            Commands[command.CommandId] = command;
        }

        foreach (var row in append.Outbox)
        {
            outbox[row.Id] = row with { Effect = row.Effect.ToArray(), NotBeforeUtc = row.NotBeforeUtc?.ToUniversalTime() };
        }

        foreach (var effect in append.Done)
        {
            outbox.Remove(effect);
        }
    }
}
