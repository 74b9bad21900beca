namespace Approvals.App;

/// <summary>The product's clock: the machine's, moved forward by hand where that is allowed. It never goes back.</summary>
/// <param name="machine">The clock underneath.</param>
/// <param name="file">Keeps the offset, so that a restart does not go back in time; null: nothing is kept.</param>
public sealed class OffsetTimeProvider(TimeProvider machine, string? file) : TimeProvider
{
    private long offset = Read(file);

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Moves to a time; one that is past already changes nothing. One caller at a time.</summary>
    public async Task MoveToAsync(DateTimeOffset time, CancellationToken ct)
    {
        var ahead = time - GetUtcNow();
        if (ahead <= TimeSpan.Zero)
        {
            return;
        }

        var moved = Interlocked.Read(ref offset) + ahead.Ticks;
        if (file is not null)
        {
            // Written aside and renamed: a crash leaves the old offset or the new one.
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            var aside = file + ".new";
            await File.WriteAllTextAsync(aside, TimeSpan.FromTicks(moved).ToString("c"), ct);
            File.Move(aside, file, overwrite: true);
        }

        Interlocked.Exchange(ref offset, moved);
    }

    private static long Read(string? file) =>
        file is not null && File.Exists(file) && TimeSpan.TryParseExact(File.ReadAllText(file).Trim(), "c", null, out var kept) && kept > TimeSpan.Zero ? kept.Ticks : 0;
}
