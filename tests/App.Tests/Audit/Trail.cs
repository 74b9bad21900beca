using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.App.Audit;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Microsoft.Extensions.Time.Testing;

namespace App.Tests.Audit;

/// <summary>Requests with true histories, their export as lines, and what somebody could do to it.</summary>
internal static class Trail
{
    public static readonly DateTimeOffset ExportedAt = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);
    private static readonly EmailAddress Ann = EmailAddress.Parse("ann@example.com");

    public static RequestId Id(byte number) => RequestId.FromBytes([.. new byte[15], number]);

    public static ImmutableArray<AuditRow> Request(byte number, int events, string words = "words \"}\" é 😀")
    {
        var id = Id(number);
        var rows = ImmutableArray.CreateBuilder<AuditRow>(events);
        var hash = HashChain.Genesis(id);
        for (var version = 1; version <= events; version++)
        {
            var bytes = EventJson.Write(version == 1 ? Submitted(id) : new RequestEvent.Commented(words) { At = ExportedAt.AddDays(-2), By = Actor.Of(Ann), CommandId = $"c{version}" }, version);
            hash = HashChain.Next(hash, bytes);
            rows.Add(new AuditRow(id, new StoredEvent(version, bytes, hash)));
        }

        return rows.MoveToImmutable();
    }

    public static async Task<byte[]> ExportAsync(IEnumerable<AuditRow> rows, DateTimeOffset? at = null)
    {
        using var output = new MemoryStream();
        await new AuditExport(new Rows([.. rows]), new FakeTimeProvider(at ?? ExportedAt)).WriteAsync(output, CancellationToken.None);
        return output.ToArray();
    }

    /// <summary>Header, events, trailer.</summary>
    public static async Task<List<string>> LinesAsync(params IEnumerable<AuditRow> rows) =>
        [.. Encoding.UTF8.GetString(await ExportAsync(rows)).TrimEnd('\n').Split('\n')];

    public static byte[] Bytes(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    /// <summary>As a careful forger would: with totals and hash that fit the lines.</summary>
    public static byte[] Sealed(List<string> lines)
    {
        var before = Bytes(lines[..^1]);
        var events = lines[1..^1];
        var requests = events.Select(line => line.Length > 38 ? line[12..38] : line).Distinct().Count();
        return [.. before, .. Encoding.UTF8.GetBytes($$"""{"requests":{{requests}},"events":{{events.Count}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(before))}}"}""" + "\n")];
    }

    public static Task<AuditVerdict> VerifyAsync(byte[] export, params (string Name, byte[] Bytes)[] anchors) =>
        AuditVerifier.VerifyAsync("export.jsonl", new MemoryStream(export), [.. anchors.Select(anchor => (anchor.Name, (Stream)new MemoryStream(anchor.Bytes)))], CancellationToken.None);

    private static RequestEvent.Submitted Submitted(RequestId id) => new()
    {
        At = ExportedAt.AddDays(-2),
        By = Actor.Of(Ann),
        CommandId = "c1",
        Id = id,
        Topic = "payment-terms",
        TopicVersion = 1,
        Title = "75 days",
        Requester = Ann,
        Policy = new(),
        Content = new(ImmutableSortedDictionary<string, FieldValue>.Empty, []),
        Chain = [],
    };

    private sealed class Rows(ImmutableArray<AuditRow> rows) : IAuditSource
    {
        public IAsyncEnumerable<AuditRow> ReadAllAsync(CancellationToken ct) => rows.ToAsyncEnumerable();
    }
}
