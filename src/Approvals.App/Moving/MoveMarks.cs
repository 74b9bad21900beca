using System.Security.Cryptography;
using System.Text;
using Approvals.App.Ports;

namespace Approvals.App.Moving;

/// <summary>
/// What a move leaves in both stores: the target knows whose copy it is and whether it is whole, the source that it was moved away. A store that is half a copy, or whose desk lives on elsewhere, must not
/// be started: mails would go out twice.
/// </summary>
public static class MoveMarks
{
    private const string Area = "move";
    private const string Name = "desk", From = "from", Whole = "whole", Gone = "gone";

    /// <summary>Throws <see cref="MoveException"/> for a store that no server may work on.</summary>
    public static async Task CheckAsync(ISecretStore store, CancellationToken ct)
    {
        if (await store.FindAsync(Area, Gone, ct) is { } target)
        {
            throw new MoveException($"This desk was moved to {Text(target)}. Start it there (Approvals:Store); here, everything would be done a second time. To come back, move it back into an empty store.");
        }

        if (await IsHalfAsync(store, ct))
        {
            throw new MoveException("A move into this store was begun and not finished. Run the same move again: it goes on where it was.");
        }
    }

    /// <summary>A name for the source, drawn once.</summary>
    public static async Task<ReadOnlyMemory<byte>> NameAsync(ISecretStore source, CancellationToken ct) => await source.GetOrAddAsync(Area, Name, RandomNumberGenerator.GetBytes(16), ct);

    /// <summary>Whose copy the target is; null when it is nobody's.</summary>
    public static Task<ReadOnlyMemory<byte>?> OriginAsync(ISecretStore target, CancellationToken ct) => target.FindAsync(Area, From, ct);

    public static Task BeginAsync(ISecretStore target, ReadOnlyMemory<byte> source, CancellationToken ct) => target.GetOrAddAsync(Area, From, source, ct);

    public static async Task<bool> IsWholeAsync(ISecretStore target, CancellationToken ct) => await target.FindAsync(Area, Whole, ct) is not null;

    public static async Task EndAsync(ISecretStore source, ISecretStore target, string where, CancellationToken ct)
    {
        await target.GetOrAddAsync(Area, Whole, "whole"u8.ToArray(), ct);
        await source.GetOrAddAsync(Area, Gone, Encoding.UTF8.GetBytes(where), ct);
    }

    private static async Task<bool> IsHalfAsync(ISecretStore store, CancellationToken ct) => await OriginAsync(store, ct) is not null && !await IsWholeAsync(store, ct);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
