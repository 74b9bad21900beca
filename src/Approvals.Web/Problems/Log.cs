using Microsoft.Extensions.Logging;

namespace Approvals.Web.Problems;

internal static partial class Log
{
    [LoggerMessage(701, LogLevel.Error, "Unhandled {ExceptionType} in {TraceId}: {StackTrace}")]
    public static partial void Unhandled(this ILogger logger, string traceId, string exceptionType, string stackTrace);

    [LoggerMessage(702, LogLevel.Warning, "The storage was away in {TraceId}: {Cause}")]
    public static partial void StorageAway(this ILogger logger, string traceId, string cause);
}
