using System.Security.Cryptography;
using System.Text;
using Approvals.App.Ports;
using Approvals.Core.Audit;

namespace Approvals.App.Moving;

/// <summary>Where every request of a store ends, found by following every hash from the first event on. A request costs about 100 bytes of memory.</summary>
internal sealed class Ends
{
    private readonly SortedDictionary<string, (long Version, byte[] Hash)> byRequest = new(StringComparer.Ordinal);

    public long Events { get; private set; }

    public int Count => byRequest.Count;

    public IReadOnlyCollection<string> Requests => byRequest.Keys;

    /// <summary>Throws <see cref="MoveException"/> where a hash does not follow.</summary>
    public static async Task<Ends> ReadAsync(IAuditSource source, string store, Action<long> seen, CancellationToken ct)
    {
        var ends = new Ends();
        await foreach (var (request, e, _) in source.ReadAllAsync(ct))
        {
            if (!ends.byRequest.TryGetValue(request.Value, out var last))
            {
                last = (0, HashChain.Genesis(request));
                seen(ends.Count);
            }

            var hash = HashChain.Next(last.Hash, e.Bytes.Span);
            if (e.Version != last.Version + 1 || !hash.AsSpan().SequenceEqual(e.Hash.Span))
            {
                throw new MoveException(
                    $"In {store} the hash of event {e.Version} of request {request} does not follow from the one before. Nothing is moved on such ground: export the audit trail, verify it, and restore from a backup.");
            }

            ends.byRequest[request.Value] = (e.Version, hash);
            ends.Events++;
        }

        return ends;
    }

    /// <summary>The first request that does not end in the same place in both; null: all do.</summary>
    public string? FirstDifference(Ends other) =>
        byRequest.Keys.Union(other.byRequest.Keys).FirstOrDefault(id =>
            !byRequest.TryGetValue(id, out var here) || !other.byRequest.TryGetValue(id, out var there) || here.Version != there.Version || !here.Hash.AsSpan().SequenceEqual(there.Hash));

    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (id, end) in byRequest)
        {
            hash.AppendData(Encoding.ASCII.GetBytes($"{id} {end.Version} {Convert.ToHexStringLower(end.Hash)}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
