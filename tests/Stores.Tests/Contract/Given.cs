using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.App.Ports;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Stores.Tests.Contract;

/// <summary>What the tests write.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Noon = new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static RequestId NewId() => RequestId.FromBytes(RandomNumberGenerator.GetBytes(16));

    public static RequestId Id(byte number) => RequestId.FromBytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number]);

    public static StoredEvent Event(long version, string text = "{}", ReadOnlyMemory<byte> previous = default)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new StoredEvent(version, bytes, SHA256.HashData([.. previous.Span, .. bytes]));
    }

    public static ImmutableArray<StoredEvent> Events(long first, params string[] texts) => [.. texts.Select((text, i) => Event(first + i, text))];

    public static Append Append(RequestId id, long expected, params string[] events) =>
        new() { Id = id, ExpectedVersion = expected, Events = Events(expected + 1, events) };

    public static StoredCommand Command(string id, long version) => new(id, $"print of {id}", version);

    public static OutboxRow Outbox(RequestId id, long version, int index, string effect = "mail", int attempt = 0, DateTimeOffset? notBefore = null) =>
        new(new EffectId(id, version, index), Encoding.UTF8.GetBytes(effect), attempt, notBefore ?? Noon);

    public static IndexChange Row(string partition, string key, string value = "row") => new(partition, key, Encoding.UTF8.GetBytes(value));

    public static IndexChange NoRow(string partition, string key) => new(partition, key, null);

    public static string Text(this ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    public static string[] Texts(this StoredStream? stream) => [.. stream!.Events.Select(e => e.Bytes.Text())];
}
