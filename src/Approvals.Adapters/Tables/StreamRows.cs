using System.Collections.Immutable;
using System.Globalization;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>
/// The rows of one request, all in its partition: commands <c>C|</c>, events <c>E|</c>, the head <c>H</c>, the outbox <c>O|</c>, and list changes that are still to be written <c>X|</c>.
/// In this order one range query gives everything but the commands. Times are ticks UTC.
/// </summary>
internal static class StreamRows
{
    public const string Head = "H";
    public const string Events = "E|";
    public const string AfterEvents = "F";
    public const string Lists = "X|";
    public const string End = "Y";

    /// <summary>What tells a head and the keys beside it, without the payload.</summary>
    public static readonly string[] HeadColumns = ["PartitionKey", "RowKey", "Timestamp", "Version", "Number", "Hash", "DueAt", "DueRow"];

    public static string EventKey(long version) => $"{Events}{version:d10}";

    public static string CommandKey(string commandId) => $"C|{Keys.Escape(commandId)}";

    public static string OutboxKey(EffectId id) => $"O|{id.Version:d10}|{id.Index:d2}";

    public static string ListsKey(long number) => $"{Lists}{number:d10}";

    public static TableEntity Of(RequestId id, StoredEvent e, string token) =>
        new TableEntity(id.Value, EventKey(e.Version)) { ["Hash"] = e.Hash.ToArray(), ["Token"] = token }.With("Bytes", e.Bytes.Span);

    public static TableEntity Of(RequestId id, StoredCommand command) =>
        new(id.Value, CommandKey(command.CommandId)) { ["Fingerprint"] = command.Fingerprint, ["Version"] = command.Version };

    public static TableEntity Of(RequestId id, OutboxRow row, long number)
    {
        var entity = new TableEntity(id.Value, OutboxKey(row.Id)) { ["Attempt"] = row.Attempt, ["Number"] = number }.With("Effect", row.Effect.Span);
        if (row.NotBeforeUtc is { } at)
        {
            entity["NotBefore"] = at.UtcTicks;
        }

        return entity;
    }

    public static StoredEvent Event(TableEntity row) =>
        new(long.Parse(row.RowKey.AsSpan(Events.Length), CultureInfo.InvariantCulture), row.Bytes("Bytes"), row.GetBinary("Hash"));

    public static StoredCommand Command(string commandId, TableEntity row) => new(commandId, row.GetString("Fingerprint"), row.GetInt64("Version")!.Value);

    public static OutboxRow Outbox(RequestId id, TableEntity row) =>
        new(EffectAt(id, row), row.Bytes("Effect"), row.GetInt32("Attempt")!.Value, row.GetInt64("NotBefore") is { } ticks ? Utc(ticks) : null);

    /// <summary>From a query that begins at the head or before; null without one.</summary>
    public static KnownHead? HeadIn(RequestId id, IEnumerable<TableEntity> rows)
    {
        TableEntity? head = null;
        var waiting = ImmutableHashSet.CreateBuilder<EffectId>();
        var pending = ImmutableSortedDictionary.CreateBuilder<long, DateTimeOffset>();
        foreach (var row in rows)
        {
            switch (row.RowKey[0])
            {
                case 'H':
                    head = row;
                    break;
                case 'O':
                    waiting.Add(EffectAt(id, row));
                    break;
                case 'X':
                    pending[long.Parse(row.RowKey.AsSpan(Lists.Length), CultureInfo.InvariantCulture)] = row.Timestamp!.Value;
                    break;
            }
        }

        if (head is null)
        {
            return null;
        }

        return new KnownHead(
            Number(id, head, "Version"), Number(id, head, "Number"), head.GetBinary("Hash"), head.ETag, head.GetInt64("DueAt") is { } due ? Utc(due) : null, head.GetString("DueRow"),
            waiting.ToImmutable(), pending.ToImmutable());
    }

    private static long Number(RequestId id, TableEntity head, string column) =>
        head.TryGetValue(column, out var value) && value is long number ? number : throw new CorruptStreamException(null, 0, $"the head of request {id} has no {column}. Restore it from a backup.");

    public static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);

    private static EffectId EffectAt(RequestId id, TableEntity row) => new(
        id, long.Parse(row.RowKey.AsSpan(2, 10), CultureInfo.InvariantCulture), int.Parse(row.RowKey.AsSpan(13), CultureInfo.InvariantCulture));
}
