using System.Collections.Immutable;
using Approvals.Core.Effects;
using Azure;

namespace Approvals.Adapters.Tables;

/// <summary>What an append builds on: true for as long as the head has this ETag, and the append proves that it still has.</summary>
/// <param name="Number">Counts the appends, also those without events.</param>
/// <param name="Hash">Of the last event.</param>
/// <param name="DueAtUtc">When the request must be looked at.</param>
/// <param name="DueRow">The key of the row by which the sweep finds it.</param>
/// <param name="Waiting">Rows in the outbox.</param>
/// <param name="Pending">Appends whose lists are not written yet, with the time of the last sign of life of whoever writes them.</param>
internal sealed record KnownHead(
    long Version, long Number, byte[] Hash, ETag ETag, DateTimeOffset? DueAtUtc, string? DueRow, ImmutableHashSet<EffectId> Waiting,
    ImmutableSortedDictionary<long, DateTimeOffset> Pending)
{
    public static KnownHead None { get; } = new(0, 0, [], default, null, null, [], ImmutableSortedDictionary<long, DateTimeOffset>.Empty);
}
