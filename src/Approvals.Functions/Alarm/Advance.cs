using Approvals.App.Advance;
using Approvals.Core.Requests;
using Microsoft.Azure.Functions.Worker;

namespace Approvals.Functions.Alarm;

/// <summary>When the orchestrator looks again.</summary>
/// <param name="IsOver">Nothing is left to do, for good.</param>
/// <param name="AtUtc">Null: when somebody nudges. Of the machine's clock, which Durable's timers run by.</param>
internal sealed record Ring(bool IsOver, DateTime? AtUtc);

/// <summary>Does what is due for one request. May be killed at any line and run again.</summary>
internal sealed class Advance(Advancer advancer, TimeProvider clock)
{
    /// <summary>What is due and can not be done now must not make the orchestrator spin.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    [Function(nameof(Advance))]
    public async Task<Ring> RunAsync([ActivityTrigger] string requestId)
    {
        if (!RequestId.TryParse(requestId, out var id))
        {
            throw new ArgumentException($"'{requestId}' is not the id of a request.");
        }

        // Not cancelled when the host stops: what has begun is brought to its end, or is found again by its key.
        var next = await advancer.AdvanceAsync(id, CancellationToken.None);
        return new Ring(next.Closed, next.DueAtUtc is { } due ? At(due) : null);
    }

    // The product's clock can be ahead of the machine's, in Development.
    private DateTime At(DateTimeOffset due)
    {
        var wait = due - clock.GetUtcNow();
        return (TimeProvider.System.GetUtcNow() + (wait > Pause ? wait : Pause)).UtcDateTime;
    }
}
