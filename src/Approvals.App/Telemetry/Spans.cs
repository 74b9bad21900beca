using System.Collections.Concurrent;
using System.Diagnostics;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Telemetry;

/// <summary>
/// What the product tells of its work as traces: <c>approvals.decide</c>, <c>approvals.advance</c>, <c>approvals.effect</c>, with ids and kinds only. When nobody listens it costs nothing.
/// An advance belongs to the trace of the command that woke it, as long as both run in one process; it has the request's id in any case. Nothing of a trace is stored.
/// </summary>
public static class Spans
{
    /// <summary>The name of the source, and of the meter.</summary>
    public const string Source = "Approvals";

    // Wakes that nobody came for are few; what is beyond is not worth the memory.
    private const int MostWoken = 10_000;
    private static readonly ActivitySource Activities = new(Source);
    private static readonly ConcurrentDictionary<RequestId, ActivityContext> Woken = new();

    internal static Activity? Decide(RequestId request, Command command) =>
        Activities.StartActivity("approvals.decide")?.SetTag("approvals.request", request.Value).SetTag("approvals.command", Kinds.Of(command));

    /// <summary>Call it before the wake: what follows belongs to what runs now.</summary>
    internal static void Wake(RequestId request)
    {
        if (Activity.Current is { } now && Activities.HasListeners() && Woken.Count < MostWoken)
        {
            Woken[request] = now.Context;
        }
    }

    internal static Activity? Advance(RequestId request)
    {
        if (!Activities.HasListeners())
        {
            return null;
        }

        // A host that traces its own wakes (Durable) has the better parent.
        var isWoken = Woken.TryRemove(request, out var waker);
        var span = Activity.Current is null && isWoken
            ? Activities.StartActivity("approvals.advance", ActivityKind.Internal, waker)
            : Activities.StartActivity("approvals.advance", ActivityKind.Internal, default(ActivityContext), links: isWoken ? [new ActivityLink(waker)] : null);
        return span?.SetTag("approvals.request", request.Value);
    }

    internal static Activity? Effect(EffectId id, Effect effect, int attempt) => Activities.StartActivity("approvals.effect")?
        .SetTag("approvals.request", id.Request.Value).SetTag("approvals.effect", id.ToString()).SetTag("approvals.kind", Kinds.Of(effect)).SetTag("approvals.attempt", attempt);

    internal static void End(this Activity? span, string outcome, bool isFailure = false)
    {
        span?.SetTag("approvals.outcome", outcome);
        if (isFailure)
        {
            // Without a text: whose it is and what it quotes is not known here.
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }
}
