using Approvals.App.Ports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Approvals.Functions.Alarm;

/// <summary>
/// The alarm clock of one request: look at it, wait for its time or a nudge, look again. The instance id is the request id, and there is nothing else here:
/// no rule, no data, no person. A nudge says nothing but "look again", so one that is lost, doubled or late changes nothing; the sweep sends it anew.
/// </summary>
internal static class ApprovalOrchestrator
{
    public const string Nudge = "Nudge";

    /// <summary>The history is replayed at each step: it is cut after so many looks.</summary>
    public const int TurnsPerGeneration = 20;

    // Only our own storage being away. What fails outside is data of the request: its attempt and its next time.
    private static readonly TaskOptions Retries = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: int.MaxValue, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5))
    {
        HandleFailure = failure => failure.ErrorType == typeof(StoreUnavailableException).FullName,
    });

    [Function(nameof(ApprovalOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        // One wait, never cancelled and armed anew only when it was used: an abandoned one would swallow the next nudge.
        var nudge = context.WaitForExternalEvent<string?>(Nudge);
        for (var turn = 1; turn <= TurnsPerGeneration; turn++)
        {
            var next = await context.CallActivityAsync<Ring>(nameof(Advance), context.InstanceId, Retries);
            if (next.IsOver)
            {
                return;
            }

            if (await IsNudgedAsync(context, nudge, next.AtUtc) && turn < TurnsPerGeneration)
            {
                nudge = context.WaitForExternalEvent<string?>(Nudge);
            }
        }

        // The next generation looks first, so a nudge that this one swallowed is answered.
        context.ContinueAsNew();
    }

    private static async Task<bool> IsNudgedAsync(TaskOrchestrationContext context, Task nudge, DateTime? atUtc)
    {
        if (nudge.IsCompleted || atUtc is null)
        {
            await nudge;
            return true;
        }

        using var stop = new CancellationTokenSource();
        var timer = context.CreateTimer(atUtc.Value, stop.Token);
        if (await Task.WhenAny(nudge, timer) == timer)
        {
            return false;
        }

        // A timer left open would keep the instance running.
        stop.Cancel();
        return true;
    }
}
