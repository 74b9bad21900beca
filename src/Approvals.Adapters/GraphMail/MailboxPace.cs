namespace Approvals.Adapters.GraphMail;

/// <summary>How fast one mailbox may be used: a few calls at a time, so many mails a minute, and none while Graph asks for a rest.</summary>
internal sealed class MailboxPace(TimeProvider clock) : IDisposable
{
    private const int AtOnce = 4;

    // Exchange takes 30 mails a minute from a mailbox: these two never come to more in any minute.
    private const int Burst = 5;
    private static readonly TimeSpan PerMail = TimeSpan.FromMinutes(1) / 25;
    private static readonly TimeSpan UsualRest = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim turns = new(AtOnce, AtOnce);
    private DateTimeOffset heldUntilUtc;

    // When every mail taken so far would be sent at an even pace; and until when those that were sent away have a place in the line.
    private DateTimeOffset evenUtc;
    private DateTimeOffset lineUtc;

    /// <summary>Waits for a place among the calls under way. Throws while the mailbox rests.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken ct)
    {
        ThrowIfHeld();
        await turns.WaitAsync(ct);
        return new Turn(turns);
    }

    /// <summary>Takes the right to send one mail. Otherwise: how long to wait until there may be one.</summary>
    public TimeSpan? Take()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            evenUtc = evenUtc > now ? evenUtc : now;
            var free = evenUtc - ((Burst - 1) * PerMail);
            if (free <= now)
            {
                evenUtc += PerMail;
                return null;
            }

            // One after another, not all of them at the same moment again.
            lineUtc = lineUtc > free ? lineUtc + PerMail : free;
            return lineUtc - now;
        }
    }

    /// <summary>Nothing was sent.</summary>
    public void GiveBack()
    {
        lock (gate)
        {
            evenUtc -= PerMail;
        }
    }

    public void Hold(TimeSpan? asked)
    {
        lock (gate)
        {
            var rest = asked is { } wait && wait > TimeSpan.Zero ? wait : UsualRest;
            var until = clock.GetUtcNow() + rest;
            heldUntilUtc = until > heldUntilUtc ? until : heldUntilUtc;
        }
    }

    public void Dispose() => turns.Dispose();

    private void ThrowIfHeld()
    {
        lock (gate)
        {
            var rest = heldUntilUtc - clock.GetUtcNow();
            if (rest > TimeSpan.Zero)
            {
                throw new GraphException(GraphFault.Busy, "Graph asked for a rest.", wait: rest);
            }
        }
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
