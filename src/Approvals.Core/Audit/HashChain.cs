using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Approvals.Core.Requests;

namespace Approvals.Core.Audit;

/// <summary>Each event's hash covers its bytes and the hash before it, so that nothing in a stream changes, leaves or comes in unseen, but at its end.</summary>
public static class HashChain
{
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>What the first event follows from. It differs for each request, so that no event moves from one to another.</summary>
    public static byte[] Genesis(RequestId id) => SHA256.HashData(Encoding.UTF8.GetBytes($"approvals:{id}"));

    public static byte[] Next(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> bytes)
    {
        // One call over one buffer: for the size of an event that costs half of what an incremental hash does.
        var length = previous.Length + bytes.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        previous.CopyTo(rented);
        bytes.CopyTo(rented.AsSpan(previous.Length));
        var hash = SHA256.HashData(rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>Recomputes the chain of a whole stream, in order.</summary>
    public static ChainCheck Verify(RequestId id, IEnumerable<ChainLink> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var last = Genesis(id);
        var version = 0L;
        foreach (var e in events)
        {
            version++;
            last = Next(last, e.Bytes.Span);
            if (e.Version != version || !last.AsSpan().SequenceEqual(e.Hash.Span))
            {
                return new(version, version, last);
            }
        }

        return new(null, version, last);
    }
}

/// <summary>An event as stored: its version, its exact bytes, and the hash that was stored with them.</summary>
public readonly record struct ChainLink(long Version, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Hash);

/// <param name="FirstBroken">The place, counted from 1, of the first event that does not follow from those before it; null: intact.</param>
/// <param name="Events">How many events were looked at: all of an intact stream, else those up to the broken one.</param>
/// <param name="LastHash">The recomputed hash of the last event looked at.</param>
public readonly record struct ChainCheck(long? FirstBroken, long Events, ReadOnlyMemory<byte> LastHash)
{
    public bool Intact => FirstBroken is null;
}
