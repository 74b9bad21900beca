using Approvals.Core.Effects;
using Microsoft.Extensions.Logging;

namespace Approvals.App.Advance;

/// <summary>Event ids 100 to 199. Ids only: no names, addresses, comments or bodies.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning, "Effect {Effect} failed at attempt {Attempt}.")]
    public static partial void EffectFailed(this ILogger log, Exception e, EffectId effect, int attempt);
}
