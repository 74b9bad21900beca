using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Approvals.App.Ports;

namespace Approvals.Adapters;

/// <summary>
/// The place where a page ended, as a token. The check sum ties it to its list: a cursor that was altered or belongs to another list is refused.
/// It is no secret and grants nothing: what may be listed is settled before.
/// </summary>
internal static class Cursor
{
    private const int CheckBytes = 8;

    public static string Encode(string list, string position)
    {
        var place = Encoding.UTF8.GetBytes(position);
        return Base64Url.EncodeToString([.. Check(list, place), .. place]);
    }

    public static string Decode(string list, string cursor)
    {
        if (cursor.Length > 2 * AppendLimits.MaxKeyLength || !Base64Url.IsValid(cursor))
        {
            throw new InvalidCursorException();
        }

        var bytes = Base64Url.DecodeFromChars(cursor);
        var place = bytes.AsSpan(Math.Min(CheckBytes, bytes.Length));

        // Encoding again finds spellings that only decode to the same bytes.
        if (!bytes.AsSpan().StartsWith(Check(list, place)) || Base64Url.EncodeToString(bytes) != cursor)
        {
            throw new InvalidCursorException();
        }

        return Encoding.UTF8.GetString(place);
    }

    private static ReadOnlySpan<byte> Check(string list, ReadOnlySpan<byte> place) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(list), 0, .. place]).AsSpan(0, CheckBytes);
}
