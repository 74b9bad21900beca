using Approvals.Core.Requests;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Tables;

/// <summary>Event ids 800 to 899. Ids only.</summary>
internal static partial class Log
{
    [LoggerMessage(800, LogLevel.Warning, "The lists of append {Number} of request {Request} could not be written; the sweep writes them.")]
    public static partial void ListsLeft(this ILogger log, RequestId request, long number);

    [LoggerMessage(801, LogLevel.Warning, "Request {Request} was changed, but not all around it was tidied; the sweep does it.")]
    public static partial void FinishFailed(this ILogger log, Exception e, RequestId request);

    [LoggerMessage(802, LogLevel.Information, "Wrote the lists of request {Request} that a stopped server had left.")]
    public static partial void Healed(this ILogger log, RequestId request);

    [LoggerMessage(803, LogLevel.Error, "'{Row}' in partition '{Partition}' of the due table is no due row. Look who wrote it, and remove it.")]
    public static partial void StrangeDueRow(this ILogger log, string partition, string row);

    [LoggerMessage(804, LogLevel.Error, "The head of request {Request} can not be read.")]
    public static partial void HeadUnreadable(this ILogger log, Exception e, RequestId request);
}
