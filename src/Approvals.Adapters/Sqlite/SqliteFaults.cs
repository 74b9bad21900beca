using Approvals.App.Ports;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Approvals.Adapters.Sqlite;

/// <summary>Tells faults of the storage, which callers may try again, from mistakes in our statements.</summary>
internal static class SqliteFaults
{
    public static Exception From(sqlite3 database, int code) =>
        From(new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), code & 0xff, raw.sqlite3_extended_errcode(database)));

    public static Exception From(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new StoreUnavailableException("The disk of the data folder is full.", e),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreUnavailableException("Another program holds a lock on the database.", e),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StoreUnavailableException("The database file is damaged. Restore it from a backup.", e),
        raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL =>
            new StoreUnavailableException($"The database cannot be read or written: {e.Message}", e),
        _ => e,
    };
}
