using Approvals.Core.Effects;
using Microsoft.Extensions.Logging;

namespace Approvals.App.Advance;

/// <summary>Event ids 100 to 199. Ids only: no names, addresses, comments or bodies.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning, "Effect {Effect} failed at attempt {Attempt}.")]
    public static partial void EffectFailed(this ILogger log, Exception e, EffectId effect, int attempt);

    [LoggerMessage(103, LogLevel.Information, "Effect {Effect} waits {Seconds} s until it can be tried.")]
    public static partial void EffectPostponed(this ILogger log, EffectId effect, int seconds);

    [LoggerMessage(101, LogLevel.Error, "The request has no place for the result of effect {Effect}; nothing was recorded.")]
    public static partial void ResultRefused(this ILogger log, EffectId effect);

    // The alert in Azure looks for this name (infra/modules/alert.bicep).
    [LoggerMessage(102, LogLevel.Error, "Effect {Effect} was abandoned after {Attempt} attempts; it waits for an administrator.", EventName = "EffectAbandoned")]
    public static partial void EffectAbandoned(this ILogger log, EffectId effect, int attempt);
}
