namespace Approvals.Adapters.Sqlite;

public sealed record SqliteOptions
{
    /// <summary>The folder of <c>approvals.db</c>. It belongs to one server at a time.</summary>
    public required string DataPath { get; init; }

    /// <summary>Requests that can be read at the same time.</summary>
    public int Readers { get; init; } = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);

    /// <summary>Writes that one commit carries at most.</summary>
    public int MaxGroup { get; init; } = 256;

    /// <summary>Writes that may wait; more are turned away as overload.</summary>
    public int MaxWaiting { get; init; } = 10_000;

    /// <summary>Pages of 4 KiB in the write-ahead log from which on the writer helps to move it into the database, so that it begins anew.</summary>
    public int LongLog { get; init; } = 4000;

    /// <summary>How long to wait for a lock that another program (a backup, a shell) holds on the file.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
