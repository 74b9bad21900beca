using System.Globalization;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Memory;

internal sealed class MemoryClaims : IClaimStore
{
    private readonly Dictionary<string, StoredClaim> claims = [];
    private readonly Lock gate = new();
    private long writes;

    public Task<StoredClaim?> FindAsync(string key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(claims.GetValueOrDefault(key));
        }
    }

    public Task<bool> PutAsync(string key, RequestId holder, DateTimeOffset atUtc, StoredClaim? seen, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            var asSeen = claims.GetValueOrDefault(key)?.Tag == seen?.Tag;
            if (asSeen)
            {
                claims[key] = new StoredClaim(holder, atUtc.ToUniversalTime(), (++writes).ToString(CultureInfo.InvariantCulture));
            }

            return Task.FromResult(asSeen);
        }
    }
}
