using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>
/// Who holds what only one approved request may have. A claim counts only while its holder is approved: whoever finds another holder looks at
/// that request (see <see cref="Claims"/>). Keys are hashes. Storage faults throw <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IClaimStore
{
    /// <summary>Null: nobody ever claimed it. Read from the store itself, never from a cache.</summary>
    Task<StoredClaim?> FindAsync(string key, CancellationToken ct);

    /// <summary>
    /// Writes the holder if nothing was written since <paramref name="seen"/> (null: never before). False: something was, maybe by a try of ours
    /// whose answer was lost. The tag is another one after every write, also of the same holder.
    /// </summary>
    Task<bool> PutAsync(string key, RequestId holder, DateTimeOffset atUtc, StoredClaim? seen, CancellationToken ct);
}

/// <param name="Tag">Opaque: it changes with every write.</param>
public sealed record StoredClaim(RequestId Holder, DateTimeOffset AtUtc, string Tag);
