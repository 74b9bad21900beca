namespace Approvals.Adapters.Sqlite;

/// <summary>The tables, as ordered steps: a released step is never edited, a change is a new step at the end.</summary>
internal static class Schema
{
    // "Appr" in ASCII: tells our file from anybody else's.
    private const long ApplicationId = 0x41707072;

    private static readonly string[] Steps =
    [
        // sid numbers requests by creation, so that rows of one time lie together on disk though ids are random.
        // events.pos is sid * 2^24 + version: the rows of a stream in order, in a table that keeps big rows whole.
        // Times are ticks (100 ns) UTC.
        """
        CREATE TABLE streams (sid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, last_hash BLOB NOT NULL, due_at INTEGER) STRICT;
        CREATE INDEX streams_due ON streams (due_at, id) WHERE due_at IS NOT NULL;
        CREATE TABLE events (pos INTEGER PRIMARY KEY, bytes BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
        CREATE TABLE commands (sid INTEGER NOT NULL, command_id TEXT NOT NULL, fingerprint TEXT NOT NULL, version INTEGER NOT NULL,
            PRIMARY KEY (sid, command_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE outbox (sid INTEGER NOT NULL, version INTEGER NOT NULL, idx INTEGER NOT NULL, effect BLOB NOT NULL, attempt INTEGER NOT NULL, not_before INTEGER,
            PRIMARY KEY (sid, version, idx)) STRICT, WITHOUT ROWID;
        CREATE TABLE lists (partition TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (partition, key)) STRICT, WITHOUT ROWID;
        CREATE TABLE delegations (delegator TEXT NOT NULL, id TEXT NOT NULL, delegate TEXT NOT NULL, from_at INTEGER NOT NULL, until_at INTEGER NOT NULL,
            PRIMARY KEY (delegator, id)) STRICT, WITHOUT ROWID;
        CREATE INDEX delegations_to ON delegations (delegate);
        CREATE TABLE topics (topic TEXT NOT NULL, version INTEGER NOT NULL, content_hash TEXT NOT NULL, source TEXT NOT NULL,
            PRIMARY KEY (topic, version)) STRICT;
        CREATE TABLE secrets (area TEXT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (area, name)) STRICT, WITHOUT ROWID;
        """,

        // The embedded mailbox and the embedded ticket desk.
        """
        CREATE TABLE mails (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, recipient TEXT NOT NULL, reply_to TEXT, thread TEXT NOT NULL, sent_at INTEGER NOT NULL,
            message_id TEXT NOT NULL, subject TEXT NOT NULL, headers BLOB NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE INDEX mails_to ON mails (recipient, seq);
        CREATE TABLE received (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, received_at INTEGER NOT NULL, sender TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
            reply_to TEXT, request TEXT, outcome TEXT NOT NULL, explanation TEXT NOT NULL, answered INTEGER NOT NULL) STRICT;
        CREATE INDEX received_at ON received (reply_to, seq) WHERE reply_to IS NOT NULL;
        CREATE TABLE answers (thread TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (thread, key)) STRICT, WITHOUT ROWID;
        CREATE TABLE tickets (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, request TEXT NOT NULL, raised_at INTEGER NOT NULL, draft BLOB NOT NULL,
            solved_by TEXT, solved_at INTEGER) STRICT;
        CREATE INDEX tickets_request ON tickets (request, number);
        """,

        // Keys near their request (Streams.KeyNear), also of what is there: a mail or a ticket that is not recorded yet is looked for by its key, and must be found.
        """
        UPDATE mails SET key = printf('%012x ', (SELECT sid FROM streams WHERE id = substr(mails.key, 1, 26))) || key
            WHERE EXISTS (SELECT 1 FROM streams WHERE id = substr(mails.key, 1, 26));
        UPDATE tickets SET key = printf('%012x ', (SELECT sid FROM streams WHERE id = tickets.request)) || key
            WHERE EXISTS (SELECT 1 FROM streams WHERE id = tickets.request);
        """,

        """
        CREATE TABLE claims (key TEXT PRIMARY KEY, holder TEXT NOT NULL, at INTEGER NOT NULL, writes INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """,

        // What was tried at other ticket systems, and what was written on tickets of our own.
        """
        CREATE TABLE ticket_ledger (key TEXT PRIMARY KEY, tag INTEGER NOT NULL, entry BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE ticket_remarks (number INTEGER NOT NULL, key TEXT NOT NULL, said_at INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (number, key)) STRICT, WITHOUT ROWID;
        """,

        // What adapters remember between two calls to the outside world; mark counts the writes. And mails that came in, by request.
        """
        CREATE TABLE notes (area TEXT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL, mark INTEGER NOT NULL, PRIMARY KEY (area, name)) STRICT, WITHOUT ROWID;
        CREATE INDEX received_request ON received (request, seq) WHERE request IS NOT NULL;
        """,
    ];

    /// <summary>For a reader, which brings nothing.</summary>
    public static void MustBeCurrent(SqliteSession session, string file)
    {
        if (session.Scalar("PRAGMA application_id") != ApplicationId || session.Scalar("PRAGMA user_version") != Steps.Length)
        {
            throw new DataFolderException($"The database '{file}' is of another version of the program, or of another program. Start the server of this version on it once.");
        }
    }

    public static void Bring(SqliteSession session, string file) => Bring(session, file, Steps.Length);

    /// <param name="until">The number of the last step: a file as an older version of the program left it.</param>
    internal static void Bring(SqliteSession session, string file, int until)
    {
        var application = session.Scalar("PRAGMA application_id");
        var version = session.Scalar("PRAGMA user_version");
        if (application != ApplicationId && (application != 0 || version != 0 || session.Scalar("SELECT count(*) FROM sqlite_schema") != 0))
        {
            throw new DataFolderException($"The file '{file}' is a database of another program. Give the server a folder of its own (Approvals__DataPath).");
        }

        if (version > Steps.Length)
        {
            throw new DataFolderException(
                $"The database '{file}' was written by a newer version of the program (schema {version}; this one knows {Steps.Length}). Start the newer one, or restore a backup from before.");
        }

        for (var step = (int)version; step < until; step++)
        {
            session.RunScript($"BEGIN IMMEDIATE; {Steps[step]} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {step + 1}; COMMIT;");
        }
    }
}
