using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Sqlite;

/// <summary>A stream's head, and where its events lie.</summary>
internal static class Streams
{
    private const int VersionBits = 24;
    public const long MaxVersion = (1L << VersionBits) - 1;

    public static long Position(long sid, long version) => (sid << VersionBits) | version;

    public static long VersionAt(long position) => position & MaxVersion;

    public static long SidAt(long position) => position >> VersionBits;

    public static Head? Find(SqliteSession session, RequestId id)
    {
        using var rows = session.Use("SELECT sid, version, last_hash FROM streams WHERE id = ?1").Bind(1, id.Value);
        return rows.Step() ? new Head(rows.Int64(0), rows.Int64(1), rows.Bytes(2)) : null;
    }

    /// <summary>
    /// The key of something that belongs to a request, after the request's number: ids are random, and an index of random keys costs a page of the log
    /// for each new row, one of growing keys a page for many. What belongs to no request keeps its key.
    /// </summary>
    public static string KeyNear(SqliteSession session, RequestId id, string key) => Find(session, id) is { } head ? $"{head.Sid:x12} {key}" : key;

    public static StoredCommand? FindCommand(SqliteSession session, long sid, string commandId)
    {
        using var rows = session.Use("SELECT fingerprint, version FROM commands WHERE sid = ?1 AND command_id = ?2").Bind(1, sid).Bind(2, commandId);
        return rows.Step() ? new StoredCommand(commandId, rows.Text(0), rows.Int64(1)) : null;
    }

    public sealed record Head(long Sid, long Version, byte[] LastHash);
}
