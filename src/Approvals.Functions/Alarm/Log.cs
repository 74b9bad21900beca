using Approvals.Core.Requests;
using Microsoft.Extensions.Logging;

namespace Approvals.Functions.Alarm;

/// <summary>Event ids 900 to 999. Ids only.</summary>
internal static partial class Log
{
    [LoggerMessage(900, LogLevel.Warning, "The nudge for request {Request} could not be sent; the sweep sends it again.")]
    public static partial void NudgeFailed(this ILogger log, Exception e, RequestId request);

    [LoggerMessage(902, LogLevel.Error, "Request {Request} could not be looked at; its orchestration is woken.")]
    public static partial void LookFailed(this ILogger log, Exception e, RequestId request);

    [LoggerMessage(901, LogLevel.Warning, "Request {Request} was woken outside of a function; the sweep wakes it again.")]
    public static partial void WokenOutside(this ILogger log, RequestId request);
}
