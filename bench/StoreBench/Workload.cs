using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.App.Ports;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace StoreBench;

/// <summary>Appends of the shape that a two-step approval makes: submit, mails, two decisions, ticket.</summary>
internal static class Workload
{
    public const int AppendsPerRequest = 7;
    private static readonly byte[] Body = Encoding.UTF8.GetBytes($$"""{"type":"step-approved.v1","text":"{{new string('x', 500)}}"}""");
    private static readonly byte[] Effect = Encoding.UTF8.GetBytes("""{"type":"send-mail","kind":"ApprovalRequested","to":"somebody@example.com","round":1,"step":1,"about":3}""");
    private static readonly byte[] Summary = Encoding.UTF8.GetBytes($$"""{"title":"{{new string('t', 250)}}"}""");

    public static RequestId NewId() => RequestId.FromBytes(RandomNumberGenerator.GetBytes(16));

    /// <summary>The n-th append of a request: two events, a command, one or two outbox rows, one done, some index rows.</summary>
    public static Append Append(RequestId id, int number, DateTimeOffset at)
    {
        var version = number * 2L;
        var last = number == AppendsPerRequest - 1;
        var key = $"{at.UtcTicks:d19}-{id}";
        return new Append
        {
            Id = id,
            ExpectedVersion = version,
            Events = [Event(version + 1), Event(version + 2)],
            Command = new StoredCommand($"{id}{number}", id.Value + id.Value, version + 2),
            Outbox = last ? [] : [new OutboxRow(new EffectId(id, version + 1, 0), Effect, 0, at)],
            Done = number == 0 ? [] : [new EffectId(id, version - 1, 0)],
            DueAtUtc = last ? null : at.AddDays(3),
            Index = Index(id, number, key),
        };
    }

    private static ImmutableArray<IndexChange> Index(RequestId id, int number, string key) => (number % 3) switch
    {
        0 => [new("all", key, Summary), new($"requester:{id.Value[^2..]}", key, Summary), new($"inbox:{id.Value[^1..]}", key, Summary), new("changed:2030-01-01", id.Value, Effect)],
        1 => [new("changed:2030-01-01", id.Value, Effect)],
        _ => [new($"inbox:{id.Value[^1..]}", key, null), new("changed:2030-01-01", id.Value, Effect)],
    };

    private static StoredEvent Event(long version) => new(version, Body, SHA256.HashData(Body));
}
