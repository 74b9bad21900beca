using Microsoft.Extensions.Logging;

namespace Approvals.App.Attachments;

/// <summary>Event ids 130 to 149. Ids only.</summary>
internal static partial class Log
{
    [LoggerMessage(130, LogLevel.Warning, "Attached files could not be looked through for those that nobody kept. It is tried again in an hour.")]
    public static partial void SweepFailed(this ILogger log, Exception e);
}
