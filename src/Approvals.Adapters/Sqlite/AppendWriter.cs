using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Effects;

namespace Approvals.Adapters.Sqlite;

/// <summary>One append, inside the writer's transaction. It looks before it writes: a conflict or a repeat leaves no trace and needs no savepoint.</summary>
internal static class AppendWriter
{
    public static AppendResult Write(SqliteSession session, Append append)
    {
        var head = Streams.Find(session, append.Id);
        if (head is not null && append.Command is { } command && Streams.FindCommand(session, head.Sid, command.CommandId) is { } before)
        {
            return new AppendResult.Duplicate(before);
        }

        if ((head?.Version ?? 0) != append.ExpectedVersion)
        {
            return new AppendResult.Conflict();
        }

        var sid = head is null ? Create(session, append) : Advance(session, head, append);
        WriteEvents(session, sid, append.Events);
        WriteCommand(session, sid, append.Command);
        WriteOutbox(session, sid, append.Outbox);
        RemoveOutbox(session, sid, append.Done);
        WriteLists(session, append.Index);
        return new AppendResult.Appended();
    }

    private static long Create(SqliteSession session, Append append)
    {
        using var insert = session.Use("INSERT INTO streams (id, version, last_hash, due_at) VALUES (?1, ?2, ?3, ?4)");
        insert.Bind(1, append.Id.Value).Bind(2, append.Events[^1].Version).Bind(3, append.Events[^1].Hash.Span).Bind(4, append.DueAtUtc).Run();
        return session.LastRowId;
    }

    private static long Advance(SqliteSession session, Streams.Head head, Append append)
    {
        var last = append.Events.IsEmpty ? head.LastHash : append.Events[^1].Hash.Span;
        using var update = session.Use("UPDATE streams SET version = ?2, last_hash = ?3, due_at = ?4 WHERE sid = ?1");
        update.Bind(1, head.Sid).Bind(2, head.Version + append.Events.Length).Bind(3, last).Bind(4, append.DueAtUtc).Run();
        return head.Sid;
    }

    private static void WriteEvents(SqliteSession session, long sid, ImmutableArray<StoredEvent> events)
    {
        using var insert = session.Use("INSERT INTO events (pos, bytes, hash) VALUES (?1, ?2, ?3)");
        foreach (var e in events)
        {
            insert.Bind(1, Streams.Position(sid, e.Version)).Bind(2, e.Bytes.Span).Bind(3, e.Hash.Span).RunAndReset();
        }
    }

    private static void WriteCommand(SqliteSession session, long sid, StoredCommand? command)
    {
        if (command is not null)
        {
            using var insert = session.Use("INSERT INTO commands (sid, command_id, fingerprint, version) VALUES (?1, ?2, ?3, ?4)");
            insert.Bind(1, sid).Bind(2, command.CommandId).Bind(3, command.Fingerprint).Bind(4, command.Version).Run();
        }
    }

    private static void WriteOutbox(SqliteSession session, long sid, ImmutableArray<OutboxRow> outbox)
    {
        using var insert = session.Use("REPLACE INTO outbox (sid, version, idx, effect, attempt, not_before) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        foreach (var row in outbox)
        {
            insert.Bind(1, sid).Bind(2, row.Id.Version).Bind(3, row.Id.Index).Bind(4, row.Effect.Span).Bind(5, row.Attempt).Bind(6, row.NotBeforeUtc).RunAndReset();
        }
    }

    private static void RemoveOutbox(SqliteSession session, long sid, ImmutableArray<EffectId> done)
    {
        using var delete = session.Use("DELETE FROM outbox WHERE sid = ?1 AND version = ?2 AND idx = ?3");
        foreach (var effect in done)
        {
            delete.Bind(1, sid).Bind(2, effect.Version).Bind(3, effect.Index).RunAndReset();
        }
    }

    private static void WriteLists(SqliteSession session, ImmutableArray<IndexChange> changes)
    {
        using var put = session.Use("REPLACE INTO lists (partition, key, value) VALUES (?1, ?2, ?3)");
        using var delete = session.Use("DELETE FROM lists WHERE partition = ?1 AND key = ?2");
        foreach (var change in changes)
        {
            if (change.Value is { } value)
            {
                put.Bind(1, change.Partition).Bind(2, change.Key).Bind(3, value.Span).RunAndReset();
            }
            else
            {
                delete.Bind(1, change.Partition).Bind(2, change.Key).RunAndReset();
            }
        }
    }
}
