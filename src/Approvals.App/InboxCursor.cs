using System.Globalization;
using Approvals.App.Ports;

namespace Approvals.App;

/// <summary>A place in several inboxes read one after the other: which one, and the place in it.</summary>
internal static class InboxCursor
{
    public static string Write(int inbox, string? inner) => $"{inbox.ToString(CultureInfo.InvariantCulture)}.{inner}";

    public static (int Inbox, string? Inner) Read(string? cursor, int inboxes)
    {
        if (cursor is null)
        {
            return (0, null);
        }

        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        if (dot < 1 || !int.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var inbox) || inbox >= inboxes)
        {
            throw new InvalidCursorException();
        }

        var inner = cursor[(dot + 1)..];
        return (inbox, inner.Length == 0 ? null : inner);
    }
}
