using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging;

namespace Approvals.App.Advance;

/// <summary>Event ids 100 to 199. Ids only: no names, addresses, comments or bodies.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning, "Effect {Effect} failed at attempt {Attempt}.")]
    public static partial void EffectFailed(this ILogger log, Exception e, EffectId effect, int attempt);

    [LoggerMessage(101, LogLevel.Error, "Advancing request {Request} failed; the sweep tries again.")]
    public static partial void AdvanceFailed(this ILogger log, Exception e, RequestId request);

    [LoggerMessage(102, LogLevel.Error, "The sweep failed; the next one tries again.")]
    public static partial void SweepFailed(this ILogger log, Exception e);
}
