using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.App.Streams;

/// <summary>A request as the store has it: folded, with what the next append builds on.</summary>
public sealed record Loaded(RequestId Id, RequestState State, ReadOnlyMemory<byte> LastHash, ImmutableArray<OutboxRow> Outbox)
{
    /// <summary>The events that waiting effects follow from, by version.</summary>
    public ImmutableDictionary<long, RequestEvent> Causes { get; init; } = ImmutableDictionary<long, RequestEvent>.Empty;

    public long Version => State.Facts?.Version ?? 0;
}
